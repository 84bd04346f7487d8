import { type Dirent, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isLeft } from '../storage/brief-lock.ts';
import { storageFault } from '../storage/faults.ts';
import { fateOfOwner, readOwner } from '../storage/lock-owner.ts';
import { type Check, ok, quoted, warning } from './check.ts';

export const locksCheck: Check = {
  id: 'locks',
  title: 'Locks',
  async look({ folders, now }) {
    const used: string[] = [];
    const left: string[] = [];
    for (const lock of [...locksIn(folders.config), ...locksIn(folders.state)]) {
      if (await isLeftOver(lock, now())) left.push(lock);
      else used.push(`${lock}${ownerOf(lock)}`);
    }
    if (left.length > 0) {
      return warning(
        `${left.length === 1 ? 'one is' : `${left.length} are`} left of a run that is gone; the next one of its kind takes it over`,
        `rm -r ${left.map(quoted).join(' ')}`,
      );
    }
    return ok(used.length === 0 ? 'none' : `in use: ${used.join(', ')}`);
  },
};

/** Folders that hold locks, in a state folder and below it: `profile/environment/jobs`. */
const deepest = 3;

function locksIn(folder: string, depth = 0): string[] {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
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
    throw storageFault('read', folder, error);
  }
}

/** Milliseconds. Whoever lives touches its lock more often. */
const stale = 10_000;

async function isLeftOver(lock: string, now: number): Promise<boolean> {
  if (lock.endsWith('.busy')) return isLeft(lock);
  const fate = await fateOfOwner(lock);
  if (fate !== 'unknown') return fate === 'gone';
  const stats = statSync(lock, { throwIfNoEntry: false });
  return stats !== undefined && now - stats.mtimeMs > stale;
}

function ownerOf(lock: string): string {
  const owner = readOwner(lock);
  return owner ? ` (process ${owner.pid} on ${owner.host})` : '';
}
