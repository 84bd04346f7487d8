import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { start } from '../e2e/process.ts';
import { loggingServer } from '../server.ts';
import { eachOf, faults, run } from '../storage/children.ts';
import { some } from '../thorough.ts';
import { answerAll } from './every-command.ts';
import { commands, configFolder, copyOf, serverAt, storeAccount } from './sending.ts';

const inVariables = { BLINK_USERNAME: 'kfc', BLINK_PASSWORD: 'hunter2', BLINK_TOKEN: undefined };
const login = ['login', '--username', 'kfc', '--password-stdin'];

async function service(more: NodeJS.ProcessEnv = inVariables) {
  const { url, received } = await loggingServer((request) => answerAll(request));
  return { env: serverAt(url, more), received };
}

async function given(args: readonly string[], env: NodeJS.ProcessEnv, input = '') {
  const { child, ended } = start(args, env);
  child.stdin?.end(input);
  const { code, out, err } = await ended;
  return { code, out, err };
}

/** Whether this user may make a file system read-only for one process. */
const mounts = spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', tmpdir()]).status === 0;

/** Makes a folder that nobody can write to, not even root. */
function inTheWay(folder: string): void {
  mkdirSync(dirname(folder), { recursive: true });
  writeFileSync(folder, 'a file in place of the folder');
}

describe('with credentials in variables', () => {
  it.each([
    [
      'no folder for the configuration',
      (env: NodeJS.ProcessEnv) => expect(existsSync(env.BLINK_CONFIG_DIR ?? '')).toBe(false),
    ],
    ['a file in place of that folder', (env: NodeJS.ProcessEnv) => inTheWay(env.BLINK_CONFIG_DIR ?? '')],
    [
      'files in place of both folders',
      (env: NodeJS.ProcessEnv) => {
        inTheWay(env.BLINK_CONFIG_DIR ?? '');
        inTheWay(env.BLINK_STATE_DIR ?? '');
      },
    ],
  ])('every call works with %s', async (what, prepare) => {
    const { env, received } = await service();
    prepare(env);
    expect(await given(commands.read, env)).toMatchObject({ code: 0 });
    expect(await given(commands.idempotent, env)).toMatchObject({ code: 0 });
    // What must not be made twice needs a place to note that it was made.
    const noted = what !== 'files in place of both folders';
    const once = await given(commands.once, env);
    expect(once).toMatchObject(
      noted ? { code: 0 } : { code: 1, err: expect.stringContaining('Nothing was sent') },
    );
    expect(await given([...commands.once, '--ignore-ledger', '--again'], env)).toMatchObject({ code: 0 });
    expect(received.filter(({ path }) => path.includes('/login'))).toHaveLength(2);
    expect(await given(['menu', 'import', copyOf('menu.csv')], env)).toMatchObject({ code: 0 });
  });

  it.runIf(mounts)('every call works with a file system that is read-only', async () => {
    const { env } = await service();
    const folder = configFolder(env);
    storeAccount(env, { username: 'kfc', token: 'old' });
    const words = [process.execPath, inject('program'), ...commands.read];
    const readOnly = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"';
    const ended = await run(['unshare', '-m', 'sh', '-c', readOnly, folder, ...words], { env: plain(env) });

    expect(ended).toMatchObject({
      code: 0,
      err: expect.stringMatching(/could not be kept.*the disk is read-only/),
    });
  });

  const corrupt = [
    ['half a file', '{"profiles": {"default": {"env": "sandb'],
    ['an empty file', ''],
    ['zeros, as after a power cut', '\0'.repeat(200)],
    ['a list', '[]'],
    ['what is no configuration', '{"profiles": {"default": {"env": 5, "accounts": {}}}}'],
  ] as const;
  it.each(some(corrupt, 2))(
    'a configuration that is corrupt is kept as .bad and explained: %s',
    async (_, text) => {
      const { env } = await service();
      const folder = configFolder(env);
      writeFileSync(join(folder, 'config.json'), text, { mode: 0o600 });
      const { code, err } = await given(commands.read, env);
      expect({ code, err }).toEqual({
        code: 0,
        err: expect.stringMatching(/config\.json can't be used: .*moved to .*config\.json\.bad/),
      });
      expect(readdirSync(folder)).toEqual(['config.json.bad']);
      expect(readFileSync(join(folder, 'config.json.bad'), 'utf8')).toBe(text);
      expect(await given(commands.read, env)).toMatchObject({ code: 0, err: '' });
      writeFileSync(join(folder, 'config.json'), text, { mode: 0o600 });
      expect(await given(login, env, 'hunter2')).toMatchObject({ code: 0 });
      expect(readdirSync(folder).sort()).toEqual(['config.json', 'config.json.bad', 'config.json.bad.2']);
    },
  );
});

/** The variables that are set. */
function plain(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

it.skipIf(process.platform === 'win32')(
  'a configuration that is a link is refused, read or written',
  async () => {
    const { env, received } = await service();
    const folder = configFolder(env);
    const elsewhere = join(env.HOME ?? '', 'elsewhere.json');
    storeAccount(env, { username: 'kfc', token: 'old' });
    renameSync(join(folder, 'config.json'), elsewhere);
    symlinkSync(elsewhere, join(folder, 'config.json'));
    const before = readFileSync(elsewhere, 'utf8');
    for (const command of [commands.read, login, ['logout'], ['config', 'set', 'timeout', '9'], ['whoami']]) {
      expect(await given(command, env, 'hunter2')).toMatchObject({
        code: 1,
        err: expect.stringContaining('is a link to another file'),
      });
    }
    expect(readFileSync(elsewhere, 'utf8')).toBe(before);
    expect(received).toEqual([]);
  },
);

it.skipIf(process.platform === 'win32')(
  'a disk that takes only a part of a change: explained, and what was there stays',
  async () => {
    const env = serverAt('http://127.0.0.1:9', inVariables);
    const folder = configFolder(env);
    storeAccount(env, { username: 'kfc', token: 'old' });
    const before = readFileSync(join(folder, 'config.json'), 'utf8');
    const codes = join(env.HOME ?? '', 'codes.csv');
    const rows = Array.from({ length: 500 }, (_, i) => `KHI-${i},${6000 + i}`);
    writeFileSync(codes, `code,id\n${rows.join('\n')}\n`);
    const words = [process.execPath, inject('program'), 'branches', 'map', 'import', codes];
    const ended = await run(['sh', '-c', 'ulimit -f 8; exec "$0" "$@"', ...words], { env: plain(env) });
    expect(ended).toMatchObject({
      code: 1,
      err: expect.stringMatching(/Could not write .*config\.json: /),
    });
    expect(readFileSync(join(folder, 'config.json'), 'utf8')).toBe(before);
    expect(readdirSync(folder)).toEqual(['config.json']);
  },
);

it('a login that is killed before any of its writes leaves the old or the new login', async () => {
  const { env } = await service({ BLINK_TOKEN: undefined });
  const words = ['login', '--token-stdin', '--profile', 'new'];
  const attempt = async (index: number | undefined) => {
    const own = { ...env, BLINK_CONFIG_DIR: join(env.HOME ?? '', String(index)) };
    storeAccount(own, { username: 'old', token: 'old' });
    const injected = {
      FAULT: index === undefined ? 'count' : 'kill',
      ...(index === undefined ? {} : { FAULT_AT: String(index + 1) }),
    };
    const { child, ended } = start(words, { ...own, ...injected, NODE_OPTIONS: `--require ${faults}` });
    child.stdin?.end('token-1');
    return { own, ended: await ended };
  };
  const { ended } = await attempt(undefined);
  const calls: string[] = JSON.parse(/\[.*\]$/.exec(ended.out)?.[0] ?? '[]');
  expect(calls).toEqual(expect.arrayContaining(['write', 'fsync', 'rename']));
  await eachOf(some([...calls.keys()], 4), async (index) => {
    const { own, ended: end } = await attempt(index);
    const text = readFileSync(join(configFolder(own), 'config.json'), 'utf8');
    const profiles = Object.keys(JSON.parse(text).profiles);
    expect([['default'], ['default', 'new']], `${calls[index]} at ${index}`).toContainEqual(profiles);
    if (end.code === 0) expect(profiles).toEqual(['default', 'new']);
    expect(JSON.parse(text).profiles.default.accounts.sandbox.token).toBe('old');
  });
});
