import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode, storageFault } from './faults.ts';
import { flushFolder, makeFolder } from './folders.ts';
import { inspectFile, refuseLink, refuseUnsafe } from './refusals.ts';
import { outliveLargeFiles } from './signals.ts';

/** A private file that grows by whole lines. */
export interface LineFile {
  /**
   * Adds lines and brings them to the disk.
   * @returns where in the file they begin
   * @throws CliError `failed` that says why. The file is as it was before then.
   */
  append(lines: Buffer): Promise<number>;
  close(): Promise<void>;
}

const lineFeed = 0x0a;
const chunkSize = 64 * 1024;

/** On Linux a write can flush at once: one trip to the disk in place of two. What macOS means by it is less. */
const flushing = process.platform === 'linux' ? constants.O_DSYNC : 0;

/**
 * Opens a file to add lines to; made (0600) with its folders (0700) where missing. Only one process at a time may
 * have it open like this: what a crash left of a line at its end is cut off.
 * @throws CliError `failed` for a link, for what is no plain file, for another user's, and when it can't be opened
 */
export async function openLines(path: string): Promise<LineFile> {
  let opened: Opened | undefined = await openRepaired(path);

  /** The file may have been removed or changed by hand: lines written to it then would be lost. */
  async function current(): Promise<Opened> {
    if (opened !== undefined) {
      if (performance.now() < opened.goodUntil) return opened;
      const stats = await opened.handle.stat();
      opened.goodUntil = performance.now() + lookEvery;
      if (stats.nlink > 0 && stats.size === opened.size) return opened;
      await opened.handle.close().catch(() => {});
      opened = undefined;
    }
    opened = await openRepaired(path);
    return opened;
  }

  /** Takes back what was written in part. Should this fail too, the file is found too long the next time. */
  async function forget({ handle, size }: Opened): Promise<void> {
    await handle.truncate(size).catch(() => {});
    if (opened !== undefined) opened.goodUntil = 0;
  }

  return {
    async append(lines) {
      let file: Opened | undefined;
      try {
        file = await current();
        await writeAll(file.handle, lines, file.size);
        if (flushing === 0) await file.handle.datasync();
      } catch (error) {
        if (file !== undefined) await forget(file);
        throw storageFault('write', path, error);
      }
      const at = file.size;
      file.size += lines.length;
      return at;
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
  /** When it is time to look whether the file is still what it was, by the clock of this process. */
  goodUntil: number;
}

/** Milliseconds. Looking each time would make every flush take a third longer. */
const lookEvery = 1000;

async function openRepaired(path: string): Promise<Opened> {
  const handle = await openToWrite(path, constants.O_RDWR | flushing);
  return { handle, size: await repair(path, handle), goodUntil: performance.now() + lookEvery };
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
  outliveLargeFiles();
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

/** Cuts off what follows the last line feed. @returns the size of the file then */
async function repair(path: string, handle: FileHandle): Promise<number> {
  try {
    const { size } = await handle.stat();
    for (let end = size; end > 0; end -= Math.min(end, chunkSize)) {
      const begin = Math.max(0, end - chunkSize);
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(end - begin), 0, end - begin, begin);
      const last = buffer.subarray(0, bytesRead).lastIndexOf(lineFeed);
      if (last >= 0) return await cut(handle, size, begin + last + 1);
    }
    return await cut(handle, size, 0);
  } catch (error) {
    await handle.close();
    throw storageFault('write', path, error);
  }
}

async function cut(handle: FileHandle, size: number, wanted: number): Promise<number> {
  if (wanted < size) await handle.truncate(wanted);
  return wanted;
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
