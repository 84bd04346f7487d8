import { constants, copyFile, lstat, open, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { errorCode, storageFault } from './faults.ts';
import { flushFolder, makeFolder } from './folders.ts';
import { inspectFile, isMissing } from './refusals.ts';
import { sweepStrays, withTemporary } from './strays.ts';

// A module of its own: every command reads the configuration, and should not load what only writing needs.
export { readPrivate } from './reading.ts';

/**
 * Replaces a file so that, whatever happens, it holds all of the old content or all of the new. The file is
 * readable by this user only, folders that are missing are made (0700), and temporary files that killed
 * processes left in the folder are removed.
 * @throws CliError `failed` that says which file and why. The old content is still there then, but for a disk
 *   error in the very last step, where the new one is in place and may not survive a power cut.
 */
export async function writeDurably(path: string, content: string | Uint8Array): Promise<void> {
  try {
    inspectFile(path);
    await makeFolder(dirname(path));
    await sweepStrays(path);
    await withTemporary(path, async (temporary) => {
      await create(temporary, content, 0o600);
      await putInPlace(temporary, path);
    });
  } catch (error) {
    throw storageFault('write', path, error);
  }
}

/**
 * Keeps a copy of a file beside it: `tasks.bad`, `tasks.bad-2` …
 * @returns its path; undefined where there is no such file
 * @throws the system's error as it is
 */
export async function copyAside(path: string): Promise<string | undefined> {
  for (let number = 1; ; number += 1) {
    const copy = `${path}.bad${number === 1 ? '' : `-${number}`}`;
    try {
      await copyFile(path, copy, constants.COPYFILE_EXCL);
      return copy;
    } catch (error) {
      if (isMissing(error)) return undefined;
      if (errorCode(error) !== 'EEXIST') throw error;
    }
  }
}

/**
 * Writes a file that the operator asked for, with the rights that their other files have: all of it or nothing. What is
 * there and is no plain file, a pipe, a device or a link, is written through.
 * @throws the system's error as it is
 */
export async function writeReport(path: string, content: string): Promise<void> {
  const stats = await lstat(path).catch(() => undefined);
  if (stats && !stats.isFile()) return writeFile(path, content);
  await withTemporary(path, async (temporary) => {
    await create(temporary, content, stats?.mode ?? 0o666);
    await putInPlace(temporary, path);
  });
}

async function create(path: string, content: string | Uint8Array, mode: number): Promise<void> {
  const handle = await open(path, 'wx', mode);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Puts a complete, flushed file in the place of another.
 * @throws the system's error as it is
 */
export async function putInPlace(complete: string, path: string): Promise<void> {
  await renameOver(complete, path);
  await flushFolder(dirname(path));
}

async function renameOver(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      if (attempt === 20 || !isInUse(error)) throw error;
      await delay(10 * attempt);
    }
  }
}

/** Windows refuses to replace a file while a virus scanner or another blink has it open. It doesn't take long. */
function isInUse(error: unknown): boolean {
  return process.platform === 'win32' && ['EPERM', 'EACCES', 'EBUSY'].includes(errorCode(error) ?? '');
}
