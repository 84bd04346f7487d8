import { crc32, inflateRawSync } from 'node:zlib';
import { Unreadable } from '../problem.ts';

/** A file inside a zip file, as the directory at the end of the zip has it. */
export interface ZipEntry {
  name: string;
  /** 0: as it is; 8: deflated. */
  method: number;
  isEncrypted: boolean;
  crc: number;
  packed: number;
  unpacked: number;
  /** Where its own header begins. */
  offset: number;
}

const endMark = 0x06054b50;
const entryMark = 0x02014b50;
const headerMark = 0x04034b50;
const endSize = 22;
const longestComment = 0xffff;
const mostEntries = 10_000;

/**
 * What a zip file says that it holds. Nothing is unpacked, and sizes are only what is claimed.
 * @throws Unreadable when it is cut off or damaged
 */
export function zipEntries(bytes: Buffer): ZipEntry[] {
  const end = endOf(bytes);
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  if (count > mostEntries) throw damaged(`there are over ${mostEntries} files in it`);
  const entries: ZipEntry[] = [];
  for (let i = 0; i < count; i += 1) {
    if (at + 46 > end || bytes.readUInt32LE(at) !== entryMark)
      throw damaged('its list of contents is broken');
    const [name, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    const nameEnd = at + 46 + (name ?? 0);
    entries.push({
      name: bytes.toString('utf8', at + 46, nameEnd),
      method: bytes.readUInt16LE(at + 10),
      isEncrypted: (bytes.readUInt16LE(at + 8) & 1) !== 0,
      crc: bytes.readUInt32LE(at + 16),
      packed: bytes.readUInt32LE(at + 20),
      unpacked: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42),
    });
    at = nameEnd + (extra ?? 0) + (comment ?? 0);
  }
  return entries;
}

function endOf(bytes: Buffer): number {
  for (let at = bytes.length - endSize; at >= Math.max(0, bytes.length - endSize - longestComment); at -= 1) {
    if (bytes.readUInt32LE(at) === endMark) return at;
  }
  throw damaged('its end is missing');
}

/**
 * The content of an entry. No more is unpacked than it claims to hold, and its checksum has to fit.
 * @throws Unreadable when it does not
 */
export function unzip(
  bytes: Buffer,
  { name, method, isEncrypted, crc, packed, unpacked, offset }: ZipEntry,
): Buffer {
  if (isEncrypted) throw damaged(`"${name}" in it is encrypted`);
  if (offset + 30 > bytes.length || bytes.readUInt32LE(offset) !== headerMark) {
    throw damaged(`"${name}" is not where it should be`);
  }
  const start = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
  if (start + packed > bytes.length) throw damaged(`"${name}" is cut off`);
  const content = inflated(bytes.subarray(start, start + packed), { name, method, unpacked });
  if (content.length !== unpacked || crc32(content) !== crc) {
    throw damaged(`"${name}" does not fit its checksum`);
  }
  return content;
}

function inflated(
  content: Buffer,
  { name, method, unpacked }: Pick<ZipEntry, 'name' | 'method' | 'unpacked'>,
): Buffer {
  if (method === 0) return content;
  if (method !== 8) throw damaged(`"${name}" is packed in a way that is not known`);
  try {
    return inflateRawSync(content, { maxOutputLength: Math.max(1, unpacked) });
  } catch {
    throw damaged(`"${name}" cannot be unpacked to the size it claims`);
  }
}

/** Says that a workbook is damaged, and why. */
export function damaged(why: string): Unreadable {
  return new Unreadable({
    message: `this workbook is damaged: ${why}.`,
    hint: 'Copy or download it again, or open it in Excel and save it anew.',
  });
}

/** A zip file that holds these files as they are, not packed: for whoever reads nothing but zip files. */
export function storedZip(files: ReadonlyMap<string, Buffer>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of files) {
    const path = Buffer.from(name);
    const header = Buffer.alloc(30);
    header.writeUInt32LE(headerMark, 0);
    header.writeUInt16LE(20, 4);
    header.writeUInt32LE(crc32(content), 14);
    header.writeUInt32LE(content.length, 18);
    header.writeUInt32LE(content.length, 22);
    header.writeUInt16LE(path.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(entryMark, 0);
    entry.writeUInt16LE(20, 4);
    header.copy(entry, 6, 4, 28);
    entry.writeUInt32LE(offset, 42);
    parts.push(header, path, content);
    directory.push(entry, path);
    offset += header.length + path.length + content.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(endSize);
  end.writeUInt32LE(endMark, 0);
  end.writeUInt16LE(files.size, 8);
  end.writeUInt16LE(files.size, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, listed, end]);
}
