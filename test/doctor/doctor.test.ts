import {
  appendFileSync,
  chmodSync,
  chownSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verdictOn } from '../../src/doctor/node.ts';
import { dayOf, eventFile } from '../../src/inbox/file-store/days.ts';
import { fileInbox } from '../../src/inbox/file-store/file-inbox.ts';
import { main } from '../../src/main.ts';
import { blink, home } from '../front-door.ts';
import { inboxOf, keep, order, storedEvent } from '../inbox/keep.ts';
import { terminalOf } from '../reliability/screen.ts';
import { configFolder, storeAccounts } from '../reliability/sending.ts';
import { diagnosesOf } from './diagnoses.ts';

const failed = (detail: string, fix: string) => ({
  status: 'failed',
  detail: expect.stringContaining(detail),
  fix: expect.stringContaining(fix),
});
const warned = (detail: string, fix: string) => ({ ...failed(detail, fix), status: 'warning' });
const ok = (detail: string) => ({ status: 'ok', detail: expect.stringContaining(detail) });

/** A token that says when it expires. */
const tokenUntil = (time: number) =>
  `x.${Buffer.from(JSON.stringify({ exp: Math.floor(time / 1000) })).toString('base64url')}.x`;
const hours = (count: number) => Date.now() + count * 3_600_000;

describe('blink doctor', () => {
  it('fails on a fresh computer for one reason, and says how to begin', async () => {
    const { code, ok, found, err } = await diagnosesOf(home());
    const wrong = [...found.values()].filter(({ status }) => status === 'failed');
    expect({ code, ok, wrong }).toEqual({
      ...{ code: 1, ok: false },
      wrong: [expect.objectContaining({ id: 'environment', fix: expect.stringContaining('blink login') })],
    });
    expect(JSON.parse(err).error).toMatchObject({ message: '1 check failed: environment.', exitCode: 1 });
  });

  it('finds nothing wrong with the simulator, without a network', async () => {
    const { code, ok, found } = await diagnosesOf(home(), 'doctor --env local');
    expect({ code, ok }).toEqual({ code: 0, ok: true });
    for (const step of ['name', 'connection', 'certificate', 'clock']) {
      expect(found.get(`ordering-${step}`)).toMatchObject({ status: 'skipped' });
    }
    expect([...found.values()].filter(({ status, fix }) => fix !== undefined && status === 'ok')).toEqual([]);
  });

  it('tells people each thing on a line, and its mending below', async () => {
    const { code, out, err } = await blink('doctor', { env: home() });
    expect(code).toBe(1);
    expect(out).toMatch(/^✓ Node: \d+\.\d+\.\d+ on \w+, with blink/);
    expect(out).toMatch(/^✗ Environment: none is chosen.*\n {4}blink login /m);
    expect(out).toMatch(/^– ordering address, .*: no environment is chosen$/m);
    expect(err).toBe('Error: 1 check failed: environment.\n');
    expect((await blink('doctor --env local --output csv', { env: home() })).out).toContain(
      '\nnode,Node,ok,',
    );
  });

  it('runs whatever is set, and tells of each thing once', async () => {
    const env = {
      ...home(),
      ...{ BLINK_ENV: 'moon', BLINK_PROFILE: 'a\nb', HTTPS_PROXY: 'socks5://proxy.example' },
      ...{ NODE_EXTRA_CA_CERTS: '/nowhere/ca.pem' },
    };
    const { code, found } = await diagnosesOf(env);
    const wrong = [...found.values()].filter(({ status }) => status === 'failed').map(({ id }) => id);
    expect({ code, wrong }).toEqual({ code: 1, wrong: ['environment', 'proxy', 'authorities'] });
    expect(await blink('doctor --env moon', { env })).toMatchObject({ code: 2 });
  });
});

describe('the settings', () => {
  it.each([
    ['damaged ones', '{"profiles": ', /not valid JSON/],
    ['ones of a wrong shape', '{"profiles": {"default": {"env": "moon"}}}', /profiles\.default\.env must be/],
  ])('%s are told of, and left where they are', async (_, text, says) => {
    const env = home();
    const file = join(configFolder(env), 'config.json');
    writeFileSync(file, text);
    const { code, of } = await diagnosesOf(env);
    expect(code).toBe(1);
    expect(of('settings')).toMatchObject({ status: 'failed', detail: expect.stringMatching(says) });
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('a link in their place fails, and hides nothing', async () => {
    const env = home();
    symlinkSync('/etc/hostname', join(configFolder(env), 'config.json'));
    const { of } = await diagnosesOf(env, 'doctor --env local');
    expect(of('settings')).toMatchObject(failed('is a link', 'Replace the link'));
    expect(of('ordering-login')).toMatchObject({ status: 'ok' });
  });

  it('what was set aside is remembered', async () => {
    const env = home();
    writeFileSync(join(configFolder(env), 'config.json.bad'), '{');
    expect((await diagnosesOf(env)).of('settings')).toMatchObject(warned('set aside', 'rm '));
  });
});

describe('the folders', () => {
  it('open ones are closed, files and full of strangers they are told of', async () => {
    const env = home();
    const { BLINK_CONFIG_DIR: config = '', BLINK_STATE_DIR: state = '' } = env;
    mkdirSync(config, { mode: 0o755 });
    writeFileSync(state, '');
    const { of } = await diagnosesOf(env);
    expect(of('config-folder')).toMatchObject(warned('other users may look', `chmod 700 ${config}`));
    expect(of('state-folder')).toMatchObject(failed('is a file', 'mv '));
    chmodSync(config, 0o700);
    rmSync(state);
    mkdirSync(state, { mode: 0o700 });
    const mended = await diagnosesOf(env);
    expect(mended.of('config-folder')).toMatchObject(ok('free'));
    expect(mended.of('state-folder')).toMatchObject(ok('free'));
  });

  it.runIf(process.getuid?.() === 0)('what a run with sudo left is given back', async () => {
    const env = home();
    const left = join(env.BLINK_STATE_DIR ?? '', 'default', 'production');
    mkdirSync(left, { recursive: true, mode: 0o700 });
    chownSync(left, 12_345, 12_345);
    expect((await diagnosesOf(env)).of('state-folder')).toMatchObject(failed(left, 'sudo chown -R'));
  });
});

describe('the credentials', () => {
  const sandbox = {
    BLINK_ENV: 'sandbox',
    BLINK_API_URL: 'http://127.0.0.1:9',
    BLINK_LOGISTICS_URL: 'http://127.0.0.1:9',
  };

  it.each<[string, NodeJS.ProcessEnv, object]>([
    ['none', {}, failed('not logged in', 'blink login --env sandbox')],
    ['a token that does not say', { BLINK_TOKEN: 'opaque' }, ok('does not say when')],
    ['a token that is good', { BLINK_TOKEN: tokenUntil(hours(100)) }, ok('good until')],
    [
      'one that is good for hours',
      { BLINK_TOKEN: tokenUntil(hours(3)) },
      warned('expires in 3 h', 'BLINK_TOKEN'),
    ],
    ['one that has expired', { BLINK_TOKEN: tokenUntil(hours(-1)) }, failed('has expired', 'BLINK_TOKEN')],
    [
      'a password',
      { BLINK_USERNAME: 'teen-neem', BLINK_PASSWORD: 'canary' },
      ok('teen-neem, whose password is from BLINK_PASSWORD'),
    ],
    [
      'a password that renews a token that has expired',
      { BLINK_USERNAME: 'teen-neem', BLINK_PASSWORD: 'canary', BLINK_TOKEN: tokenUntil(hours(-1)) },
      ok('teen-neem'),
    ],
    ['two ways to give one', { BLINK_TOKEN: 'a', BLINK_TOKEN_FILE: '/b' }, failed('both set', 'Unset one')],
    [
      'a file that is missing',
      { BLINK_TOKEN_FILE: '/nowhere/token' },
      failed('/nowhere/token', 'Check the path'),
    ],
    ['a command that fails', { BLINK_TOKEN_COMMAND: 'false canary' }, failed('exit code 1', 'by hand')],
  ])('%s', async (_, variables, expected) => {
    const { of, text } = await diagnosesOf({ ...home(), ...sandbox, ...variables });
    expect(of('ordering-login')).toMatchObject(expected);
    expect(text).not.toContain('canary');
  });

  it('a stored token that has expired is mended by the login of its profile', async () => {
    const env = home();
    storeAccounts(env, 'sandbox', {
      sandbox: { token: tokenUntil(hours(-1)), logisticsToken: tokenUntil(hours(-1)) },
    });
    const { of } = await diagnosesOf({ ...env, HTTPS_PROXY: 'http://127.0.0.1:9' });
    expect(of('ordering-login')).toMatchObject(
      failed('config.json has expired', 'blink login --env sandbox'),
    );
    expect(of('logistics-token')).toMatchObject(
      failed('has expired', 'blink login --logistics --env sandbox'),
    );
  });

  it('that belong to another address are told of, and the address too', async () => {
    const env = home();
    storeAccounts(env, 'sandbox', { sandbox: { username: 'teen-neem', token: 'token-1' } });
    const { of } = await diagnosesOf({ ...env, ...sandbox });
    expect(of('ordering-address')).toMatchObject(warned('BLINK_API_URL is set', 'unset BLINK_API_URL'));
    expect(of('ordering-login')).toMatchObject(failed('belongs to https://stg-api', 'Unset BLINK_API_URL'));
  });
});

describe('what is kept', () => {
  it('a lock whose process is gone is told of, one in use is not', async () => {
    const env = home();
    const jobs = join(env.BLINK_STATE_DIR ?? '', 'default', 'local', 'jobs');
    const holder = (pid: number) => ({ id: '1', pid, birth: '1', host: 'here', place: 'elsewhere' });
    const lock = (name: string, pid: number) => {
      mkdirSync(join(jobs, name), { recursive: true, mode: 0o700 });
      writeFileSync(join(jobs, name, 'holder'), JSON.stringify(holder(pid)));
    };
    lock('stock-sync-1.lock', 1);
    expect((await diagnosesOf(env, 'doctor --env local')).of('locks')).toMatchObject(ok('in use: '));
    writeFileSync(join(jobs, 'orders.busy'), JSON.stringify([2 ** 22 + 1, '', 'elsewhere']));
    utimesSync(join(jobs, 'orders.busy'), 0, 0);
    utimesSync(join(jobs, 'stock-sync-1.lock'), 0, 0);
    const { code, of } = await diagnosesOf(env, 'doctor --env local');
    expect(code).toBe(0);
    expect(of('locks')).toMatchObject(warned('2 are left', `rm -r ${join(jobs, 'orders.busy')} `));
  });

  it('a damaged ledger fails, with the line and its repair', async () => {
    const env = home();
    await blink('stock set bbq-01 --price 520 --discount-price 0 --env local', { env });
    expect((await diagnosesOf(env, 'doctor --env local')).of('ledger')).toMatchObject(ok('whole'));
    const book = join(env.BLINK_STATE_DIR ?? '', 'default', 'local', 'ledger', 'catalog');
    writeFileSync(book, readFileSync(book, 'utf8').replace('bbq', 'BBQ'));
    expect((await diagnosesOf(env, 'doctor --env local')).of('ledger')).toMatchObject(
      failed('catalog: line 2 was changed', 'blink ledger repair --env local'),
    );
  });

  it('events that wait while nobody forwards them fail, those that were given up are told of', async () => {
    const env = home();
    const inbox = inboxOf(env, 'local');
    keep(inbox, storedEvent(order('8'), Date.now() - 60_000));
    const line = 'doctor --env local';
    expect((await diagnosesOf(env, line)).of('inbox')).toMatchObject(
      ok('1 event in the last 7 days; no listener'),
    );
    const target = 'http://127.0.0.1:9000';
    const waiting = { ...storedEvent(order('9'), Date.now() - 50_000), targets: [target] };
    keep(inbox, waiting);
    expect((await diagnosesOf(env, line)).of('inbox')).toMatchObject(
      failed('1 of the last 7 days', 'blink webhook inbox list --state pending --env local'),
    );
    const store = fileInbox(inbox);
    const at = new Date().toISOString();
    await store.record({ id: waiting.id, target, state: 'dead', attempt: 3, at });
    await store.close();
    expect((await diagnosesOf(env, line)).of('inbox')).toMatchObject(warned('were given up', '--state dead'));
    appendFileSync(eventFile(inbox, dayOf(Date.now())), 'damage\n');
    expect((await diagnosesOf(env, line)).of('inbox')).toMatchObject(failed("can't be read", 'inbox list'));
  });
});

describe('the terminal', () => {
  it.each([
    [{ LANG: 'ur_PK.UTF-8' }, /✓ Terminal: 200 columns, no colours, UTF-8/],
    [
      { LC_ALL: 'C', LANG: 'ur_PK.UTF-8' },
      /! Terminal: its language is not UTF-8.*\n {4}export LC_ALL=C.UTF-8/,
    ],
  ])('with %o', async (variables, says) => {
    const { io, screen } = terminalOf({ ...home(), ...variables });
    await main(['doctor', '--env', 'local'], io, new AbortController().signal);
    expect(screen()).toMatch(says);
  });
});

describe('--cron', () => {
  it('looks with what cron gives, and has lines for the crontab that hold no secret', async () => {
    const own = home();
    const env = {
      ...own,
      ...{ BLINK_ENV: 'local', BLINK_PASSWORD: 'canary', PATH: '/opt/blink/bin' },
      ...{ HTTPS_PROXY: 'http://till:canary@proxy.example:8080', TERM: 'xterm' },
    };
    const { code, of, text } = await diagnosesOf(env, 'doctor --cron');
    expect(code).toBe(1);
    const variables = of('cron-variables');
    expect(variables).toMatchObject(
      warned(
        'BLINK_CONFIG_DIR, BLINK_STATE_DIR, BLINK_ENV, BLINK_PASSWORD, HTTPS_PROXY',
        'BLINK_ENV=local\n',
      ),
    );
    expect(variables?.fix).toContain('\nBLINK_PASSWORD_FILE=/path');
    expect(of('environment')).toMatchObject({ status: 'failed' });
    expect(of('config-folder')?.detail).toContain(join(own.HOME ?? '', '.config', 'blink'));
    expect(text).not.toContain('canary');
    expect(await blink('doctor --cron --env local', { env })).toMatchObject({ code: 0 });
  });
});

it.each([
  ['20.18.0', 'failed'],
  ['18.20.4', 'failed'],
  ['20.18.1', 'ok'],
  ['24.0.0', 'ok'],
])('Node %s: %s', (node, status) => {
  expect(verdictOn(node, 'linux')).toMatchObject({ status });
});
