import { join } from 'node:path';
import * as v from 'valibot';
import type { Branch } from '../../blink/contract/account.ts';
import { matches } from '../../blink/contract/check.ts';
import { CliError } from '../../errors.ts';
import { readPrivate, writeDurably } from '../../storage/files.ts';

/** Both numbers of every branch that Blink listed last: which of them its calls expect, its pages do not say. */
const Kept = v.object({ ids: v.array(v.string()) });

const fileIn = (folder: string) => join(folder, 'branches.json');

/** The ids by which branches may be named. */
export function idsOf(branches: readonly Branch[]): string[] {
  return branches.flatMap(({ id, blink_id }) => [
    String(id),
    ...(blink_id == null ? [] : [String(blink_id)]),
  ]);
}

/** Keeps what a listing said, for warnings only: where it cannot be written there are none. */
export async function keepBranches(folder: string, branches: readonly Branch[]): Promise<void> {
  try {
    await writeDurably(fileIn(folder), `${JSON.stringify({ ids: idsOf(branches) })}\n`);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
  }
}

/** @returns undefined where nothing was listed from here yet, or what was kept cannot be read */
export function readBranches(folder: string): readonly string[] | undefined {
  try {
    const kept: unknown = JSON.parse(readPrivate(fileIn(folder)) ?? 'null');
    return matches(Kept, kept) ? kept.ids : undefined;
  } catch {
    return undefined;
  }
}
