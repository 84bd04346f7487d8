import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { withBriefLock } from '../../src/storage/brief-lock.ts';
import { birthOf, placeOfProcesses } from '../../src/storage/processes.ts';
import { testFolder } from './children.ts';

it('a lock that this process could not give back does not hold it up', async () => {
  const path = join(testFolder(), 'tasks');
  const ours = JSON.stringify([process.pid, birthOf(process.pid) ?? '', placeOfProcesses()]);
  writeFileSync(`${path}.busy`, ours);
  expect(await withBriefLock(path, () => 'done', 50)).toBe('done');
  expect(existsSync(`${path}.busy`)).toBe(false);
});
