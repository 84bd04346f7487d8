import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { errorCode } from '../storage/faults.ts';
import { inspectFile, isMissing, refuseLink, refuseUnsafe } from '../storage/refusals.ts';
import { readLine } from './book-line.ts';
import { readSeal, type Seal } from './book-seal.ts';

/** Something in a book that is not as this program wrote it. */
export interface Damage {
  /** The line in the file, from 1; undefined for what is wrong with the file as a whole. */
  line?: number | undefined;
  /** What is wrong, as in "line 3 was changed". */
  what: string;
  /** True for what only a newer version of this program can read. */
  newer?: true;
}

/** Takes what the lines of a book say. */
export interface Reader {
  /** @returns why it can't be taken, where it can't */
  take(value: unknown): 'taken' | 'damaged' | 'foreign';
  /** Forgets all that was taken: the book is read anew. */
  reset(): void;
}

/** How far a book was read. */
export interface Progress {
  /** Where the last whole line ends, in bytes. */
  offset: number;
  lines: number;
  /** True when the last line has lost its line feed: the next one must not be added to it. */
  open: boolean;
}

/**
 * Opens the file of a book. @returns undefined where there is none and none is made
 * @throws CliError for a link and for another user's file; the system's error as it is
 */
export function openBookFile(path: string, flags: number): number | undefined {
  inspectFile(path);
  let handle: number;
  try {
    handle = openSync(path, flags | constants.O_NOFOLLOW | constants.O_NONBLOCK, 0o600);
  } catch (error) {
    if (errorCode(error) === 'ELOOP') refuseLink(path);
    if (isMissing(error)) return undefined;
    throw error;
  }
  try {
    // Looked at again: another file may have come between the first look and the opening.
    refuseUnsafe(path, fstatSync(handle));
    return handle;
  } catch (error) {
    closeSync(handle);
    throw error;
  }
}

/**
 * Takes the lines that follow what was read already, and goes on with `progress`. What stands behind the last line feed
 * is a line that somebody is writing, or was killed over: it is left where it is.
 */
export function takeLines(handle: number, progress: Progress, reader: Reader, damages: Damage[]): void {
  const bytes = readFrom(handle, progress.offset);
  let begin = 0;
  for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, begin)) {
    progress.lines += 1;
    const line = readLine(bytes.subarray(begin, end));
    const wrong = 'wrong' in line ? line.wrong : reader.take(line.value);
    if (wrong !== 'taken') {
      damages.push({ line: progress.lines, what: words[wrong], ...(wrong === 'newer' && { newer: true }) });
    }
    begin = end + 1;
  }
  progress.offset += begin;
  const rest = bytes.subarray(begin);
  // A whole line without its line feed was not cut short: something else stands in its place.
  if (rest.length > 0 && 'value' in readLine(rest.subarray(0, -1))) {
    damages.push({ line: progress.lines + 1, what: words.damaged });
    progress.offset += rest.length;
    progress.lines += 1;
    progress.open = true;
  }
}

/** Notes where a book is shorter than it was, or its seal can't say. @param bytes where its last whole line ends */
export function checkSeal(seal: Seal, isThere: boolean, bytes: number, damages: Damage[]): void {
  if ('wrong' in seal) {
    if (seal.wrong === 'damaged') damages.push({ what: 'its seal was changed' });
    else if (seal.wrong === 'broken') damages.push({ what: 'it was found damaged before, and not repaired' });
    // The seal is written before the book is made, however empty.
    else if (isThere) damages.push({ what: 'its seal is missing' });
  } else if (!isThere && seal.bytes > 0) damages.push({ what: 'the file is missing' });
  else if (bytes < seal.bytes) damages.push({ what: `its end is missing (${seal.bytes - bytes} bytes)` });
}

/** Where a book ends, if it ends with a whole line and is as long as its seal says. */
export function wholeEnd(path: string, handle: number): number | undefined {
  const seal = readSeal(path);
  const { size } = fstatSync(handle);
  if (size === 0 || 'wrong' in seal || size < seal.bytes) return undefined;
  const last = Buffer.alloc(1);
  readSync(handle, last, 0, 1, size - 1);
  return last[0] === lineFeed ? size : undefined;
}

const words = {
  damaged: "was changed and can't be read",
  newer: 'was written by a newer version of blink',
  foreign: 'belongs to another profile or environment',
} as const;

const lineFeed = 0x0a;

function readFrom(handle: number, offset: number): Buffer {
  const size = Math.max(0, fstatSync(handle).size - offset);
  const bytes = Buffer.allocUnsafe(size);
  let done = 0;
  while (done < size) {
    const read = readSync(handle, bytes, done, size - done, offset + done);
    if (read === 0) break;
    done += read;
  }
  return bytes.subarray(0, done);
}
