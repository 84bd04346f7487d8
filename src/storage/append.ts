import { constants, lstatSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode, storageFault } from './faults.ts';
import { flushFolder, makeFolder } from './folders.ts';
import { inspectFile, refuseLink, refuseUnsafe } from './refusals.ts';

/** A private file that grows by whole lines. */
export interface LineFile {
  /**
   * Adds lines and brings them to the disk.
   * @returns where in the file they begin
   * @throws CliError `failed` that says why. The file is as it was before then.
   */
  append(lines: Buffer): Promise<number>;
  /**
   * Finds out whether so many bytes could be added, by adding them and taking them back. Not while `append` is at it.
   * @throws CliError `failed` that says why they could not
   */
  tryRoom(length: number): Promise<void>;
  close(): Promise<void>;
}

const lineFeed = 0x0a;
const chunkSize = 64 * 1024;

/** On Linux a write can flush at once: one trip to the disk in place of two. What macOS means by it is less. */
const flushing = process.platform === 'linux' ? constants.O_DSYNC : 0;

/**
 * Opens a file to add lines to; made (0600) with its folders (0700) where missing. Only one process at a time may
 * have it open like this: what a crash left of a line at its end is cut off.
 * @param isLine tells a line whose line feed was damaged from one that was torn off: it is kept
 * @throws CliError `failed` for a link, for what is no plain file, for another user's, and when it can't be opened
 */
export async function openLines(path: string, isLine?: (bytes: Buffer) => boolean): Promise<LineFile> {
  let opened: Opened | undefined = await openRepaired(path, isLine);

  /** The file may have been removed or changed by hand: lines written to it then would be lost. */
  async function current(): Promise<Opened> {
    if (opened !== undefined) {
      if (isInPlace(path, opened) && sizeOf(path) === opened.size) return opened;
      await opened.handle.close().catch(() => {});
      opened = undefined;
    }
    opened = await openRepaired(path, isLine);
    return opened;
  }

  /** Writes after the last line, and takes back what was written in part. Should that fail too, it is found next time. */
  async function write(file: Opened, bytes: Buffer): Promise<void> {
    try {
      await writeAll(file.handle, bytes, file.size);
      if (flushing === 0) await file.handle.datasync();
    } catch (error) {
      await file.handle.truncate(file.size).catch(() => {});
      throw error;
    }
  }

  return {
    async append(lines) {
      try {
        for (;;) {
          const file = await current();
          await write(file, lines);
          const at = file.size;
          file.size += lines.length;
          // Removed while it was being written: the next round makes it anew.
          if (isInPlace(path, file)) return at;
        }
      } catch (error) {
        throw storageFault('write', path, error);
      }
    },
    async tryRoom(length) {
      try {
        const file = await current();
        await write(file, Buffer.alloc(length, ' '));
        await file.handle.truncate(file.size);
      } catch (error) {
        throw storageFault('write', path, error);
      }
    },
    async close() {
      await opened?.handle.close();
      opened = undefined;
    },
  };
}

interface Opened {
  handle: FileHandle;
  /** Where the last complete line ends. */
  size: number;
  /** Tells the file from another of its name. */
  ino: number;
}

async function openRepaired(path: string, isLine?: (bytes: Buffer) => boolean): Promise<Opened> {
  const handle = await openToWrite(path, constants.O_RDWR | flushing);
  try {
    const { ino } = await handle.stat();
    return { handle, size: await repair(handle, isLine), ino };
  } catch (error) {
    await handle.close();
    throw storageFault('write', path, error);
  }
}

// Looked at without a thread for it: beside a flush it costs next to nothing.
function isInPlace(path: string, { ino }: Opened): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.ino === ino;
}

function sizeOf(path: string): number | undefined {
  return lstatSync(path, { throwIfNoEntry: false })?.size;
}

/**
 * Adds lines to a private file that other processes may add to at the same time, and brings them to the disk. A line
 * feed goes before them, for another writer may have died in the middle of a line: readers pass over empty lines.
 * @throws CliError `failed` as `openLines`; some of the lines may be in the file then
 */
export async function addLines(path: string, lines: Buffer): Promise<void> {
  const handle = await openToWrite(path, constants.O_WRONLY | constants.O_APPEND);
  try {
    await writeAll(handle, Buffer.concat([Buffer.from('\n'), lines]), null);
    await handle.datasync();
  } catch (error) {
    throw storageFault('write', path, error);
  } finally {
    await handle.close();
  }
}

async function openToWrite(path: string, mode: number): Promise<FileHandle> {
  try {
    const isNew = inspectFile(path) === undefined;
    if (isNew) await makeFolder(dirname(path));
    const flags = mode | constants.O_CREAT | constants.O_NOFOLLOW | constants.O_NONBLOCK;
    const handle = await open(path, flags, 0o600);
    try {
      // Looked at again: another file may have come between the first look and the opening.
      refuseUnsafe(path, await handle.stat());
      if (isNew) await flushFolder(dirname(path));
      return handle;
    } catch (error) {
      await handle.close();
      throw error;
    }
  } catch (error) {
    if (errorCode(error) === 'ELOOP') refuseLink(path);
    throw storageFault('write', path, error);
  }
}

/** Cuts off what follows the last line feed, unless it is a line. @returns the size of the file then */
async function repair(handle: FileHandle, isLine?: (bytes: Buffer) => boolean): Promise<number> {
  const { size } = await handle.stat();
  const end = await endOfLines(handle, size);
  if (end === size) return size;
  if (isLine?.(await readPiece(handle, end, size - 1))) {
    await handle.write(Buffer.from([lineFeed]), 0, 1, size - 1);
    return size;
  }
  await handle.truncate(end);
  return end;
}

async function endOfLines(handle: FileHandle, size: number): Promise<number> {
  for (let end = size; end > 0; end -= Math.min(end, chunkSize)) {
    const begin = Math.max(0, end - chunkSize);
    const last = (await readPiece(handle, begin, end)).lastIndexOf(lineFeed);
    if (last >= 0) return begin + last + 1;
  }
  return 0;
}

async function readPiece(handle: FileHandle, begin: number, end: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(end - begin), 0, end - begin, begin);
  return buffer.subarray(0, bytesRead);
}

async function writeAll(handle: FileHandle, bytes: Buffer, position: number | null): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await handle.write(
      bytes,
      done,
      bytes.length - done,
      position === null ? null : position + done,
    );
    done += bytesWritten;
  }
}
