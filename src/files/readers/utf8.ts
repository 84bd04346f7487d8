import { isUtf8 } from 'node:buffer';
import { Unreadable } from '../problem.ts';
import { decodeSingleByte, type SingleByteEncoding } from './single-byte.ts';

/**
 * Hands chunks on when they are UTF-8, cut so that none ends inside a character.
 * @throws Unreadable at the first byte that is not UTF-8
 */
export async function* checkedUtf8(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let carried: Uint8Array = new Uint8Array();
  let line = 1;
  for await (const chunk of chunks) {
    refuseNul(chunk, line);
    const bytes = carried.length > 0 ? Buffer.concat([carried, chunk]) : chunk;
    const whole = bytes.length - unfinished(bytes);
    const ready = bytes.subarray(0, whole);
    if (!isUtf8(ready)) throw notUtf8(ready, line);
    carried = bytes.subarray(whole);
    line += countLines(ready);
    yield ready;
  }
  if (carried.length > 0) throw notUtf8(carried, line);
}

/** How many bytes at the end begin a character that goes on in the next chunk: 0 to 3. */
function unfinished(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? back : 0;
  }
  return 0;
}

const newline = 0x0a;

export function countLines(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) lines += 1;
  return lines;
}

/** @throws Unreadable where there is a NUL: every second byte is one where UTF-16 is read as something else. */
export function refuseNul(bytes: Uint8Array, firstLine: number): void {
  const at = bytes.indexOf(0);
  if (at < 0) return;
  const guess = at % 2 === 0 ? 'utf-16be' : 'utf-16le';
  throw new Unreadable({
    line: firstLine + countLines(bytes.subarray(0, at)),
    message: 'there is a NUL byte: this is not a text file, or it is UTF-16 without its mark.',
    hint: `Export the file as "CSV UTF-8", or run again with --encoding ${guess}.`,
  });
}

function notUtf8(bytes: Uint8Array, firstLine: number): Unreadable {
  const bad = firstInvalid(bytes);
  const cell = cellAround(bytes, bad);
  const shown = (encoding: SingleByteEncoding) => `"${decodeSingleByte(cell, encoding).trim()}"`;
  return new Unreadable({
    line: firstLine + countLines(bytes.subarray(0, bad)),
    message: `this is not UTF-8. One cell read as windows-1252 says ${shown('windows-1252')}, as windows-1256 ${shown('windows-1256')}.`,
    hint: 'Export the file as "CSV UTF-8", or run again with --encoding and the one that reads right.',
  });
}

/** Where the first bytes are that are not UTF-8, found by halving. */
function firstInvalid(bytes: Uint8Array): number {
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const part = bytes.subarray(0, middle);
    if (isUtf8(part.subarray(0, part.length - unfinished(part)))) low = middle;
    else high = middle - 1;
  }
  return low - unfinished(bytes.subarray(0, low));
}

const cellEnds = new Set([...',;\t|\n\r"'].map((character) => character.charCodeAt(0)));
const mostShown = 40;

/** The cell that a byte stands in, or as much of it as fits a message. */
function cellAround(bytes: Uint8Array, at: number): Uint8Array {
  let start = at;
  let end = at;
  while (start > 0 && at - start < mostShown / 2 && !cellEnds.has(bytes[start - 1] ?? 0)) start -= 1;
  while (end < bytes.length && end - start < mostShown && !cellEnds.has(bytes[end] ?? 0)) end += 1;
  return bytes.subarray(start, end);
}
