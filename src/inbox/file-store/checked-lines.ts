import { crc32 } from 'node:zlib';
import { readLines, readPart, readRest } from '../../storage/lines.ts';
import type { Damage, OnDamage } from '../inbox.ts';

const mark = ',"crc":"';
const length = mark.length + 8 + 2;

/** A line of a file: an object as JSON, with a checksum of all that stands before it as its last member. */
export function checkedLine(object: Readonly<Record<string, unknown>>): Buffer {
  const json = JSON.stringify(object);
  const begun = Buffer.from(json.slice(0, -1) + mark);
  return Buffer.concat([begun, Buffer.from(`${sumOf(begun)}"}\n`)]);
}

/**
 * Whether a line is as it was written. `unknown`: it has no checksum, as the lines of older versions; their shape has
 * to be looked at the more closely, for it may be the mark that was damaged.
 */
export function checkLine(line: Buffer): 'good' | 'damaged' | 'unknown' {
  const end = line.length - length + mark.length;
  const begun = line.subarray(0, Math.max(0, end));
  if (begun.subarray(-mark.length).toString('latin1') !== mark) return 'unknown';
  return line.subarray(end).toString('latin1') === `${sumOf(begun)}"}` ? 'good' : 'damaged';
}

/** What a line holds, and where it stands. */
export interface LineRecord<T> {
  value: T;
  at: number;
  length: number;
}

/** A part of a file: the lines that begin in it. Without an end it goes to that of the file. */
export interface Stretch {
  from: number;
  to?: number | undefined;
}

/**
 * Reads what the lines of a file hold. Where only the line feed after a line is damaged, the line is still good.
 * @param decode gives undefined for a line that is damaged
 * @param onDamage told of each damage
 * @throws CliError `failed` when the file can't be read
 */
export async function* readRecords<T>(
  file: string,
  decode: Decode<T>,
  onDamage?: OnDamage,
  { from, to }: Stretch = { from: 0 },
): AsyncGenerator<LineRecord<T>> {
  let end = from;
  for await (const { bytes, at, next } of readLines(file, from)) {
    if (to !== undefined && at >= to) return;
    end = next;
    const value = decode(bytes);
    if (value !== undefined) yield { value, at, length: bytes.length };
    else if (bytes.length > 0) {
      onDamage?.(damageAt(file, at));
      yield* besideItsEnd(bytes, at, decode);
    }
  }
  if (to === undefined) yield* readUnended(file, end, decode, onDamage);
}

/** Reads what stands after the last line. It came meanwhile, or was never confirmed, but for a line whose end is damaged. */
export async function* readUnended<T>(
  file: string,
  from: number,
  decode: Decode<T>,
  onDamage?: OnDamage,
): AsyncGenerator<LineRecord<T>> {
  const rest = await readRest(file, from);
  if (rest.includes('\n')) return;
  for (const record of besideItsEnd(rest, from, decode)) {
    onDamage?.(damageAt(file, from));
    yield record;
  }
}

type Decode<T> = (line: Buffer) => T | undefined;

function* besideItsEnd<T>(bytes: Buffer, at: number, decode: Decode<T>): Generator<LineRecord<T>> {
  const value = decode(bytes.subarray(0, -1));
  if (value !== undefined) yield { value, at, length: bytes.length - 1 };
}

/** What was found in a part of a file. */
export interface ReadStretch<T> {
  from: number;
  /** Where the next line begins. */
  to: number;
  records: readonly LineRecord<T>[];
  /** Where lines are damaged. */
  damage: readonly number[];
  /** The last line that is good, if any, and its checksum: they tell whether the file is still the same. */
  last: LastLine | undefined;
}

export interface LastLine {
  at: number;
  length: number;
  sum: number;
}

/** So many lines are read, and are kept of in an index, at once. */
export const linesInStretch = 4096;
const mostBytes = 64 * 1024 * 1024;

/** Reads complete lines of a file in pieces of bounded size. @throws as `readRecords` */
export async function* readStretches<T>(
  file: string,
  decode: Decode<T>,
  { from, to = Number.POSITIVE_INFINITY }: Stretch,
  most = linesInStretch,
): AsyncGenerator<ReadStretch<T>> {
  let stretch = begun<T>(from);
  for await (const { bytes, at, next } of readLines(file, from)) {
    if (at >= to) break;
    const value = decode(bytes);
    const [record] =
      value === undefined ? besideItsEnd(bytes, at, decode) : [{ value, at, length: bytes.length }];
    if (record !== undefined) {
      stretch.records.push(record);
      stretch.line = bytes.subarray(0, record.length);
    }
    if (value === undefined && bytes.length > 0) stretch.damage.push(at);
    stretch.to = next;
    if (stretch.records.length >= most || next - stretch.from >= mostBytes) {
      yield ended(stretch);
      stretch = begun(next);
    }
  }
  if (stretch.to > stretch.from) yield ended(stretch);
}

interface Gathering<T> extends ReadStretch<T> {
  records: LineRecord<T>[];
  damage: number[];
  line: Buffer;
}

function begun<T>(from: number): Gathering<T> {
  return { from, to: from, records: [], damage: [], last: undefined, line: Buffer.alloc(0) };
}

function ended<T>({ line, ...stretch }: Gathering<T>): ReadStretch<T> {
  const last = stretch.records.at(-1);
  return { ...stretch, last: last && { at: last.at, length: last.length, sum: crc32(line) } };
}

/** The last of some lines, with its checksum. @throws as `readRecords` */
export async function lastLineOf<T>(
  file: string,
  records: readonly LineRecord<T>[],
): Promise<LastLine | undefined> {
  const last = records.at(-1);
  return last && { at: last.at, length: last.length, sum: crc32(await readPart(file, last.at, last.length)) };
}

/** Whether a file still holds a line. @throws as `readRecords` */
export async function stillHolds(file: string, { at, length, sum }: LastLine): Promise<boolean> {
  return crc32(await readPart(file, at, length)) === sum;
}

/** @param at in bytes */
export function damageAt(file: string, at: number): Damage {
  return { where: `${file}, byte ${at}` };
}

function sumOf(bytes: Buffer): string {
  return crc32(bytes).toString(16).padStart(8, '0');
}
