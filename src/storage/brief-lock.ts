import { mkdirSync, readFileSync, rmdirSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { CliError } from '../errors.ts';
import { errorCode } from './faults.ts';
import { birthOf, isAlive, placeOfProcesses } from './processes.ts';

/** A lock that shows no owner, or one of another machine, is taken over after this many milliseconds. */
const stale = 10_000;

/**
 * Does work that takes moments, and that one process at a time may do: adding lines to a file that several write to.
 * The lock is the file `<path>.busy`, there for as long as the work goes on, which must not wait for anything.
 * @param wait how many milliseconds to wait for others
 * @throws CliError `locked` when another process keeps it that long; the system's error as it is
 */
export async function withBriefLock<T>(path: string, work: () => T, wait = 10_000): Promise<T> {
  const lock = `${path}.busy`;
  const end = performance.now() + wait;
  while (!take(lock)) {
    if (isLeft(lock) && clear(lock)) continue;
    if (performance.now() > end) throw busyTooLong(lock, wait);
    await delay(1 + Math.random() * 4);
  }
  try {
    return work();
  } finally {
    giveBack(lock);
  }
}

function take(lock: string): boolean {
  try {
    writeFileSync(lock, ownerNote(), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    // A full disk lets the file be made, and its note not be written, or only the beginning of it.
    giveBack(lock, (text) => ownerNote().startsWith(text));
    throw error;
  }
}

/** Only a lock that is still ours: another machine may have taken it over while this process stood still. */
function giveBack(lock: string, isOurs = (text: string) => text === ownerNote()): void {
  try {
    if (isOurs(readFileSync(lock, 'utf8'))) unlinkSync(lock);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT' && errorCode(error) !== 'ENOTDIR') throw error;
  }
}

let note: string | undefined;

function ownerNote(): string {
  note ??= JSON.stringify([process.pid, birthOf(process.pid) ?? '', placeOfProcesses()]);
  return note;
}

/** Whether the process that made a lock is gone. */
export function isLeft(lock: string): boolean {
  const age = ageOf(lock);
  if (age === undefined) return false;
  const [pid, birth, place] = readNote(lock);
  if (place !== placeOfProcesses()) return age > stale;
  // While this process has it, nothing else in it runs: it could not be given back.
  if (pid === process.pid) return true;
  if (!isAlive(Number(pid))) return true;
  const alive = birthOf(Number(pid));
  if (alive === undefined || birth === '') return age > stale;
  return alive !== birth;
}

function readNote(lock: string): unknown[] {
  try {
    const value: unknown = JSON.parse(readFileSync(lock, 'utf8'));
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

/** Removes a lock that was left. One process at a time: a second one would hit the lock that the first took since. */
function clear(lock: string): boolean {
  const guard = `${lock}.takeover`;
  try {
    mkdirSync(guard, { mode: 0o700 });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    if ((ageOf(guard) ?? 0) > stale) rmdirSync(guard);
    return false;
  }
  try {
    if (!isLeft(lock)) return false;
    unlinkSync(lock);
    return true;
  } finally {
    rmdirSync(guard);
  }
}

/** Milliseconds since a file was last changed; undefined when it is gone. */
function ageOf(path: string): number | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats && Date.now() - stats.mtimeMs;
}

function busyTooLong(lock: string, wait: number): CliError {
  return new CliError('locked', `Another blink has kept ${lock} for ${wait / 1000} s.`, {
    hint: 'Wait for it to end and run the command again. If no other blink is running, delete that file.',
  });
}
