import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { withBriefLock } from '../../src/storage/brief-lock.ts';
import { birthOf, placeOfProcesses } from '../../src/storage/processes.ts';
import { buildProgram, faults, run, testFolder } from './children.ts';

it('a lock that this process could not give back does not hold it up', async () => {
  const path = join(testFolder(), 'tasks');
  const ours = JSON.stringify([process.pid, birthOf(process.pid) ?? '', placeOfProcesses()]);
  writeFileSync(`${path}.busy`, ours);
  expect(await withBriefLock(path, () => 'done', 50)).toBe('done');
  expect(existsSync(`${path}.busy`)).toBe(false);
});

it('a lock whose note only begins to be written, for want of room, is not left behind', async () => {
  const folder = testFolder();
  const program = await buildProgram('program.ts', folder);
  const path = join(folder, 'tasks');
  const command = [process.execPath, '--require', faults, program, 'brief', path] as const;
  const counted = await run(command, { env: { FAULT: 'count' } });
  const calls: string[] = JSON.parse(counted.out.replace('done', ''));
  const at = String(calls.indexOf('write') + 1);
  expect(await run(command, { env: { FAULT: 'short', FAULT_AT: at } })).toMatchObject({
    code: 99,
    err: expect.stringContaining('ENOSPC'),
  });
  expect(existsSync(`${path}.busy`)).toBe(false);
  expect(await run(command)).toMatchObject({ code: 0, out: 'done' });
});
