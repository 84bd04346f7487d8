import { readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { birthOf, isAlive, kernelOf, placeOfProcesses } from './processes.ts';
import { askForLife } from './sign-of-life.ts';

const LockOwner = v.object({
  /** Tells this taking of the lock from every other. */
  id: v.string(),
  pid: v.number(),
  birth: v.optional(v.string()),
  host: v.string(),
  place: v.string(),
  kernel: v.optional(v.string()),
});

/** Who has a lock, as noted inside its folder. */
export type LockOwner = v.InferOutput<typeof LockOwner>;

let taken = 0;

/** This process as the owner of a lock that it is about to take. */
export function thisOwner(): LockOwner {
  const [birth, kernel] = [birthOf(process.pid), kernelOf()];
  taken += 1;
  return {
    id: `${process.pid}.${Date.now()}.${taken}`,
    pid: process.pid,
    ...(birth !== undefined && { birth }),
    host: hostname(),
    place: placeOfProcesses(),
    ...(kernel !== undefined && { kernel }),
  };
}

/** Notes who has the lock of a folder. On a full disk the note may stay empty; the lock holds all the same. */
export function noteOwner(lock: string, owner: LockOwner): void {
  writeFileSync(noteIn(lock), '', { mode: 0o600 });
  try {
    writeFileSync(noteIn(lock), JSON.stringify(owner));
  } catch {
    // Only a crash will be noticed later than it could be.
  }
}

/** Who has a lock; undefined when that can't be told. */
export function readOwner(lock: string): LockOwner | undefined {
  try {
    const result = v.safeParse(LockOwner, JSON.parse(readFileSync(noteIn(lock), 'utf8')));
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether the owner of a lock is certainly gone, or certainly there. Numbers of processes mean something within one
 * container, the socket in the lock's folder wherever the same kernel runs. Pauses and wrong clocks don't matter to
 * either.
 */
export async function fateOfOwner(lock: string): Promise<'there' | 'gone' | 'unknown'> {
  const owner = readOwner(lock);
  if (owner?.place === placeOfProcesses()) {
    if (!isAlive(owner.pid)) return 'gone';
    const birth = birthOf(owner.pid);
    // Where a process can't be told from a later one of its number, the heartbeat has to.
    if (birth === undefined || owner.birth === undefined) return 'unknown';
    return birth === owner.birth ? 'there' : 'gone';
  }
  if (owner?.kernel === undefined || owner.kernel !== kernelOf()) return 'unknown';
  return await askForLife(lock);
}

function noteIn(lock: string): string {
  return join(lock, 'holder');
}
