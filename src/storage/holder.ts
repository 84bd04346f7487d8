import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  type Stats,
  stat,
  statSync,
  utimes,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { errorCode } from './faults.ts';
import { birthOf, isAlive, placeOfProcesses } from './processes.ts';
import { strayName } from './strays.ts';

/** After how long without a sign of life a lock is taken over, in milliseconds. */
const stale = 10_000;

const Holder = v.object({
  /** Tells this taking of the lock from every other. */
  id: v.string(),
  pid: v.number(),
  birth: v.optional(v.string()),
  host: v.string(),
  place: v.string(),
});

/** Who has a lock, as noted inside its folder. */
export type Holder = v.InferOutput<typeof Holder>;

type Done = (error: NodeJS.ErrnoException | null) => void;

/** The part of `fs` that proper-lockfile uses. */
export interface LockFileSystem {
  mkdir(lock: string, done: Done): void;
  rmdir(lock: string, done: Done): void;
  rmdirSync(lock: string): void;
  stat(lock: string, done: (error: NodeJS.ErrnoException | null, stats: Stats) => void): void;
  utimes(lock: string, read: Date, written: Date, done: Done): void;
}

let taken = 0;

/**
 * A file system for one taking of a lock: it notes the holder in the lock's folder as it is made, and removes
 * the folder only while that note is there, so that a holder that lost its lock can't remove its successor's.
 */
export function lockFileSystem(): LockFileSystem {
  const holder = noteOfThisProcess();
  const giveBack = (lock: string) => {
    if ((readHolder(lock)?.id ?? holder.id) === holder.id) removeLock(lock);
  };
  return {
    mkdir: (lock, done) => report(done, () => makeLock(lock, holder)),
    rmdir: (lock, done) => report(done, () => giveBack(lock)),
    rmdirSync: giveBack,
    stat,
    utimes,
  };
}

/** Who has a lock; undefined when that can't be told. */
export function readHolder(lock: string): Holder | undefined {
  try {
    const result = v.safeParse(Holder, JSON.parse(readFileSync(noteOf(lock), 'utf8')));
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Removes a lock whose holder is dead. Only one process at a time may: two that find the same lock dead
 * would else, one after the other, remove it, and the second removal would hit the lock that the first took.
 * @returns true when it was removed
 */
export function clearDeadLock(lock: string): boolean {
  if (!isDead(lock)) return false;
  const guard = `${lock}.takeover`;
  if (!claim(guard)) return false;
  try {
    const dead = isDead(lock);
    if (dead) removeLock(lock);
    return dead;
  } finally {
    rmdirSync(guard);
  }
}

function claim(guard: string): boolean {
  try {
    mkdirSync(guard, { mode: 0o700 });
    return true;
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    // Its maker died in the moment between making and removing it.
    if ((ageOf(guard) ?? 0) > stale) rmSync(guard, { recursive: true, force: true });
    return false;
  }
}

function isDead(lock: string): boolean {
  const age = ageOf(lock);
  if (age === undefined) return false;
  const holder = readHolder(lock);
  if (holder?.place === placeOfProcesses()) {
    if (!isAlive(holder.pid)) return true;
    const birth = birthOf(holder.pid);
    // Where a process can be told from a later one of its number, clocks and pauses don't matter.
    if (birth !== undefined && holder.birth !== undefined) return birth !== holder.birth;
  }
  return age > stale;
}

/** How long ago a folder last changed, in milliseconds; undefined when it is gone. */
function ageOf(folder: string): number | undefined {
  const stats = statSync(folder, { throwIfNoEntry: false });
  return stats && Date.now() - stats.mtimeMs;
}

/** The folder gets its name once the note is in it, so that a process killed in between leaves no nameless lock. */
function makeLock(lock: string, holder: Holder): void {
  if (lstatSync(lock, { throwIfNoEntry: false })) throw held(lock);
  const made = strayName(lock);
  mkdirSync(made, { mode: 0o700 });
  try {
    writeNote(made, holder);
    renameSync(made, lock);
  } catch (error) {
    rmSync(made, { recursive: true, force: true });
    throw existsSync(lock) ? held(lock) : error;
  }
}

function writeNote(lock: string, holder: Holder): void {
  try {
    writeFileSync(noteOf(lock), JSON.stringify(holder), { mode: 0o600 });
  } catch {
    // A full disk. The lock holds without the note; only a crash would be noticed later.
  }
}

function held(lock: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${lock} exists`), { code: 'EEXIST' });
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

function noteOf(lock: string): string {
  return join(lock, 'holder');
}

function noteOfThisProcess(): Holder {
  const birth = birthOf(process.pid);
  taken += 1;
  return {
    id: `${process.pid}.${Date.now()}.${taken}`,
    pid: process.pid,
    ...(birth !== undefined && { birth }),
    host: hostname(),
    place: placeOfProcesses(),
  };
}

function report(done: Done, job: () => void): void {
  try {
    job();
  } catch (error) {
    done(error instanceof Error ? error : new Error(String(error)));
    return;
  }
  done(null);
}
