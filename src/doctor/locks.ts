import { shellWord } from '../shell-word.ts';
import { readOwner } from '../storage/lock-owner.ts';
import { isLeftOver, locksIn } from '../storage/locks.ts';
import { type Check, ok, warning } from './check.ts';

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
      const how = left.length === 1 ? 'one is' : `${left.length} are`;
      return warning(
        `${how} left of a run that is gone; the next one of its kind takes it over`,
        `rm -r ${left.map(shellWord).join(' ')}`,
      );
    }
    return ok(used.length === 0 ? 'none' : `in use: ${used.join(', ')}`);
  },
};

function ownerOf(lock: string): string {
  const owner = readOwner(lock);
  return owner ? ` (process ${owner.pid} on ${owner.host})` : '';
}
