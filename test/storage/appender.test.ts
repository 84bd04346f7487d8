import { readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openAppender } from '../../src/storage/appender.ts';
import { buildProgram, eachOf, faults, run, temporaryFolder, testFolder } from './children.ts';

const program = temporaryFolder();
let script = '';

beforeAll(async () => {
  script = await buildProgram('program.ts', program.folder);
});
afterAll(program.remove);

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const linesOf = (path: string) => readFileSync(path, 'utf8').split('\n').slice(0, -1);
const lines = (prefix: string) => [1, 2, 3].map((number) => `${prefix}${number}`.repeat(1000));

function append(path: string, prefix: string, fault: Record<string, string> = {}) {
  return run([process.execPath, '--require', faults, script, 'append', path, prefix], { env: fault });
}

describe('a file that grows by lines', () => {
  it('puts lines that wait together on the disk together, in their order', async () => {
    const path = join(testFolder(), 'new', 'journal');
    const file = await openAppender(path);
    await Promise.all(Array.from({ length: 200 }, (_, i) => file.append(`line ${i}`)));
    await file.close();
    expect(linesOf(path)).toEqual(Array.from({ length: 200 }, (_, i) => `line ${i}`));
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['a line that was cut off', 'first\nsecond\nthi', ['first', 'second', 'next']],
    ['nothing but a cut line', 'fir', ['next']],
    ['a cut line longer than what is read at once', `first\n${'x'.repeat(200_000)}`, ['first', 'next']],
    ['whole lines', 'first\n', ['first', 'next']],
  ])('goes on after %s', async (_, content, expected) => {
    const path = join(testFolder(), 'journal');
    writeFileSync(path, content);
    const file = await openAppender(path);
    await file.append('next');
    await file.close();
    expect(linesOf(path)).toEqual(expected);
  });

  it('refuses a link', async () => {
    const folder = testFolder();
    writeFileSync(join(folder, 'elsewhere'), '');
    symlinkSync(join(folder, 'elsewhere'), join(folder, 'journal'));
    await expect(openAppender(join(folder, 'journal'))).rejects.toMatchObject({ code: 'failed' });
    expect(readFileSync(join(folder, 'elsewhere'), 'utf8')).toBe('');
  });

  it.each(['kill', 'EIO', 'ENOSPC', 'short'])('keeps every line it promised: %s', async (fault) => {
    const folder = testFolder();
    const counted = await append(join(folder, 'counted'), 'a', { FAULT: 'count' });
    const calls: string[] = JSON.parse(counted.out.slice(counted.out.indexOf('[')));
    expect(calls).toEqual(['mkdir', 'open', 'fsync', ...Array(3).fill(['write', 'datasync']).flat()]);

    await eachOf([...calls.keys()], async (index) => {
      const path = join(folder, String(index), 'journal');
      const ended = await append(path, 'a', { FAULT: fault, FAULT_AT: String(index + 1) });
      expect(ended.signal).toBe(fault === 'kill' ? 'SIGKILL' : null);
      const promised = ended.out
        .split('\n')
        .slice(0, -1)
        .map((name) => name.repeat(1000));

      expect(await append(path, 'b')).toMatchObject({ code: 0, err: '' });
      const kept = linesOf(path);
      expect(kept.slice(-3)).toEqual(lines('b'));
      const first = kept.slice(0, -3);
      for (const line of promised) expect(first).toContain(line);
      for (const line of first) expect(lines('a')).toContain(line);
    });
  });
});
