import { crc32 } from 'node:zlib';
import { readLines, readRest } from '../../storage/lines.ts';
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

/**
 * Reads what the lines of a file hold. Where only the line feed after a line is damaged, the line is still good.
 * @param decode gives undefined for a line that is damaged
 * @param onDamage told of each damage
 * @throws CliError `failed` when the file can't be read
 */
export async function* readRecords<T>(
  file: string,
  decode: (line: Buffer) => T | undefined,
  onDamage?: OnDamage,
): AsyncGenerator<LineRecord<T>> {
  let end = 0;
  for await (const { bytes, at, next } of readLines(file)) {
    end = next;
    const value = decode(bytes);
    if (value !== undefined) yield { value, at, length: bytes.length };
    else if (bytes.length > 0) {
      onDamage?.(damageAt(file, at));
      yield* besideItsEnd(bytes, at);
    }
  }
  // What follows came meanwhile, is being written, or was never confirmed, but for a line whose very end is damaged.
  const rest = await readRest(file, end);
  if (rest.includes('\n')) return;
  for (const record of besideItsEnd(rest, end)) {
    onDamage?.(damageAt(file, end));
    yield record;
  }

  function* besideItsEnd(bytes: Buffer, at: number): Generator<LineRecord<T>> {
    const value = decode(bytes.subarray(0, -1));
    if (value !== undefined) yield { value, at, length: bytes.length - 1 };
  }
}

function damageAt(file: string, at: number): Damage {
  return { where: `${file}, byte ${at}` };
}

function sumOf(bytes: Buffer): string {
  return crc32(bytes).toString(16).padStart(8, '0');
}
