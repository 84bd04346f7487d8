import { dirname, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CliError } from '../errors.ts';
import { storageFault } from './faults.ts';
import { makeFolder } from './folders.ts';
import { clearAbandoned, type LockFolder, makeLock } from './lock-folder.ts';
import { readOwner } from './lock-owner.ts';

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
 * file itself need not exist. The lock of a process that died is taken over at once, on Linux also where that
 * process was in another container; any other after 10 seconds without a sign of life.
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
    const lock = lockOf(path);
    const release = await attempt(lock, taken);
    if (release) return release;
    return (await clearAbandoned(lock)) ? await attempt(lock, taken) : undefined;
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

async function attempt(lock: string, onLost: () => void): Promise<Release | undefined> {
  const folder = await makeLock(lock);
  if (folder === undefined) return undefined;
  const timer = setInterval(() => {
    if (folder.touch()) return;
    letGo();
    onLost();
  }, heartbeat);
  timer.unref();
  held.add(folder);
  const letGo = () => {
    clearInterval(timer);
    folder.remove();
    return held.delete(folder);
  };
  return async () => {
    if (held.has(folder)) letGo();
  };
}

/** The locks that this process has: it may end in the middle of a job. */
const held = new Set<LockFolder>();

process.once('exit', () => {
  for (const folder of held) folder.remove();
});

function lockOf(path: string): string {
  return `${resolve(path)}.lock`;
}

function heldTooLong(path: string, wait: number): CliError {
  const lock = lockOf(path);
  const owner = readOwner(lock);
  const who = owner ? ` (process ${owner.pid} on ${owner.host})` : '';
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
