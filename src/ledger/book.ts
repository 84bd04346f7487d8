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
import { withBriefLock } from '../storage/brief-lock.ts';
import { storageFault } from '../storage/faults.ts';
import { flushFolderNow, makeFolder } from '../storage/folders.ts';
import { isMissing } from '../storage/refusals.ts';
import { withTemporary } from '../storage/strays.ts';
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

export type { Damage, Reader } from './book-file.ts';

/** A file that several processes add lines to, one after the other, so that each knows all the lines before its own. */
export interface Book {
  /** What was found to be wrong with it so far. */
  readonly damages: readonly Damage[];
  /** How long it is in bytes. */
  readonly bytes: number;
  /**
   * Adds lines, after taking those that others added.
   * @param lines what to add; asked once all lines are known, so that it may depend on them
   * @param durable true brings them to the disk before this resolves; else they survive the process, not a power cut
   * @throws CliError `failed` when they can't be written; none of them is in the book then
   */
  append(lines: () => readonly object[], durable: boolean): Promise<void>;
  /** Replaces all lines at once: a kill leaves the old ones or the new ones. */
  rewrite(lines: () => Iterable<object>): Promise<void>;
  /** @param seal true brings all lines to the disk */
  close(seal: boolean): Promise<void>;
}

/**
 * Opens a book, made where there is none, and takes its lines.
 * @param unread true to only add to a book that looks whole at its end: its lines are not read
 * @throws CliError `failed` for a link, for another user's file, and when it can't be read or written
 */
export async function openBook(path: string, reader: Reader, unread = false): Promise<Book> {
  const damages: Damage[] = [];
  const progress: Progress = { offset: 0, lines: 0, open: false };
  let handle = -1;

  function open(): void {
    handle = openOrMake(path);
    const end = unread ? wholeEnd(path, handle) : undefined;
    if (end === undefined) takeAll();
    else progress.offset = end;
  }

  function takeAll(): void {
    Object.assign(progress, { offset: 0, lines: 0, open: false });
    damages.length = 0;
    reader.reset();
    takeLines(handle, progress, reader, damages);
    checkSeal(readSeal(path), true, progress.offset, damages);
    if (damages.some(({ newer }) => !newer)) breakSeal(path);
  }

  /** Takes what others wrote in the meantime: more lines, or the book anew. Cuts off what a kill left of a line. */
  function catchUp(): void {
    const [own, named] = [fstatSync(handle), statSync(path, { throwIfNoEntry: false })];
    if (named?.ino !== own.ino) {
      closeSync(handle);
      open();
    } else if (own.size !== progress.offset) takeLines(handle, progress, reader, damages);
    if (fstatSync(handle).size > progress.offset) ftruncateSync(handle, progress.offset);
  }

  /** A damaged book is not sealed: it would look whole from then on. */
  function flush(): void {
    fdatasyncSync(handle);
    if (damages.length === 0) writeSeal(path, progress.offset, { flush: false });
  }

  function write(lines: readonly object[]): void {
    const bytes = Buffer.concat([Buffer.from(progress.open ? '\n' : ''), ...lines.map(lineOf)]);
    try {
      writeAll(handle, bytes);
    } catch (error) {
      ftruncateSync(handle, progress.offset);
      throw error;
    }
    progress.offset += bytes.length;
    progress.lines += lines.length;
    progress.open = false;
    for (const line of lines) reader.take(line);
  }

  async function locked(doing: 'read' | 'write', work: () => void): Promise<void> {
    try {
      await withBriefLock(path, work);
    } catch (error) {
      throw storageFault(doing, path, error);
    }
  }

  await makeFolder(dirname(path)).catch((error: unknown) => {
    throw storageFault('write', path, error);
  });
  await locked('read', open);

  return {
    damages,
    get bytes() {
      return progress.offset;
    },
    append: (lines, durable) =>
      locked('write', () => {
        catchUp();
        const added = lines();
        if (added.length > 0) write(added);
        if (added.length > 0 && durable) flush();
      }),
    rewrite: (lines) =>
      withTemporary(path, (temporary) =>
        locked('write', () => {
          catchUp();
          const made = openSync(temporary, 'wx', 0o600);
          try {
            for (const line of lines()) writeAll(made, lineOf(line));
            fsyncSync(made);
          } finally {
            closeSync(made);
          }
          // A seal that is too low is no alarm; one that is too high would be, after a kill in the next moment.
          writeSeal(path, 0, { flush: true });
          renameSync(temporary, path);
          flushFolderNow(dirname(path));
          closeSync(handle);
          open();
          flush();
        }),
      ),
    async close(seal) {
      try {
        if (seal) {
          await locked('write', () => {
            catchUp();
            flush();
          });
        }
      } finally {
        closeSync(handle);
      }
    },
  };
}

/** How often a book is read that looks damaged: another process may be writing to it at that moment. */
const mostLooks = 3;

/**
 * Takes the lines of a book, and changes no file.
 * @throws as `openBook`
 */
export function readBook(path: string, reader: Reader): { damages: readonly Damage[]; progress: Progress } {
  for (let look = 1; ; look += 1) {
    reader.reset();
    const found = readOnce(path, reader);
    if (found.damages.length === 0 || look === mostLooks) return found;
  }
}

function readOnce(path: string, reader: Reader): { damages: Damage[]; progress: Progress } {
  const damages: Damage[] = [];
  const progress = { offset: 0, lines: 0, open: false };
  try {
    // Before the book, which only grows: it is longer by then, if anything.
    const seal = readSeal(path);
    const handle = openBookFile(path, constants.O_RDONLY);
    try {
      if (handle !== undefined) takeLines(handle, progress, reader, damages);
    } finally {
      if (handle !== undefined) closeSync(handle);
    }
    checkSeal(seal, handle !== undefined, progress.offset, damages);
    if (isNoFolder(dirname(path))) damages.push({ what: `${dirname(path)} is not a folder` });
    return { damages, progress };
  } catch (error) {
    throw storageFault('read', path, error);
  }
}

function isNoFolder(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() === false;
  } catch (error) {
    // What it should lie in is no folder either: there never was a book.
    if (isMissing(error)) return false;
    throw error;
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
