import { dirname, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CliError } from '../errors.ts';
import { errorCode, storageFault } from './faults.ts';
import { makeFolder } from './folders.ts';
import { clearDeadLock, lockFileSystem, readHolder } from './holder.ts';
import { outliveLargeFiles } from './signals.ts';

/** How often a holder shows that it lives, in milliseconds. */
const heartbeat = 2500;

/** Gives a lock back. Calling it again, or after the lock was lost, does nothing. */
export type Release = () => Promise<void>;

export interface LockOptions {
  /** How long to wait for the lock, in milliseconds. */
  wait?: number;
}

/**
 * Does some work that only one process at a time may do with a file. The lock is a folder, `<path>.lock`; the
 * file itself need not exist. The lock of a process that died is taken over at once, that of one that shows
 * no sign of life after 10 seconds.
 * @param work is given a signal that is aborted when the lock is lost all the same: the computer slept, and
 *   another process took over
 * @throws CliError `locked` that names the lock when another process has it for too long
 */
export async function withLock<T>(
  path: string,
  work: (lost: AbortSignal) => Promise<T>,
  { wait = 10_000 }: LockOptions = {},
): Promise<T> {
  const lost = new AbortController();
  const release = await waitForLock(path, wait, () => lost.abort(lostLock(path)));
  try {
    return await work(lost.signal);
  } finally {
    await release();
  }
}

/**
 * Takes the lock of a file without waiting.
 * @param onLost is called when the lock is lost before it is given back; the job should end then
 * @returns how to give it back; undefined when another process, or this one, has it
 */
export async function tryLock(
  path: string,
  onLost?: (reason: CliError) => void,
): Promise<Release | undefined> {
  const taken = () => onLost?.(lostLock(path));
  try {
    await makeFolder(dirname(path));
    const release = await attempt(path, taken);
    if (release) return release;
    return clearDeadLock(lockOf(path)) ? await attempt(path, taken) : undefined;
  } catch (error) {
    throw storageFault('lock', path, error);
  }
}

async function waitForLock(path: string, wait: number, onLost: () => void): Promise<Release> {
  const end = performance.now() + wait;
  for (;;) {
    const release = await tryLock(path, onLost);
    if (release) return release;
    if (performance.now() >= end) throw heldTooLong(path, wait);
    await delay(Math.min(15 + Math.random() * 45, Math.max(1, end - performance.now())));
  }
}

async function attempt(path: string, onLost: () => void): Promise<Release | undefined> {
  const { lock } = await import('proper-lockfile');
  outliveLargeFiles();
  try {
    const release = await lock(path, {
      lockfilePath: lockOf(path),
      realpath: false,
      fs: lockFileSystem(),
      // Its own take-over can remove the lock that another process took a moment before; ours can't.
      stale: Number.POSITIVE_INFINITY,
      update: heartbeat,
      onCompromised: onLost,
    });
    return () => release().catch(ignoreReleased);
  } catch (error) {
    if (isHeld(errorCode(error))) return undefined;
    throw error;
  }
}

function isHeld(code: string | undefined): boolean {
  if (code === 'ELOCKED') return true;
  // Windows says so while the folder of a lock that was just given back is being removed.
  return process.platform === 'win32' && (code === 'EPERM' || code === 'EBUSY');
}

function ignoreReleased(error: unknown): void {
  const code = errorCode(error);
  if (code !== 'ERELEASED' && code !== 'ENOTACQUIRED') throw error;
}

function lockOf(path: string): string {
  return `${resolve(path)}.lock`;
}

function heldTooLong(path: string, wait: number): CliError {
  const lock = lockOf(path);
  const holder = readHolder(lock);
  const who = holder ? ` (process ${holder.pid} on ${holder.host})` : '';
  return new CliError('locked', `Another blink${who} has had the lock ${lock} for ${wait / 1000} s.`, {
    hint: 'Wait for it to end and run the command again. If no other blink is running, delete that folder.',
  });
}

function lostLock(path: string): CliError {
  return new CliError(
    'locked',
    `This run lost its lock on ${path} to another one, because it stood still too long.`,
    {
      hint: 'Wait for the other run to end, then run the command again.',
    },
  );
}
