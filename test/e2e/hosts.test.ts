import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { home } from '../front-door.ts';
import { copyOf, storeAccounts } from '../reliability/sending.ts';
import { type Answer, loggingServer } from '../server.ts';
import { keys } from '../typed.ts';
import { blinkHosts, hostsOfBlink, type Visit } from './blink-hosts.ts';
import { start } from './process.ts';
import { onTerminal } from './pty.ts';

const password = 'canary-of-the-login';
const isLogin = ({ path }: Visit) => path === '/interface/v1/login';

/** Answers as Blink's four hosts do: each gives a token of its own for the right password. */
function asBlink(visit: Visit): Answer {
  const { host, path, body } = visit;
  if (isLogin(visit)) {
    const right = JSON.parse(body).password === password;
    return right
      ? { body: { token_type: 'Bearer', access_token: `token-of-${host}` } }
      : { status: 401, body: { message: 'These credentials do not match our records.' } };
  }
  if (path.startsWith('/api/client/task')) return { status: 404, body: { message: 'No such task.' } };
  return { body: { msg: 'Success', success: true, error: null, data: [] } };
}

function accountsIn({ BLINK_CONFIG_DIR: folder = '' }: NodeJS.ProcessEnv) {
  return JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8')).profiles.default;
}

const stored = {
  production: { username: 'stored', token: 'stored-live', logisticsToken: 'stored-live-portal' },
  sandbox: { username: 'stored', token: 'stored-sandbox', logisticsToken: 'stored-sandbox-portal' },
};

/** The keys that choose an environment at the prompt, whatever stands there first: there are three. */
const choosing = (from: 'production' | 'sandbox', to: 'production' | 'sandbox') =>
  (from === to ? '' : to === 'sandbox' ? keys.down : '\u001b[A') + keys.enter;

describe.each(['production', 'sandbox'] as const)('blink login, %s chosen at the prompt', (chosen) => {
  const other = chosen === 'production' ? 'sandbox' : 'production';

  it.each<[string, 'production' | 'sandbox' | undefined]>([
    ['nothing stored', undefined],
    ['the same environment stored', chosen],
    ['another one stored', other],
  ])('with %s: the password goes to its host only', async (_, before) => {
    const { env: proxied, tunnels, visits } = await hostsOfBlink(asBlink);
    const env = { ...home(), ...proxied };
    if (before) storeAccounts(env, before, { [before]: stored[before] });
    const session = onTerminal(['login'], env);
    await session.shows('Which environment?');
    session.type(choosing(before ?? 'sandbox', chosen));
    await session.shows('User name:');
    session.type(`karachi-foods${keys.enter}`);
    await session.shows('Password:');
    session.type(password + keys.enter);
    const { code, screen } = await session.ended;
    expect(screen).toContain(`Logged in to ${chosen} as karachi-foods`);
    expect(code).toBe(0);
    const [host] = blinkHosts[chosen];
    expect(tunnels).toEqual([`${host}:443`]);
    expect(visits.map((visit) => [visit.host, visit.path, JSON.parse(visit.body)])).toEqual([
      [host, '/interface/v1/login', { username: 'karachi-foods', password }],
    ]);
    const { env: kept, accounts } = accountsIn(env);
    expect(kept).toBe(chosen);
    expect(accounts[chosen]).toMatchObject({ username: 'karachi-foods', token: `token-of-${host}` });
    if (before === other) expect(accounts[other]).toEqual(stored[other]);
  });

  it('with --logistics: the token goes to its host only', async () => {
    const { env: proxied, tunnels, visits } = await hostsOfBlink(asBlink);
    const env = { ...home(), ...proxied };
    storeAccounts(env, other, { [other]: stored[other] });
    const session = onTerminal(['login', '--logistics'], env);
    await session.shows('Which environment?');
    session.type(choosing(other, chosen));
    await session.shows('Token from the logistics portal:');
    session.type(`canary-of-the-portal${keys.enter}`);
    expect(await session.ended).toMatchObject({ code: 0 });
    const [, host] = blinkHosts[chosen];
    expect(tunnels).toEqual([`${host}:443`]);
    expect(visits.map(({ headers }) => headers.authorization)).toEqual(['Bearer canary-of-the-portal']);
    expect(accountsIn(env).accounts[chosen]).toEqual({ logisticsToken: 'canary-of-the-portal' });
  });

  it('then every call goes to its two hosts, each with its own token', async () => {
    const { env: proxied, visits } = await hostsOfBlink(asBlink);
    const env = { ...home(), ...proxied };
    storeAccounts(env, chosen, stored);
    expect(await start(['branches', 'list'], env).ended).toMatchObject({ code: 0 });
    await start(['task', 'status', '10045'], env).ended;
    const [ordering, logistics] = blinkHosts[chosen];
    expect(visits.map(({ host, headers }) => [host, headers.authorization])).toEqual([
      [ordering, `Bearer ${stored[chosen].token}`],
      [logistics, `Bearer ${stored[chosen].logisticsToken}`],
    ]);
  });
});

it('ALL_PROXY is gone through, and a NO_PROXY with other addresses changes nothing', async () => {
  const { proxy, env: proxied, tunnels } = await hostsOfBlink(asBlink);
  const env = { ...home(), ...proxied, HTTPS_PROXY: '', ALL_PROXY: proxy };
  storeAccounts(env, 'sandbox', stored);
  const elsewhere = { NO_PROXY: '10.0.0.0/8,192.168.0.0/16,fd00::/8,localhost' };
  expect(await start(['branches', 'list'], { ...env, ...elsewhere }).ended).toMatchObject({ code: 0 });
  expect(tunnels).toEqual(['stg-api.blinkco.io:443']);
});

describe('a wrong password at the prompt', () => {
  it('is asked again', async () => {
    const { env: proxied, visits } = await hostsOfBlink(asBlink);
    const env = { ...home(), ...proxied };
    const session = onTerminal(['login', '--env', 'sandbox', '--username', 'karachi-foods'], env);
    await session.shows('Password:');
    session.type(`pasword${keys.enter}`);
    await session.shows('Type the password again');
    await session.shows('Password:');
    session.type(password + keys.enter);
    expect(await session.ended).toMatchObject({ code: 0 });
    expect(visits).toHaveLength(2);
    expect(accountsIn(env).accounts.sandbox).toMatchObject({ token: 'token-of-stg-api.blinkco.io' });
  });

  it('ends the login the third time', async () => {
    const { env: proxied, visits } = await hostsOfBlink(asBlink);
    const session = onTerminal(['login', '--env', 'sandbox', '--username', 'karachi-foods'], {
      ...home(),
      ...proxied,
    });
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await session.shows('Password:');
      await session.shows('\u001b[');
      session.type(`wrong${keys.enter}`);
      if (attempt < 2) await session.shows('Type the password again');
    }
    expect(await session.ended).toMatchObject({ code: 4 });
    expect(visits).toHaveLength(3);
  });
});

describe('an address that the stored credentials were not given for', () => {
  const commands: [name: string, args: readonly string[]][] = [
    ['a read', ['branches', 'list']],
    ['a walk', ['customers', 'list', '--all']],
    ['a menu', ['menu', 'import', copyOf('menu.csv'), '--yes']],
    ['stock', ['stock', 'sync', copyOf('vendor/sync-stock-request.json')]],
    ['one price', ['stock', 'set', 'bbq-01', '--price', '540', '--discount-price', '0']],
    ['an order', ['order', 'status', '1236589', '--accept']],
    ['a task', ['task', 'create', '--from', copyOf('vendor/task-create-request.json')]],
    ['the state of a task', ['task', 'status', '10045']],
    ['any call', ['api', 'GET', '/interface/v1/categories']],
    ['any call of logistics', ['api', 'GET', '/api/client/task/status', '--logistics']],
  ];

  it.each(commands)('gets nothing of them: %s', async (_, args) => {
    const { env: proxied, tunnels } = await hostsOfBlink(asBlink);
    const { url, received } = await loggingServer(() => ({ body: { access_token: 'evil' } }));
    const env = { ...home(), ...proxied, BLINK_API_URL: url, BLINK_LOGISTICS_URL: url };
    storeAccounts(env, 'production', { production: { ...stored.production, password } });
    const { code, out, err } = await start(args, env).ended;
    expect({ code, out }).toEqual({ code: 4, out: '' });
    expect(err).toContain('belongs to https://api.');
    expect(err).toMatch(/Unset\s+BLINK_(API|LOGISTICS)_URL/);
    expect(received).toEqual([]);
    expect(tunnels).toEqual([]);
  });

  it('gets those that are given together with it', async () => {
    const { url, received } = await loggingServer(() => ({ body: { data: [] } }));
    const env = { ...home(), BLINK_ENV: 'production', BLINK_API_URL: url, BLINK_TOKEN: 'given' };
    storeAccounts(env, 'production', { production: stored.production });
    expect(await start(['branches', 'list'], env).ended).toMatchObject({ code: 0 });
    expect(received.map(({ headers }) => headers.authorization)).toEqual(['Bearer given']);
    expect(accountsIn(env).accounts.production).toEqual(stored.production);
  });

  it('keeps the login that was made there, which goes nowhere else', async () => {
    const { env: proxied, tunnels } = await hostsOfBlink(asBlink);
    const { url, received } = await loggingServer(() => ({
      body: { access_token: 'of-the-gateway', data: [] },
    }));
    const env = { ...home(), ...proxied };
    const login = ['login', '--env', 'sandbox', '--username', 'karachi-foods', '--password-stdin'];
    const { child, ended } = start(login, { ...env, BLINK_API_URL: url });
    child.stdin?.end(password);
    expect(await ended).toMatchObject({ code: 0, out: expect.stringContaining(`sandbox at ${url}`) });
    expect(await start(['branches', 'list'], { ...env, BLINK_API_URL: url }).ended).toMatchObject({
      code: 0,
    });
    expect(received.at(-1)?.headers.authorization).toBe('Bearer of-the-gateway');

    const without = await start(['branches', 'list'], env).ended;
    expect(without).toMatchObject({ code: 4, err: expect.stringContaining(`belongs to ${url}`) });
    expect(without.err).toContain(`BLINK_API_URL=${url}`);
    expect(tunnels).toEqual([]);
  });

  it("a login renewed at another address is not kept for the environment's own", async () => {
    const { url } = await loggingServer(({ path }) =>
      path.endsWith('login') ? { body: { access_token: 'of-the-gateway' } } : { body: { data: [] } },
    );
    const env = { ...home(), BLINK_API_URL: url, BLINK_USERNAME: 'stored', BLINK_PASSWORD: password };
    storeAccounts(env, 'sandbox', { sandbox: stored.sandbox });
    expect(await start(['branches', 'list'], env).ended).toMatchObject({ code: 0 });
    expect(accountsIn(env).accounts.sandbox).toEqual(stored.sandbox);
  });

  it("is refused where it is Blink's for another environment", async () => {
    const { env: proxied, tunnels } = await hostsOfBlink(asBlink);
    const env = { ...home(), ...proxied, BLINK_ENV: 'sandbox', BLINK_API_URL: 'https://api.blinkco.io' };
    const { code, err } = await start(['branches', 'list'], { ...env, BLINK_TOKEN: 'given' }).ended;
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining("is Blink's production") });
    expect(tunnels).toEqual([]);
  });
});
