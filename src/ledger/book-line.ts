import { crc32 } from 'node:zlib';

/** The version of the format, which begins every line. A newer one is not read: it may mean more than this program knows. */
const version = 1;

/** What a line of a book says, or why that cannot be told. */
export type Line = { value: unknown } | { wrong: 'damaged' | 'newer' };

/** A value as a line of a book: the version, a checksum of the rest, JSON, a line feed. */
export function lineOf(value: object | string): Buffer {
  const json = Buffer.from(JSON.stringify(value));
  return Buffer.concat([Buffer.from(`${version} ${checksum(json)} `), json, lineFeed]);
}

/** Reads a line, given without its line feed. Any changed bit makes it a damaged one. */
export function readLine(bytes: Buffer): Line {
  const head = bytes.subarray(0, headLength).toString('latin1');
  const [, written, sum] = /^(\d{1,4}) ([0-9a-f]{8}) /.exec(head) ?? [];
  if (written === undefined || sum === undefined) return { wrong: 'damaged' };
  const json = bytes.subarray(written.length + sum.length + 2);
  // A newer version is believed only where its checksum says that nobody flipped a bit of the number.
  if (checksum(json, Number(written)) !== sum) return { wrong: 'damaged' };
  return Number(written) === version ? parsed(json) : { wrong: 'newer' };
}

const lineFeed = Buffer.from('\n');
const headLength = 14;

function checksum(json: Buffer, written = version): string {
  return crc32(json, crc32(String(written)))
    .toString(16)
    .padStart(8, '0');
}

function parsed(json: Buffer): Line {
  try {
    return { value: JSON.parse(json.toString('utf8')) };
  } catch {
    return { wrong: 'damaged' };
  }
}
