import {
  closeSync,
  constants,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { flushFolderNow } from '../storage/folders.ts';
import {
  checkSeal,
  type Damage,
  openBookFile,
  type Progress,
  type Reader,
  takeLines,
  wholeEnd,
} from './book-file.ts';
import { lineOf } from './book-line.ts';
import { breakSeal, readSeal, writeSeal } from './book-seal.ts';

/** The file of a book as one process has it open. Whoever calls it holds the book's lock. @throws the system's errors */
export class OpenBookFile {
  readonly damages: Damage[] = [];
  readonly progress: Progress = { offset: 0, lines: 0, open: false };
  readonly #path: string;
  readonly #reader: Reader;
  readonly #unread: boolean;
  #handle = -1;

  /** @param unread true to pass over the lines of a book that looks whole at its end */
  constructor(path: string, reader: Reader, unread: boolean) {
    this.#path = path;
    this.#reader = reader;
    this.#unread = unread;
  }

  /** Opens the book, made where there is none, and takes its lines. */
  open(): void {
    this.#handle = openOrMake(this.#path);
    const end = this.#unread ? wholeEnd(this.#path, this.#handle) : undefined;
    if (end === undefined) this.#takeAll();
    else this.progress.offset = end;
  }

  #takeAll(): void {
    Object.assign(this.progress, { offset: 0, lines: 0, open: false });
    this.damages.length = 0;
    this.#reader.reset();
    this.#takeMore();
    checkSeal(readSeal(this.#path), true, this.progress.offset, this.damages);
    if (this.damages.some(({ newer }) => !newer)) breakSeal(this.#path);
  }

  #takeMore(): void {
    takeLines(this.#handle, this.progress, this.#reader, this.damages);
  }

  /** Takes what others wrote in the meantime: more lines, or the book anew. Cuts off what a kill left of a line. */
  catchUp(): void {
    const [own, named] = [fstatSync(this.#handle), statSync(this.#path, { throwIfNoEntry: false })];
    if (named?.ino !== own.ino) {
      this.close();
      this.open();
    } else if (own.size !== this.progress.offset) this.#takeMore();
    if (fstatSync(this.#handle).size > this.progress.offset) this.#cut();
  }

  #cut(): void {
    ftruncateSync(this.#handle, this.progress.offset);
  }

  /** Adds lines, all of them or none. */
  add(lines: readonly object[]): void {
    const { progress } = this;
    const bytes = Buffer.concat([Buffer.from(progress.open ? '\n' : ''), ...lines.map(lineOf)]);
    try {
      writeAll(this.#handle, bytes);
    } catch (error) {
      this.#cut();
      throw error;
    }
    progress.offset += bytes.length;
    progress.lines += lines.length;
    progress.open = false;
    for (const line of lines) this.#reader.take(line);
  }

  /** Brings all lines to the disk. A damaged book is not sealed: it would look whole from then on. */
  flush(): void {
    fdatasyncSync(this.#handle);
    if (this.damages.length === 0) writeSeal(this.#path, this.progress.offset, { flush: false });
  }

  /** Puts other lines in the place of all. @param temporary where they are written first */
  replace(lines: Iterable<object>, temporary: string): void {
    const made = openSync(temporary, 'wx', 0o600);
    try {
      for (const line of lines) writeAll(made, lineOf(line));
      fsyncSync(made);
    } finally {
      closeSync(made);
    }
    // A seal that is too low is no alarm; one that is too high would be, after a kill in the next moment.
    writeSeal(this.#path, 0, { flush: true });
    renameSync(temporary, this.#path);
    flushFolderNow(dirname(this.#path));
    this.close();
    this.open();
    this.flush();
  }

  close(): void {
    closeSync(this.#handle);
  }
}

function openOrMake(path: string): number {
  const flags = constants.O_RDWR | constants.O_APPEND;
  const there = openBookFile(path, flags);
  if (there !== undefined) return there;
  const damages: Damage[] = [];
  checkSeal(readSeal(path), false, 0, damages);
  // The seal comes first: a book without one is damaged.
  if (damages.length === 0) writeSeal(path, 0, { flush: true });
  const made = openBookFile(path, flags | constants.O_CREAT);
  if (made === undefined) throw new Error(`${path} could not be made`);
  flushFolderNow(dirname(path));
  return made;
}

function writeAll(handle: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(handle, bytes, done);
}
