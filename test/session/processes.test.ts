import { chmodSync, chownSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { storeLogin } from '../../src/session/stored/logins.ts';
import { readStored } from '../../src/session/stored/read.ts';
import {
  boundUser,
  buildProgram,
  eachOf,
  faults,
  openFolder,
  run,
  start,
  temporaryFolder,
  testFolder,
} from '../storage/children.ts';
import { some, times } from '../thorough.ts';

const program = temporaryFolder();
let script = '';

beforeAll(async () => {
  openFolder(program.folder);
  script = await buildProgram('../session/program.ts', program.folder);
});
afterAll(program.remove);

// Dozens of processes each, on machines that may be busy.
vi.setConfig({ testTimeout: times(90_000, 300_000), hookTimeout: 90_000 });

const login = (folder: string, profile: string, env: Record<string, string> = {}) =>
  run([process.execPath, '--require', faults, script, 'login', folder, profile], { env });

function read(folder: string) {
  return readStored(folder, (message) => expect.unreachable(message));
}

function loggedIn(folder: string): string[] {
  return Object.keys(read(folder).profiles).sort();
}

const one = storeLogin(
  { profiles: {} },
  { profile: 'old', environment: 'sandbox', username: 'old', token: 'old' },
);

function withConfig(folder: string): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'config.json'), JSON.stringify(one), { mode: 0o600 });
  return folder;
}

it('20 processes log in at the same time: no login is lost', async () => {
  const folder = join(testFolder(), 'blink');
  const names = [...Array(20).keys()].map((index) => `p${index}`);
  // Nobody waits longer than ten seconds for the others: who is told so on a slow machine tries again.
  const insist = async (name: string) => {
    for (;;) {
      const end = await login(folder, name);
      if (end.code !== 75) return end;
    }
  };
  const ends = await Promise.all(names.map(insist));
  expect(ends.map(({ code, err }) => [code, err])).toEqual(ends.map(() => [0, '']));
  expect(loggedIn(folder)).toEqual(names.sort());
  expect(readdirSync(folder)).toEqual(['config.json']);
});

describe('a change that goes wrong at any of its calls', () => {
  it.each(['kill', 'EIO', 'ENOSPC', 'short'])(
    'leaves the old or the new configuration: %s',
    async (fault) => {
      const root = testFolder();
      const calls: string[] = JSON.parse(
        (await login(withConfig(join(root, 'count')), 'new', { FAULT: 'count' })).out,
      );
      expect(calls).toEqual(expect.arrayContaining(['mkdir', 'write', 'fsync', 'rename']));

      await eachOf(some([...calls.keys()], 5), async (index) => {
        const folder = withConfig(join(root, String(index)));
        const ended = await login(folder, 'new', { FAULT: fault, FAULT_AT: String(index + 1) });
        const profiles = loggedIn(folder);
        expect([['old'], ['new', 'old']], `${calls[index]} at ${index}`).toContainEqual(profiles);
        if (ended.code === 0) expect(profiles).toEqual(['new', 'old']);
        else if (fault !== 'kill')
          expect(ended).toMatchObject({ code: 1, err: expect.stringContaining(folder) });

        expect(await login(folder, 'next')).toMatchObject({ code: 0, err: '' });
        expect(loggedIn(folder)).toEqual(['next', ...profiles].sort());
        expect(readdirSync(folder)).toEqual(['config.json']);
      });
    },
  );
});

it('kill -9 at random moments: always a whole configuration, and the next write sweeps', async () => {
  const root = testFolder();
  await eachOf([...Array(times(5, 40)).keys()], async (round) => {
    const folder = join(root, String(round));
    const child = start([process.execPath, script, 'relogin', folder]);
    await child.started;
    await delay(Math.random() * 60);
    child.process.kill('SIGKILL');
    await child.ended;
    const token = read(folder).profiles.a?.accounts.sandbox?.token ?? '';
    expect(token).toBe(token.charAt(0).repeat(5000));
    expect((await login(folder, 'b')).code).toBe(0);
    expect(loggedIn(folder)).toEqual(['a', 'b']);
    expect(readdirSync(folder)).toEqual(['config.json']);
  });
});

it('in the terminal of a snap conf writes in place: here too it is all or nothing', async () => {
  const folder = withConfig(testFolder());
  expect(await login(folder, 'new', { SNAP: '/snap/code/1' })).toMatchObject({ code: 0 });
  expect(loggedIn(folder)).toEqual(['new', 'old']);
  if (process.platform !== 'win32') expect(statSync(join(folder, 'config.json')).mode & 0o777).toBe(0o600);
});

it('a signal after a write comes once', async () => {
  const ended = await run([process.execPath, script, 'signal', testFolder()]);
  expect(ended).toMatchObject({ code: 0, out: 'signals: 1\n' });
});

const given = { BLINK_ENV: 'sandbox', BLINK_USERNAME: 'cron', BLINK_PASSWORD: 'from-env' };

describe('with credentials in variables', () => {
  it('a folder that can not be made is no obstacle to reading, and one to writing', async () => {
    const folder = testFolder();
    writeFileSync(join(folder, 'blink'), 'a file where the folder should be');
    const resolved = await run([process.execPath, script, 'resolve', join(folder, 'blink')], { env: given });
    expect(resolved).toMatchObject({ code: 0, out: 'sandbox cron from-env\n', err: '' });
    expect(await login(join(folder, 'blink'), 'a')).toMatchObject({
      code: 1,
      err: expect.stringContaining('Could not write'),
    });
  });

  it.each([
    [
      'a configuration that may not be read',
      0o700,
      0o000,
      '{"profiles":{}}',
      /permission is denied.*are not used/,
    ],
    [
      'a folder that may not be entered',
      0o000,
      0o600,
      '{"profiles":{}}',
      /permission is denied.*are not used/,
    ],
    [
      'a corrupt one in a folder that is read-only',
      0o500,
      0o600,
      '{',
      /is not valid JSON.*stays where it is/,
    ],
  ])('%s is explained, and no obstacle', async (_, folderMode, fileMode, text, explained) => {
    // Modes don't bind root, who runs these children as nobody. On Windows there are none: all is as if it were readable.
    const folder = join(testFolder(), 'blink');
    mkdirSync(folder);
    openFolder(join(folder, '..'));
    const path = join(folder, 'config.json');
    writeFileSync(path, text);
    for (const own of [path, folder]) if (boundUser !== undefined) chownSync(own, boundUser, boundUser);
    chmodSync(path, fileMode);
    chmodSync(folder, folderMode);
    const ended = await run([process.execPath, script, 'resolve', folder], { env: given, uid: boundUser });
    chmodSync(folder, 0o700);
    chmodSync(path, 0o600);
    expect(ended).toMatchObject({ code: 0, out: 'sandbox cron from-env\n' });
    if (process.platform !== 'win32') {
      expect(ended.err).toMatch(explained);
      expect(readdirSync(folder)).toEqual(['config.json']);
      expect(readFileSync(path, 'utf8')).toBe(text);
    }
  });

  it('a corrupt configuration that can not be moved is explained, by a disk that refuses', async () => {
    const folder = testFolder();
    writeFileSync(join(folder, 'config.json'), '{"profiles": oops', { mode: 0o600 });
    const command = [process.execPath, '--require', faults, script, 'resolve', folder] as const;
    const ended = await run([...command], { env: { ...given, FAULT: 'EROFS', FAULT_AT: '1' } });
    expect(ended).toMatchObject({ code: 0, out: 'sandbox cron from-env\n' });
    expect(ended.err).toMatch(/is not valid JSON.*the disk is read-only.*stays where it is/);
    expect(ended.err).not.toContain('oops');
    expect(readdirSync(folder)).toEqual(['config.json']);
  });
});
