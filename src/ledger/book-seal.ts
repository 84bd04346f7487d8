import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { inspectFile, isMissing } from '../storage/refusals.ts';
import { lineOf, readLine } from './book-line.ts';

/**
 * The file beside a book that says how long the book is at the least. A book that is shorter was cut, or put back from
 * an older copy: its own lines would all look right.
 */
export type Seal = { bytes: number } | { wrong: 'missing' | 'damaged' | 'broken' };

/** @throws CliError for a link and for another user's file; the system's error as it is */
export function readSeal(book: string): Seal {
  try {
    inspectFile(sealOf(book));
    const text = readFileSync(sealOf(book));
    // Made, and not yet written.
    if (text.length === 0) return { wrong: 'missing' };
    const line = readLine(text.subarray(0, -1));
    if (!('value' in line) || text.length !== sealLength || text.at(-1) !== lineFeed)
      return { wrong: 'damaged' };
    const bytes = Number(line.value);
    return Number.isSafeInteger(bytes) ? { bytes } : { wrong: 'broken' };
  } catch (error) {
    if (isMissing(error)) return { wrong: 'missing' };
    throw error;
  }
}

/**
 * Says how many bytes of a book are on the disk. Always as many characters over those that were there: a kill leaves the
 * old number or the new one.
 * @throws the system's error as it is
 */
export function writeSeal(book: string, bytes: number, { flush }: { flush: boolean }): void {
  write(book, String(bytes).padStart(textLength, '0'), flush);
}

/** Breaks the seal of a book that was found damaged: what is added to it must not make it look whole again. */
export function breakSeal(book: string): void {
  write(book, 'broken'.padEnd(textLength), true);
}

function write(book: string, text: string, flush: boolean): void {
  const path = sealOf(book);
  const file = openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_NOFOLLOW, 0o600);
  try {
    // In place: there is room for it also on a full disk, but for the first time.
    writeSync(file, lineOf(text), 0, sealLength, 0);
    if (flush) fsyncSync(file);
  } catch (error) {
    if (fstatSync(file).size < sealLength) unlinkSync(path);
    throw error;
  } finally {
    closeSync(file);
  }
}

export function sealOf(book: string): string {
  return `${book}.seal`;
}

const textLength = 15;
const sealLength = lineOf('0'.repeat(textLength)).length;
const lineFeed = 0x0a;
