import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { storageFault } from './faults.ts';
import { flushFolder, makeFolder } from './folders.ts';
import { inspectFile } from './refusals.ts';

/** A file that grows by lines, each on the disk before anybody relies on it. One process at a time may write it. */
export interface Appender {
  /**
   * Adds a line, without its line break. Lines that wait for the disk together go there with one flush.
   * @throws CliError `failed` when it is not on the disk; the file then ends with the line before
   */
  append(line: string): Promise<void>;
  /** Resolves when nothing is being written any more. */
  close(): Promise<void>;
}

interface Waiting {
  line: string;
  resolve: () => void;
  reject: (reason: unknown) => void;
}

/**
 * Opens a file to add lines to it; made, readable by its owner only, when missing. What a killed process left of its
 * last line is cut off.
 * @throws CliError `failed` for a link or another user's file, and when it can't be opened
 */
export async function openAppender(path: string): Promise<Appender> {
  try {
    const isNew = inspectFile(path) === undefined;
    await makeFolder(dirname(path));
    const flags = constants.O_RDWR | constants.O_CREAT | constants.O_APPEND | constants.O_NOFOLLOW;
    const handle = await open(path, flags, 0o600);
    const size = await cutTornLine(handle);
    if (isNew) await flushFolder(dirname(path));
    return appender(handle, path, size);
  } catch (error) {
    throw storageFault('write', path, error);
  }
}

function appender(handle: FileHandle, path: string, begin: number): Appender {
  let size = begin;
  let waiting: Waiting[] = [];
  let writing: Promise<void> | undefined;

  async function write(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      const bytes = Buffer.from(batch.map(({ line }) => `${line}\n`).join(''));
      try {
        await handle.appendFile(bytes);
        await handle.datasync();
        size += bytes.length;
        for (const { resolve } of batch) resolve();
      } catch (error) {
        await handle.truncate(size).catch(() => undefined);
        for (const { reject } of batch) reject(storageFault('write', path, error));
      }
    }
    writing = undefined;
  }

  return {
    append: (line) =>
      new Promise((resolve, reject) => {
        waiting.push({ line, resolve, reject });
        writing ??= write();
      }),
    async close() {
      await writing;
      await handle.close();
    },
  };
}

/** @returns the size of the file, which ends with a whole line then */
async function cutTornLine(handle: FileHandle): Promise<number> {
  const { size } = await handle.stat();
  const chunk = Buffer.alloc(64 * 1024);
  for (let end = size; end > 0; ) {
    const begin = Math.max(0, end - chunk.length);
    const { bytesRead } = await handle.read(chunk, 0, end - begin, begin);
    const lineBreak = chunk.subarray(0, bytesRead).lastIndexOf(0x0a);
    if (lineBreak >= 0) return cut(handle, size, begin + lineBreak + 1);
    end = begin;
  }
  return cut(handle, size, 0);
}

async function cut(handle: FileHandle, size: number, end: number): Promise<number> {
  if (end < size) await handle.truncate(end);
  return end;
}
