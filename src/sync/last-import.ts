import { join } from 'node:path';
import * as v from 'valibot';
import { matches } from '../contract/check.ts';
import { MenuProduct } from '../contract/menu.ts';
import { readPrivate, writeDurably } from '../storage/files.ts';

/** What the last successful import of a profile and environment sent. */
export interface LastImport {
  /** ISO time. */
  importedAt: string;
  products: readonly MenuProduct[];
}

const Kept = v.object({ importedAt: v.string(), products: v.array(MenuProduct) });

const fileIn = (folder: string) => join(folder, 'menu.json');

/**
 * @param folder of the profile and environment
 * @returns undefined where nothing was imported yet; also, after a warning, where the record cannot be read
 */
export function readLastImport(folder: string, warn: (message: string) => void): LastImport | undefined {
  const path = fileIn(folder);
  try {
    const text = readPrivate(path);
    if (text === undefined) return undefined;
    const kept: unknown = JSON.parse(text);
    if (matches(Kept, kept)) return kept;
    throw new Error('it is not what blink writes');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    warn(
      `The record of the last import (${path}) cannot be used: ${reason}. This menu is compared with nothing.`,
    );
    return undefined;
  }
}

/** Keeps what was imported, for the next comparison. @throws CliError when it cannot be written */
export async function keepImport(folder: string, kept: LastImport): Promise<void> {
  await writeDurably(fileIn(folder), `${JSON.stringify(kept)}\n`);
}
