import {
  lstatSync,
  mkdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  type Stats,
  statSync,
  utimesSync,
} from 'node:fs';
import { errorCode } from './faults.ts';
import { fateOfOwner, noteOwner, readOwner, thisOwner } from './lock-owner.ts';
import { showLife } from './sign-of-life.ts';
import { strayName } from './strays.ts';

/** After how long without a sign of life a lock is taken over, in milliseconds. */
const stale = 10_000;

/** The folder of a lock that this process took. */
export interface LockFolder {
  /** Shows that its owner lives. @returns false when the lock is another's by now, or gone */
  touch(): boolean;
  /** Removes it, unless it is another's by now. One that can't be removed is taken over once this process is gone. */
  remove(): void;
}

/**
 * Makes the folder of a lock. It gets its name once everything is in it, so that a process killed in between leaves no
 * nameless lock.
 * @returns undefined when there is one already
 */
export async function makeLock(lock: string): Promise<LockFolder | undefined> {
  if (lstatSync(lock, { throwIfNoEntry: false })) return undefined;
  const owner = thisOwner();
  const made = strayName(lock);
  mkdirSync(made, { mode: 0o700 });
  let endLife = () => {};
  try {
    const { ino } = statSync(made);
    noteOwner(made, owner);
    endLife = await showLife(made);
    renameSync(made, lock);
    const isOurs = () => isOwnedBy(lock, owner.id, ino);
    return {
      touch: () => isOurs() && touch(lock),
      remove() {
        try {
          if (isOurs()) removeLock(lock);
        } catch {
          // The disk takes no changes any more. Whatever the job came to counts, not this.
        }
        endLife();
      },
    };
  } catch (error) {
    endLife();
    rmSync(made, { recursive: true, force: true });
    if (isTaken(error)) return undefined;
    throw error;
  }
}

/**
 * Removes a lock whose owner is gone. Only one process at a time may: two that find the same lock abandoned would
 * else, one after the other, remove it, and the second removal would hit the lock that the first took.
 * @returns true when it was removed
 */
export async function clearAbandoned(lock: string): Promise<boolean> {
  const seen = stateOf(lock);
  if (seen === undefined || !(await isAbandoned(lock))) return false;
  const guard = `${lock}.takeover`;
  if (!claim(guard)) return false;
  try {
    // Who is gone stays gone. It only has to be the same lock still, with no sign of life since.
    if (stateOf(lock) !== seen) return false;
    removeLock(lock);
    return true;
  } finally {
    rmdirSync(guard);
  }
}

async function isAbandoned(lock: string): Promise<boolean> {
  const fate = await fateOfOwner(lock);
  if (fate !== 'unknown') return fate === 'gone';
  const stats = lookAt(lock);
  return stats !== undefined && Date.now() - stats.mtimeMs > stale;
}

/** What changes when a lock is taken anew, or its owner shows that it lives; undefined when it is gone. */
function stateOf(lock: string): string | undefined {
  const stats = lookAt(lock);
  return stats && [readOwner(lock)?.id, stats.ino, stats.mtimeMs].join(' ');
}

function claim(guard: string): boolean {
  try {
    mkdirSync(guard, { mode: 0o700 });
    return true;
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    // Its maker died in the moment between making and removing it.
    const stats = lookAt(guard);
    if (stats && Math.abs(Date.now() - stats.mtimeMs) > stale)
      rmSync(guard, { recursive: true, force: true });
    return false;
  }
}

/** On a full disk the note is empty; then the folder itself has to tell. */
function isOwnedBy(lock: string, id: string, ino: number): boolean {
  const stats = lookAt(lock);
  if (stats === undefined) return false;
  const owner = readOwner(lock);
  return owner === undefined ? stats.ino === ino : owner.id === id;
}

function touch(lock: string): boolean {
  const now = new Date();
  try {
    utimesSync(lock, now, now);
  } catch (error) {
    // On a disk that takes no changes nobody else can take the lock either.
    return errorCode(error) !== 'ENOENT';
  }
  return true;
}

/** The name goes first, for the same reason. What a kill leaves of the rest is swept with the temporary files. */
function removeLock(lock: string): void {
  const removed = strayName(lock);
  try {
    renameSync(lock, removed);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw error;
  }
  rmSync(removed, { recursive: true, force: true });
}

function lookAt(folder: string): Stats | undefined {
  return statSync(folder, { throwIfNoEntry: false });
}

/** Whether another process was faster. It may have given its lock back by now. */
function isTaken(error: unknown): boolean {
  const code = errorCode(error) ?? '';
  if (['ENOTEMPTY', 'EEXIST', 'ENOTDIR'].includes(code)) return true;
  // Windows says so for any folder that is in the way, also while it is being removed.
  return process.platform === 'win32' && ['EPERM', 'EACCES', 'EBUSY'].includes(code);
}
