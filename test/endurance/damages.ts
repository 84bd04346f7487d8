import {
  chmodSync,
  chownSync,
  cpSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

/** The files of a folder, at any depth, by their paths in it. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => lstatSync(join(folder, path)).isFile())
    .sort();
}

/** Turns one random bit of a file. @returns which one */
export function flipBit(file: string): string {
  const bytes = readFileSync(file);
  const [at, bit] = [Math.floor(Math.random() * bytes.length), Math.floor(Math.random() * 8)];
  bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
  writeFileSync(file, bytes);
  return `bit ${bit} of byte ${at} of ${bytes.length}`;
}

/** Cuts a file at a random length, shorter than it is. @returns how long it is now */
export function cut(file: string): string {
  const { size } = lstatSync(file);
  const length = Math.floor(Math.random() * size);
  truncateSync(file, length);
  return `cut to ${length} of ${size} bytes`;
}

/** What else happens to a book of the ledger. */
export const bookDamages: Record<string, (book: string) => void> = {
  'is empty': (book) => truncateSync(book, 0),
  'is gone': (book) => rmSync(book),
  'is text of another program': (book) => writeFileSync(book, '{"name":"another program"}\n'),
  'has an empty seal': (book) => truncateSync(`${book}.seal`, 0),
  'has no seal': (book) => rmSync(`${book}.seal`),
  'is its seal, and its seal the book': (book) => {
    renameSync(book, `${book}.other`);
    renameSync(`${book}.seal`, book);
    renameSync(`${book}.other`, `${book}.seal`);
  },
  'has lost its last line': (book) => {
    const lines = readFileSync(book, 'utf8').trimEnd().split('\n');
    writeFileSync(book, `${lines.slice(0, -1).join('\n')}\n`);
  },
  'has lost its first line': (book) => {
    const text = readFileSync(book, 'utf8');
    writeFileSync(book, text.slice(text.indexOf('\n') + 1));
  },
  'has lines of a newer version': (book) => {
    const lines = readFileSync(book, 'utf8').trimEnd().split('\n');
    writeFileSync(book, lines.map((line) => newer(line.slice(11))).join(''));
  },
  'is a link to itself elsewhere': (book) => {
    cpSync(book, `${book}.elsewhere`);
    rmSync(book);
    symlinkSync(`${book}.elsewhere`, book);
  },
  'is a folder': (book) => {
    rmSync(book);
    mkdirSync(book);
  },
  'lies in a folder that is a file': (book) => {
    rmSync(join(book, '..'), { recursive: true });
    writeFileSync(join(book, '..'), '');
  },
};

/** What only root can bring about. */
export const ownerDamages: Record<string, (book: string) => void> = {
  'belongs to somebody else': (book) => {
    chmodSync(book, 0o666);
    chownSync(book, 65_534, 65_534);
  },
  'belongs to somebody else, its seal': (book) => {
    chmodSync(`${book}.seal`, 0o666);
    chownSync(`${book}.seal`, 65_534, 65_534);
  },
};

/** A line as a version of the program would write it that knows more than this one. */
function newer(json: string): string {
  const sum = crc32(json, crc32('2')).toString(16).padStart(8, '0');
  return `2 ${sum} ${json}\n`;
}
