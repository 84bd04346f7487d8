import { CliError } from '../errors.ts';

const spaceHint = 'Free some space and run the command again. What was there before is unchanged.';
const accessHint =
  'Give your user access to it, or choose other folders with BLINK_CONFIG_DIR and BLINK_STATE_DIR.';

/** What the operating system's error codes mean to the person at the keyboard, and what to do about them. */
const words: Readonly<Record<string, readonly [reason: string, hint: string]>> = {
  ENOSPC: ['the disk is full', spaceHint],
  EDQUOT: ['your disk quota is used up', spaceHint],
  EFBIG: ['the file would be larger than this system allows', spaceHint],
  EIO: ['the disk reported an error', 'Check the disk, or choose a folder on another one.'],
  EROFS: ['the disk is read-only', accessHint],
  EACCES: ['permission is denied', accessHint],
  EPERM: ['it is not permitted', accessHint],
  EISDIR: ['it is a folder, not a file', 'Move the folder away and run the command again.'],
  ENOTDIR: ['a part of its path is a file, not a folder', 'Move that file away, or choose another folder.'],
  EEXIST: ['something else is in its place', 'Move it away and run the command again.'],
  ENOENT: [
    'a part of its path is missing',
    'Run the command again; if that does not help, check the folder.',
  ],
  ENAMETOOLONG: ['its path is too long', 'Choose a folder with a shorter path.'],
  ELOOP: ['its path goes in circles through links', 'Replace the links by plain folders.'],
  EBUSY: ['another program is using it', 'Close that program and run the command again.'],
  EMFILE: ['too many files are open', 'Close some programs and run the command again.'],
  ENFILE: ['too many files are open', 'Close some programs and run the command again.'],
};

/** The operating system's code of an error, like `ENOENT`; undefined when it has none. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/**
 * Puts an error of the operating system about a file in words. Any other error, one that is meant for people
 * already or a mistake in this program, is passed on as it is.
 * @param doing what was tried, as in "Could not read"
 */
export function storageFault(
  doing: 'read' | 'write' | 'move' | 'lock',
  path: string,
  cause: unknown,
): unknown {
  const code = errorCode(cause);
  if (cause instanceof CliError || code === undefined || !/^E[A-Z0-9]+$/.test(code)) return cause;
  const [reason, hint] = words[code] ?? [code, 'Check the file and its folder, then run the command again.'];
  return new CliError('failed', `Could not ${doing} ${path}: ${reason}.`, { hint, cause });
}
