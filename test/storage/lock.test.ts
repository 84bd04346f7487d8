import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { CliError } from '../../src/errors.ts';
import { tryLock, withLock } from '../../src/storage/lock.ts';
import { readOwner } from '../../src/storage/lock-owner.ts';
import { times } from '../thorough.ts';
import { buildProgram, type Child, type Ended, run, start, temporaryFolder, testFolder } from './children.ts';

const program = temporaryFolder();
let script = '';

beforeAll(async () => {
  script = await buildProgram('program.ts', program.folder);
});
afterAll(program.remove);

// Dozens of processes each, on machines that may be busy.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

/** A process that has the lock of a file. */
async function holder(path: string): Promise<Child> {
  const child = start([process.execPath, script, 'hold', path]);
  await child.started;
  return child;
}

async function kill(child: Child): Promise<void> {
  child.process.kill('SIGKILL');
  await child.ended;
}

const hourAgo = () => Date.now() / 1000 - 3600;

describe('withLock', () => {
  it('lets one job at a time work, gives its result, and leaves nothing', async () => {
    const folder = testFolder();
    const path = join(folder, 'new', 'file');
    let working = 0;
    const results = await Promise.all(
      [1, 2, 3, 4, 5, 6].map((result) =>
        withLock(path, async () => {
          working += 1;
          await delay(5);
          expect(working).toBe(1);
          working -= 1;
          return result;
        }),
      ),
    );
    expect(results).toEqual([1, 2, 3, 4, 5, 6]);
    expect(readdirSync(join(folder, 'new'))).toEqual([]);
  });

  it('gives the lock back when the job fails, and passes its error on', async () => {
    const path = join(testFolder(), 'file');
    await expect(withLock(path, () => Promise.reject(new Error('mine')))).rejects.toThrow('mine');
    expect(await withLock(path, async () => 'again')).toBe('again');
  });

  it('loses no step of many processes that count', async () => {
    const processes = times(8, 20);
    const folder = testFolder();
    const path = join(folder, 'count');
    const one = () => run([process.execPath, script, 'count', path, '20']);
    const ends = await Promise.all([...Array(processes)].map(one));
    expect(ends.map(({ code, err }) => [code, err])).toEqual(ends.map(() => [0, '']));
    expect(readFileSync(path, 'utf8')).toBe(String(processes * 20));
    expect(readdirSync(folder)).toEqual(['count']);
  });

  it('gives up after the wait, and names the lock and its holder', async () => {
    const path = join(testFolder(), 'file');
    const child = await holder(path);
    const began = performance.now();
    const error = await withLock(path, async () => 'never', { wait: 300 }).catch((reason: unknown) => reason);
    expect(performance.now() - began).toBeGreaterThanOrEqual(299);
    expect(error).toBeInstanceOf(CliError);
    expect(error).toMatchObject({
      code: 'locked',
      exitCode: 75,
      message: expect.stringMatching(new RegExp(`process ${child.process.pid} .* the lock ${path}.lock `)),
    });
    await kill(child);
  });

  it('explains a folder in which no lock can be made', async () => {
    const folder = testFolder();
    writeFileSync(join(folder, 'plain'), '');
    await expect(withLock(join(folder, 'plain', 'deep', 'file'), async () => 1)).rejects.toMatchObject({
      code: 'failed',
      message: expect.stringContaining('Could not lock'),
    });
  });

  it('tells the job when the lock is lost, and leaves the next holder its lock', async () => {
    const path = join(testFolder(), 'file');
    await withLock(path, async (lost) => {
      rmSync(`${path}.lock`, { recursive: true });
      await new Promise((resolve) => lost.addEventListener('abort', resolve));
      expect(lost.reason).toMatchObject({ code: 'locked' });
      mkdirSync(`${path}.lock`);
    });
    expect(existsSync(`${path}.lock`)).toBe(true);
  });
});

describe('tryLock', () => {
  it('does not wait, and can be given back twice', async () => {
    const path = join(testFolder(), 'file');
    const release = await tryLock(path);
    expect(release).toBeDefined();
    expect(await tryLock(path)).toBeUndefined();
    await release?.();
    await release?.();
    const next = await tryLock(path);
    expect(next).toBeDefined();
    await release?.();
    expect(readOwner(`${path}.lock`)?.pid).toBe(process.pid);
    await next?.();
  });

  it('leaves a lock alone that another took over before this run noticed', async () => {
    const path = join(testFolder(), 'file');
    const release = await tryLock(path);
    const note = join(`${path}.lock`, 'holder');
    writeFileSync(note, readFileSync(note, 'utf8').replace(/"id":"[^"]*"/, '"id":"another"'));
    await release?.();
    expect(readOwner(`${path}.lock`)?.id).toBe('another');
  });

  it('takes over from a process that was killed, at once', async () => {
    const path = join(testFolder(), 'file');
    const child = await holder(path);
    expect(await tryLock(path)).toBeUndefined();
    await kill(child);
    expect(existsSync(`${path}.lock`)).toBe(true);
    const release = await tryLock(path);
    expect(release).toBeDefined();
    await release?.();
  });

  it('is given back by a process that just ends', async () => {
    const folder = testFolder();
    await run([process.execPath, script, 'quit', join(folder, 'file')]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ['no note', undefined],
    ['a torn note', '{"pid":'],
    ['a note from another computer', JSON.stringify({ id: '1', pid: 1, host: 'till', place: 'elsewhere' })],
  ])('takes over a lock with %s after 10 seconds without a sign of life, not before', async (_, note) => {
    const path = join(testFolder(), 'file');
    mkdirSync(`${path}.lock`);
    if (note !== undefined) writeFileSync(join(`${path}.lock`, 'holder'), note);
    utimesSync(`${path}.lock`, Date.now() / 1000 - 9, Date.now() / 1000 - 9);
    expect(await tryLock(path)).toBeUndefined();
    utimesSync(`${path}.lock`, Date.now() / 1000 - 11, Date.now() / 1000 - 11);
    const release = await tryLock(path);
    expect(release).toBeDefined();
    await release?.();
  });

  it('lets one of 20 processes take over from a dead one', async () => {
    for (let round = 0; round < times(1, 5); round += 1) {
      const folder = testFolder();
      const path = join(folder, 'file');
      const go = join(folder, 'go');
      await kill(await holder(path));
      const children = [...Array(20)].map(() => start([process.execPath, script, 'contend', path, go]));
      await Promise.all(children.map(({ started }) => started));
      writeFileSync(go, '');
      const ends: Ended[] = [];
      await new Promise<void>((resolve) => {
        for (const child of children) {
          void child.ended.then((end) => {
            if (ends.push(end) === 19) resolve();
          });
        }
      });
      expect(ends.map(({ out }) => out)).toEqual(ends.map(() => 'ready\nbusy\n'));
      const [winner] = children.filter(({ process: { exitCode } }) => exitCode === null);
      expect(readOwner(`${path}.lock`)?.pid, `round ${round}`).toBe(winner?.process.pid);
      if (winner) await kill(winner);
    }
  });

  it('a take-over that was cut short does not block the next for ever', async () => {
    const path = join(testFolder(), 'file');
    await kill(await holder(path));
    mkdirSync(`${path}.lock.takeover`);
    expect(await tryLock(path)).toBeUndefined();
    utimesSync(`${path}.lock.takeover`, hourAgo(), hourAgo());
    expect(await tryLock(path)).toBeUndefined();
    const release = await tryLock(path);
    expect(release).toBeDefined();
    await release?.();
  });
});

describe.runIf(process.platform === 'linux')('a lock of another container on this computer', () => {
  /** A process that has the lock, as it looks from a container in which its number means nothing. */
  async function foreignHolder(path: string, kernel?: string): Promise<Child> {
    const child = await holder(path);
    const note = join(`${path}.lock`, 'holder');
    const owner = { ...readOwner(`${path}.lock`), host: 'f3a1', place: 'f3a1 elsewhere' };
    writeFileSync(note, JSON.stringify({ ...owner, ...(kernel !== undefined && { kernel }) }));
    return child;
  }

  it.each([
    ['short', 'file'],
    ['too long for a socket', 'n'.repeat(120)],
  ])(
    'with a path that is %s is kept while its holder lives, and taken over at once when it is gone',
    async (_, name) => {
      const path = join(testFolder(), name);
      const child = await foreignHolder(path);
      utimesSync(`${path}.lock`, hourAgo(), hourAgo());
      expect(await tryLock(path)).toBeUndefined();
      child.process.kill('SIGSTOP');
      // More than a socket lets wait: nobody is taken for gone because nobody is let in.
      for (let i = 0; i < 600; i += 1) expect(await tryLock(path)).toBeUndefined();
      child.process.kill('SIGCONT');
      await kill(child);
      const release = await tryLock(path);
      expect(release).toBeDefined();
      await release?.();
    },
  );

  it('is left to the heartbeat where another kernel made it', async () => {
    const path = join(testFolder(), 'file');
    await kill(await foreignHolder(path, 'another'));
    expect(await tryLock(path)).toBeUndefined();
    utimesSync(`${path}.lock`, hourAgo(), hourAgo());
    const release = await tryLock(path);
    expect(release).toBeDefined();
    await release?.();
  });
});

describe.runIf(process.platform === 'linux')(
  'where a process can be told from a later one of its number',
  () => {
    it('a living holder keeps its lock, however wrong the clocks are', async () => {
      const path = join(testFolder(), 'file');
      const child = await holder(path);
      utimesSync(`${path}.lock`, hourAgo(), hourAgo());
      expect(await tryLock(path)).toBeUndefined();
      await kill(child);
    });

    it('a dead holder is known although its number was given to another process', async () => {
      const path = join(testFolder(), 'file');
      const child = await holder(path);
      const note = join(`${path}.lock`, 'holder');
      writeFileSync(note, readFileSync(note, 'utf8').replace(/"birth":"[^"]*"/, '"birth":"1"'));
      const release = await tryLock(path);
      expect(release).toBeDefined();
      await release?.();
      await kill(child);
    });
  },
);
