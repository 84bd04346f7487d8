import { lstatSync, type Stats } from 'node:fs';
import { CliError } from '../errors.ts';
import { errorCode } from './faults.ts';

/**
 * Looks at a file without following links, and refuses one that is not a plain file of this user:
 * whoever can put a link or a file of theirs there could read our secrets or feed us theirs.
 * @returns undefined when there is no file
 * @throws CliError `failed` for a link, a folder or device, another user's file; the system's error as it is
 */
export function inspectFile(path: string): Stats | undefined {
  const stats = lookAt(path);
  if (stats) refuseUnsafe(path, stats);
  return stats;
}

/** Refuses what is not a plain file of this user. On Windows files have no owner that Node can tell. */
export function refuseUnsafe(path: string, stats: Stats): void {
  if (stats.isSymbolicLink()) refuseLink(path);
  if (!stats.isFile()) {
    throw new CliError('failed', `${path} is not a plain file, so it is not used.`, {
      hint: 'Move it away and run the command again.',
    });
  }
  if (isForeign(stats)) {
    throw new CliError('failed', `${path} belongs to another user of this computer, so it is not used.`, {
      hint: 'Run the command as its owner (without sudo, if that is how it started), or delete the file.',
    });
  }
}

export function refuseLink(path: string): never {
  throw new CliError('failed', `${path} is a link to another file, so it is not used: it may hold secrets.`, {
    hint: 'Replace the link by the file itself, or choose another folder with BLINK_CONFIG_DIR or BLINK_STATE_DIR.',
  });
}

/** True for what another user owns. Always false on Windows. */
export function isForeign(stats: Stats): boolean {
  return process.geteuid !== undefined && stats.uid !== process.geteuid();
}

function lookAt(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** True when a file is not there, be it that what should be its folder is a file. */
export function isMissing(error: unknown): boolean {
  const code = errorCode(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}
