import { closeSync, constants, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { storageFault } from '../storage/faults.ts';
import { isMissing } from '../storage/refusals.ts';
import { checkSeal, type Damage, openBookFile, type Progress, type Reader, takeLines } from './book-file.ts';
import { readSeal } from './book-seal.ts';

/** How often a book is read that looks damaged: another process may be writing to it at that moment. */
const mostLooks = 3;

/**
 * Takes the lines of a book, and changes no file.
 * @throws as `openBook`
 */
export function readBook(path: string, reader: Reader): { damages: readonly Damage[]; progress: Progress } {
  for (let look = 1; ; look += 1) {
    reader.reset();
    const found = readOnce(path, reader);
    if (found.damages.length === 0 || look === mostLooks) return found;
  }
}

function readOnce(path: string, reader: Reader): { damages: Damage[]; progress: Progress } {
  const damages: Damage[] = [];
  const progress = { offset: 0, lines: 0, open: false };
  try {
    // Before the book, which only grows: it is longer by then, if anything.
    const seal = readSeal(path);
    const handle = openBookFile(path, constants.O_RDONLY);
    try {
      if (handle !== undefined) takeLines(handle, progress, reader, damages);
    } finally {
      if (handle !== undefined) closeSync(handle);
    }
    checkSeal(seal, handle !== undefined, progress.offset, damages);
    if (isNoFolder(dirname(path))) damages.push({ what: `${dirname(path)} is not a folder` });
    return { damages, progress };
  } catch (error) {
    throw storageFault('read', path, error);
  }
}

function isNoFolder(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() === false;
  } catch (error) {
    // What it should lie in is no folder either: there never was a book.
    if (isMissing(error)) return false;
    throw error;
  }
}
