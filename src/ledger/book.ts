import { dirname } from 'node:path';
import { withBriefLock } from '../storage/brief-lock.ts';
import { storageFault } from '../storage/faults.ts';
import { makeFolder } from '../storage/folders.ts';
import { withTemporary } from '../storage/strays.ts';
import type { Damage, Reader } from './book-file.ts';
import { OpenBookFile } from './open-book-file.ts';

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
  const file = new OpenBookFile(path, reader, unread);
  const locked = async (doing: 'read' | 'write', work: () => void) => {
    try {
      await withBriefLock(path, work);
    } catch (error) {
      throw storageFault(doing, path, error);
    }
  };

  await makeFolder(dirname(path)).catch((error: unknown) => {
    throw storageFault('write', path, error);
  });
  await locked('read', () => file.open());

  return {
    damages: file.damages,
    get bytes() {
      return file.progress.offset;
    },
    append: (lines, durable) =>
      locked('write', () => {
        file.catchUp();
        const added = lines();
        if (added.length === 0) return;
        file.add(added);
        if (durable) file.flush();
      }),
    rewrite: (lines) =>
      withTemporary(path, (temporary) =>
        locked('write', () => {
          file.catchUp();
          file.replace(lines(), temporary);
        }),
      ),
    async close(seal) {
      try {
        if (!seal) return;
        await locked('write', () => {
          file.catchUp();
          file.flush();
        });
      } finally {
        file.close();
      }
    },
  };
}
