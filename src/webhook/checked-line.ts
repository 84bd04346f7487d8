import { crc32 } from 'node:zlib';

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

function sumOf(bytes: Buffer): string {
  return crc32(bytes).toString(16).padStart(8, '0');
}
