import { isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';
import { Unreadable } from '../problem.ts';
import { head, type Source } from './source.ts';

/** The encodings `--encoding` takes. */
export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'windows-1256'] as const;

export type Encoding = (typeof encodings)[number];

const byteOrderMarks: readonly [Encoding, readonly number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/**
 * A source as UTF-8 without a byte order mark. A mark decides; else `asked`; else it has to be UTF-8 to the
 * last byte. It is never guessed: Arabic saved as windows-1256 also decodes as windows-1252, without an error.
 * @throws Unreadable where a byte fits nothing, with one cell shown both ways.
 */
export async function* utf8Chunks(source: Source, asked?: Encoding): AsyncIterable<Uint8Array> {
  const start = await head(source, 4);
  refuseBinary(start);
  const mark = byteOrderMarks.find(([, bytes]) => bytes.every((byte, i) => start[i] === byte));
  const encoding = mark?.[0] ?? asked ?? 'utf-8';
  const skip = mark?.[1].length ?? 0;
  const chunks = dropFirst(source.open(), skip);
  yield* encoding === 'utf-8' ? checkedUtf8(chunks) : transcoded(chunks, encoding);
}

function refuseBinary(start: Buffer): void {
  if (start.subarray(0, 2).toString('latin1') === 'PK') {
    throw new Unreadable({
      message: 'this is an Excel workbook, not text.',
      hint: 'In Excel choose File, Save As, "CSV UTF-8 (Comma delimited)", and give that file.',
    });
  }
}

async function* dropFirst(chunks: AsyncIterable<Uint8Array>, count: number): AsyncIterable<Uint8Array> {
  let left = count;
  for await (const chunk of chunks) {
    const dropped = Math.min(left, chunk.length);
    left -= dropped;
    if (chunk.length > dropped) yield chunk.subarray(dropped);
  }
}

async function* checkedUtf8(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let carried: Uint8Array = new Uint8Array();
  let line = 1;
  for await (const chunk of chunks) {
    const bytes = carried.length > 0 ? Buffer.concat([carried, chunk]) : chunk;
    const whole = bytes.length - unfinished(bytes);
    const ready = bytes.subarray(0, whole);
    if (!isUtf8(ready)) throw notUtf8(ready, line);
    if (ready.includes(0)) throw holdsNul(ready, line);
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

function countLines(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) lines += 1;
  return lines;
}

function notUtf8(bytes: Uint8Array, firstLine: number): Unreadable {
  const bad = firstInvalid(bytes);
  const cell = cellAround(bytes, bad);
  const shown = (encoding: Encoding) => `"${decodeSingleByte(cell, encoding).trim().slice(0, 40)}"`;
  return new Unreadable({
    line: firstLine + countLines(bytes.subarray(0, bad)),
    message: `this is not UTF-8. One cell read as windows-1252 says ${shown('windows-1252')}, as windows-1256 ${shown('windows-1256')}.`,
    hint: 'Export the file as "CSV UTF-8", or run again with --encoding and the one that reads right.',
  });
}

function holdsNul(bytes: Uint8Array, firstLine: number): Unreadable {
  return new Unreadable({
    line: firstLine + countLines(bytes.subarray(0, bytes.indexOf(0))),
    message: 'there is a NUL byte: this is not a text file, or it is UTF-16 without its mark.',
    hint: 'Export the file as "CSV UTF-8", or run again with --encoding utf-16le.',
  });
}

/** The first byte that is not part of UTF-8, found by halving. */
function firstInvalid(bytes: Uint8Array): number {
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const part = bytes.subarray(0, middle);
    if (isUtf8(part.subarray(0, part.length - unfinished(part)))) low = middle;
    else high = middle - 1;
  }
  return Math.min(low, bytes.length - 1);
}

const cellEnds = new Set([...',;\t|\n\r"'].map((character) => character.charCodeAt(0)));

function cellAround(bytes: Uint8Array, at: number): Uint8Array {
  let start = at;
  let end = at;
  while (start > 0 && at - start < 40 && !cellEnds.has(bytes[start - 1] ?? 0)) start -= 1;
  while (end < bytes.length && end - at < 40 && !cellEnds.has(bytes[end] ?? 0)) end += 1;
  return bytes.subarray(start, end);
}

async function* transcoded(chunks: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncIterable<Uint8Array> {
  if (encoding.startsWith('windows')) {
    for await (const chunk of chunks) yield Buffer.from(decodeSingleByte(chunk, encoding));
    return;
  }
  const decoder = new TextDecoder(encoding, { fatal: true });
  let line = 1;
  for await (const chunk of chunks) {
    const bytes = Buffer.from(decodeOrRefuse(decoder, encoding, line, chunk));
    if (bytes.includes(0)) throw holdsNul(bytes, line);
    line += countLines(bytes);
    yield bytes;
  }
  decodeOrRefuse(decoder, encoding, line);
}

function decodeOrRefuse(decoder: TextDecoder, encoding: Encoding, line: number, chunk?: Uint8Array): string {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
  } catch {
    throw new Unreadable({ line, message: `this is not ${encoding}, or the file is cut off.` });
  }
}

/** Bytes 0x80 to 0x9f of windows-1252, which Node 20 decodes as if they were Latin-1. */
const windows1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

function decodeSingleByte(bytes: Uint8Array, encoding: Encoding): string {
  if (encoding !== 'windows-1252') return new TextDecoder(encoding).decode(bytes);
  return Buffer.from(bytes)
    .toString('latin1')
    .replace(/[\u0080-\u009f]/g, (control) => windows1252[control.charCodeAt(0) - 0x80] ?? control);
}
