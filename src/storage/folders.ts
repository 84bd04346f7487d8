import { closeSync, fsyncSync, openSync } from 'node:fs';
import { mkdir, open, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { CliError } from '../errors.ts';
import { errorCode } from './faults.ts';

/** What platforms and file systems answer that can't flush a folder. There is nothing to do about it. */
const cannotFlush = new Set(['EINVAL', 'EISDIR', 'EACCES', 'EPERM', 'ENOTSUP', 'ENOSYS', 'EBADF']);

/** Makes a folder and the ones above it, readable by this user only. Folders that exist stay as they are. */
export async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let made = resolve(folder); made.length >= first.length; made = dirname(made)) {
    await flushFolder(dirname(made));
    if (made === dirname(made)) return;
  }
}

/**
 * Looks for the folder of a file that an operator named. It is not made for them: most of those that are missing were
 * misspelt.
 * @throws CliError `usage` where it is not there
 */
export async function requireFolderOf(path: string): Promise<void> {
  const folder = dirname(path);
  const stats = await stat(folder).catch(() => undefined);
  if (stats?.isDirectory()) return;
  throw new CliError('usage', `Cannot write ${path}: there is no folder ${folder}.`, {
    hint: 'Make it first, or name another one.',
  });
}

/** Brings the names in a folder to the disk, so that a file made or renamed there survives a power cut. */
export async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!cannotFlush.has(errorCode(error) ?? '')) throw error;
  }
}

/** The same, where nothing else may happen in between. */
export function flushFolderNow(folder: string): void {
  if (process.platform === 'win32') return;
  try {
    const handle = openSync(folder, 'r');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    if (!cannotFlush.has(errorCode(error) ?? '')) throw error;
  }
}
