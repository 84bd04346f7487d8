import { type Dirent, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isLeft } from './brief-lock.ts';
import { storageFault } from './faults.ts';
import { fateOfOwner } from './lock-owner.ts';
import { isMissing } from './refusals.ts';

/** Folders below a state folder that hold locks: `profile/environment/jobs`. */
const deepest = 3;

/** The locks in a folder and below it, of either kind, also those that were left. @throws CliError `failed` */
export function locksIn(folder: string, depth = 0): string[] {
  return entriesOf(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (/\.(?:lock|busy)$/.test(entry.name)) return [path];
    return entry.isDirectory() && depth < deepest ? locksIn(path, depth + 1) : [];
  });
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (isMissing(error)) return [];
    throw storageFault('read', folder, error);
  }
}

/** Milliseconds. Whoever lives touches its lock more often. */
const stale = 10_000;

/** Whether the process that took a lock is gone. */
export async function isLeftOver(lock: string, now: number): Promise<boolean> {
  if (lock.endsWith('.busy')) return isLeft(lock);
  const fate = await fateOfOwner(lock);
  if (fate !== 'unknown') return fate === 'gone';
  const stats = statSync(lock, { throwIfNoEntry: false });
  return stats !== undefined && now - stats.mtimeMs > stale;
}
