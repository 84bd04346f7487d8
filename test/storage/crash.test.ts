import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { some, times } from '../thorough.ts';
import { buildProgram, eachOf, faults, run, start, temporaryFolder, testFolder } from './children.ts';

const program = temporaryFolder();
let script = '';

beforeAll(async () => {
  script = await buildProgram('program.ts', program.folder);
});
afterAll(program.remove);

// Dozens of processes each, on machines that may be busy.
vi.setConfig({ testTimeout: times(90_000, 300_000), hookTimeout: 90_000 });

const before = 'a'.repeat(10_000);
const after = 'b'.repeat(20_000);

function write(path: string, fault: Record<string, string> = {}) {
  return run([process.execPath, '--require', faults, script, 'write', path, 'b'], { env: fault });
}

describe('a write that goes wrong at any of its calls', () => {
  it.each(['kill', 'EIO', 'ENOSPC', 'short'])('leaves old or new content: %s', async (fault) => {
    const counting = testFolder();
    writeFileSync(join(counting, 'file'), before);
    const calls: string[] = JSON.parse((await write(join(counting, 'file'), { FAULT: 'count' })).out);
    expect(calls).toEqual(['mkdir', 'open', 'write', 'fsync', 'rename', 'fsync', 'rm']);

    await eachOf(some([...calls.keys()], 4), async (index) => {
      const folder = join(counting, String(index));
      const path = join(folder, 'file');
      mkdirSync(folder);
      writeFileSync(path, before);
      const ended = await write(path, { FAULT: fault, FAULT_AT: String(index + 1) });

      const content = readFileSync(path, 'utf8');
      expect([before, after]).toContain(content);
      const renamed = calls.indexOf('rename') < index;
      if (ended.code === 0) expect(content).toBe(after);
      else expect(content, `${calls[index]} at ${index}`).toBe(renamed ? after : before);
      if (fault === 'kill') expect(ended.signal).toBe('SIGKILL');
      else if (ended.code !== 0) expect(ended).toMatchObject({ code: 1, err: expect.stringContaining(path) });
      if (fault !== 'kill') expect(readdirSync(folder)).toEqual(['file']);

      expect((await write(path)).code).toBe(0);
      expect(readFileSync(path, 'utf8')).toBe(after);
      expect(readdirSync(folder)).toEqual(['file']);
    });
  });

  it('says why, in words', async () => {
    const path = join(testFolder(), 'file');
    const reasons: Record<string, string> = {
      ENOSPC: 'the disk is full',
      EROFS: 'the disk is read-only',
      EACCES: 'permission is denied',
      EIO: 'the disk reported an error',
      EDQUOT: 'your disk quota is used up',
      EXDEV: 'EXDEV',
    };
    await eachOf(Object.entries(reasons), async ([code, reason]) => {
      // The second call: the first makes the folder.
      const ended = await write(path, { FAULT: code, FAULT_AT: '2' });
      expect(ended).toMatchObject({ code: 1, err: `failed: Could not write ${path}: ${reason}.` });
    });
  });
});

it('kill -9 at random moments: each time one whole text, and the next write sweeps', async () => {
  const folder = testFolder();
  const rounds = times(6, 60);
  await eachOf([...Array(rounds).keys()], async (round) => {
    const own = join(folder, String(round));
    const target = join(own, 'file');
    const child = start([process.execPath, script, 'rewrite', target]);
    await child.started;
    await delay(Math.random() * 60);
    child.process.kill('SIGKILL');
    await child.ended;
    const content = readFileSync(target, 'utf8');
    expect(content).toBe(content.charAt(0).repeat(200_000));
    expect((await write(target)).code).toBe(0);
    expect(readdirSync(own)).toEqual(['file']);
  });
  expect(readdirSync(folder)).toHaveLength(rounds);
});

/** Ways to make a disk really full, where they are to be had. What FAULT=short does above works on every system. */
const fullDisks = [
  {
    name: 'a file system of 16 kB',
    works: spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', tmpdir()]).status === 0,
    prepare: 'mount -t tmpfs -o size=16k tmpfs "$0" && printf old > "$0/file"',
    shell: ['unshare', '-m', 'sh'] as const,
    reason: 'the disk is full',
  },
  {
    name: 'a limit on the size of files',
    works: process.platform !== 'win32',
    prepare: 'printf old > "$0/file"; ulimit -f 8',
    shell: ['sh'] as const,
    reason: 'the file would be larger than this system allows',
  },
];

it.each(fullDisks.filter(({ works }) => works))(
  '$name: the old file stays',
  async ({ prepare, shell, reason }) => {
    const folder = testFolder();
    const path = join(folder, 'file');
    const [command, ...rest] = shell;
    // What is left is shown from inside: the small file system ends with the shell.
    const lines = `${prepare}; "$@"; status=$?; ls -A "$0"; cat "$0/file"; exit $status`;
    const ended = await run([
      command,
      ...rest,
      '-c',
      lines,
      folder,
      process.execPath,
      script,
      'write',
      path,
      'x',
    ]);
    expect(ended).toMatchObject({
      code: 1,
      err: `failed: Could not write ${path}: ${reason}.`,
      out: 'file\nold',
    });
  },
);
