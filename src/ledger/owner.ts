import { basename, dirname, join } from 'node:path';
import * as v from 'valibot';
import { matches } from '../blink/contract/check.ts';
import { readPrivate, writeDurably } from '../storage/files.ts';

/** Whose a ledger is, by the last two folders above it: the state folder may be moved. */
export function ownerOf(folder: string): string {
  return join(basename(dirname(folder)), basename(folder));
}

const Names = v.array(v.string());

const fileIn = (folder: string) => join(folder, 'ledger', 'formerly.json');

/** The names that a ledger had before its profile was renamed: its lines still bear them. */
export function formerOwners(folder: string): readonly string[] {
  try {
    const names: unknown = JSON.parse(readPrivate(fileIn(folder)) ?? '[]');
    return matches(Names, names) ? names : [];
  } catch {
    // What can't be read vouches for nobody.
    return [];
  }
}

/** Notes the name that a ledger has now, before it gets another. @throws CliError `failed` */
export async function keepOwner(folder: string): Promise<void> {
  const names = new Set([...formerOwners(folder), ownerOf(folder)]);
  await writeDurably(fileIn(folder), `${JSON.stringify([...names])}\n`);
}
