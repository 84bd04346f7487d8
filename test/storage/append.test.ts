import { readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { addLines, openLines } from '../../src/storage/append.ts';
import { groupCommits } from '../../src/storage/group-commit.ts';
import { some } from '../thorough.ts';
import { buildProgram, eachOf, faults, run, temporaryFolder, testFolder } from './children.ts';

const program = temporaryFolder();
let script = '';

beforeAll(async () => {
  script = await buildProgram('program.ts', program.folder);
});
afterAll(program.remove);

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const linesOf = (path: string) => readFileSync(path, 'utf8').split('\n').slice(0, -1);
/** Linux flushes with the write. */
const flushed = process.platform === 'linux' ? ['write'] : ['write', 'datasync'];
const lines = (prefix: string) => [1, 2, 3].map((number) => `${prefix}${number}`.repeat(1000));

function append(path: string, prefix: string, fault: Record<string, string> = {}) {
  return run([process.execPath, '--require', faults, script, 'append', path, prefix], { env: fault });
}

describe('a file that grows by lines', () => {
  it('takes lines that wait together together, in their order', async () => {
    const path = join(testFolder(), 'new', 'journal');
    const file = await openLines(path);
    const batches: number[] = [];
    const { add, settled } = groupCommits(async (lines: readonly string[]) => {
      batches.push(lines.length);
      const at = await file.append(Buffer.from(lines.join('')));
      return lines.map(() => at);
    });
    const all = Array.from({ length: 200 }, (_, i) => `line ${i}`);
    await Promise.all(all.map((line) => add(`${line}\n`)));
    await settled();
    await file.close();
    expect(linesOf(path)).toEqual(all);
    expect(batches).toEqual([1, 199]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('may be added to by others, whose half lines spoil none of ours', async () => {
    const path = join(testFolder(), 'actions');
    writeFileSync(path, 'first\nhal');
    await Promise.all(['a', 'b', 'c'].map((line) => addLines(path, Buffer.from(`${line}\n`))));
    expect(
      linesOf(path)
        .filter((line) => line !== '')
        .sort(),
    ).toEqual(['a', 'b', 'c', 'first', 'hal']);
  });

  it.each([
    ['a line that was cut off', 'first\nsecond\nthi', ['first', 'second', 'next']],
    ['nothing but a cut line', 'fir', ['next']],
    ['a cut line longer than what is read at once', `first\n${'x'.repeat(200_000)}`, ['first', 'next']],
    ['whole lines', 'first\n', ['first', 'next']],
  ])('goes on after %s', async (_, content, expected) => {
    const path = join(testFolder(), 'journal');
    writeFileSync(path, content);
    const file = await openLines(path);
    await file.append(Buffer.from('next\n'));
    await file.close();
    expect(linesOf(path)).toEqual(expected);
  });

  it('writes again what was written to a file that somebody removed meanwhile', async () => {
    const path = join(testFolder(), 'journal');
    const file = await openLines(path);
    await file.append(Buffer.from('gone\n'));
    const writing = file.append(Buffer.from('kept\n'));
    rmSync(path);
    expect(await writing).toBe(0);
    await file.close();
    expect(readFileSync(path, 'utf8')).toBe('kept\n');
  });

  it('says whether there is room, and leaves nothing of it', async () => {
    const path = join(testFolder(), 'journal');
    const file = await openLines(path);
    await file.append(Buffer.from('one\n'));
    await file.tryRoom(100_000);
    await file.append(Buffer.from('two\n'));
    await file.close();
    expect(readFileSync(path, 'utf8')).toBe('one\ntwo\n');
  });

  it('refuses a link', async () => {
    const folder = testFolder();
    writeFileSync(join(folder, 'elsewhere'), '');
    symlinkSync(join(folder, 'elsewhere'), join(folder, 'journal'));
    await expect(openLines(join(folder, 'journal'))).rejects.toMatchObject({ code: 'failed' });
    expect(readFileSync(join(folder, 'elsewhere'), 'utf8')).toBe('');
  });

  it.each(['kill', 'EIO', 'ENOSPC', 'short'])('keeps every line it promised: %s', async (fault) => {
    const folder = testFolder();
    const counted = await append(join(folder, 'counted'), 'a', { FAULT: 'count' });
    const calls: string[] = JSON.parse(counted.out.slice(counted.out.indexOf('[')));
    expect(calls).toEqual(['mkdir', 'open', 'fsync', ...Array(3).fill(flushed).flat()]);

    await eachOf(some([...calls.keys()], 6), async (index) => {
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
