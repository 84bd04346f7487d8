import { closeSync, constants, fchmodSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { CliError } from '../errors.ts';
import { errorCode, storageFault } from './faults.ts';
import { inspectFile, isMissing, refuseLink, refuseUnsafe } from './refusals.ts';

const largest = 256 * 1024 * 1024;

/**
 * Reads a file that may hold secrets. Where the group or others could read it, it is made readable by its
 * owner only, if the system lets us.
 * @returns undefined when there is no such file
 * @throws CliError `failed` for a link, for what is not a plain file, for another user's file, for one of more
 *   than 256 MiB, and for one that can't be read; the last kind has the system's error as its cause
 */
export function readPrivate(path: string): string | undefined {
  try {
    return inspectFile(path) && readInspected(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw storageFault('read', path, error);
  }
}

function readInspected(path: string): string {
  const handle = openPlain(path);
  try {
    // Looked at again: another file may have come between the first look and the opening.
    const stats = fstatSync(handle);
    refuseUnsafe(path, stats);
    if (stats.size > largest) {
      throw new CliError('failed', `${path} is larger than 256 MiB, so it can't be right.`, {
        hint: 'Move it away and run the command again.',
      });
    }
    if (process.platform !== 'win32' && (stats.mode & 0o077) !== 0) tighten(handle);
    return readFileSync(handle, 'utf8');
  } finally {
    closeSync(handle);
  }
}

function openPlain(path: string): number {
  try {
    // Without the last flag a named pipe would keep us waiting for a writer. Windows has neither flag.
    return openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (errorCode(error) === 'ELOOP') refuseLink(path);
    throw error;
  }
}

function tighten(handle: number): void {
  try {
    fchmodSync(handle, 0o600);
  } catch {
    // A read-only disk: the file can be read all the same.
  }
}
