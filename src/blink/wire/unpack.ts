import { promisify } from 'node:util';

/** What stands in a body that is packed, or why it cannot be had. */
export type Unpacked = { bytes: Buffer } | { wrong: 'unknown_coding' | 'damaged' | 'too_large' };

/**
 * Unpacks a body.
 * @param coding of its `content-encoding`; an empty one says that it is not packed
 * @param limit how many bytes may come of it
 */
export async function unpack(bytes: Buffer, coding: string, limit: number): Promise<Unpacked> {
  const name = coding.trim().toLowerCase();
  if (name === '' || name === 'identity') return { bytes };
  const { gunzip, inflate, brotliDecompress } = await import('node:zlib');
  const unpackers = new Map([
    ['gzip', promisify(gunzip)],
    ['x-gzip', promisify(gunzip)],
    ['deflate', promisify(inflate)],
    ['br', promisify(brotliDecompress)],
  ]);
  const unpacker = unpackers.get(name);
  if (unpacker === undefined) return { wrong: 'unknown_coding' };
  try {
    return { bytes: await unpacker(bytes, { maxOutputLength: limit }) };
  } catch (error) {
    const overflow = error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    return { wrong: overflow ? 'too_large' : 'damaged' };
  }
}
