import { describe, expect, it } from 'vitest';
import { customersPage, pageOf } from '../customers.ts';
import { start } from '../e2e/process.ts';
import { type Answer, loggingServer, type Received } from '../server.ts';
import { commands, copyOf, serverAt, storeAccount, storedAccount } from './sending.ts';

const refused: Answer = { status: 401, body: { message: 'Unauthenticated.' } };
const isLogin = ({ path }: Received) => path === '/interface/v1/login';
const loginsIn = (received: readonly Received[]) => received.filter(isLogin).length;

describe('a token that expires under 32 calls at once', () => {
  const list = { pages: 65, perPage: 2 };

  /** Gives out `renewed`; refuses `expired` from the second page on, once 32 calls are waiting, half of them only after the login. */
  async function expiringServer() {
    let waiting = 0;
    let release = () => {};
    let renew = () => {};
    const all = new Promise<void>((resolve) => {
      release = resolve;
    });
    const renewed = new Promise<void>((resolve) => {
      renew = resolve;
    });
    return loggingServer(async (request) => {
      if (isLogin(request)) {
        renew();
        return { body: { token_type: 'Bearer', access_token: 'renewed' } };
      }
      const page = pageOf(request);
      if (request.headers.authorization === 'Bearer expired' && page > 1) {
        waiting += 1;
        if (waiting === 32) release();
        await all;
        if (page % 2 === 0) await renewed;
        return refused;
      }
      return customersPage(list, page);
    });
  }

  const listAll = ['customers', 'list', '--all', '--concurrency', '32', '--output', 'ndjson'];

  it('is renewed by one login, and every call succeeds', async () => {
    const { url, received } = await expiringServer();
    const env = serverAt(url, { BLINK_TOKEN: undefined });
    storeAccount(env, { username: 'kfc', password: 'hunter2', token: 'expired' });
    const { code, out, err } = await start(listAll, env).ended;
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.trimEnd().split('\n')).toHaveLength(130);
    expect(loginsIn(received)).toBe(1);
    expect(received).toHaveLength(1 + 65 + 32);
    expect(storedAccount(env)).toEqual({ username: 'kfc', password: 'hunter2', token: 'renewed' });
  });

  it('that stands in a variable is renewed as well, and nothing is stored', async () => {
    const { url, received } = await expiringServer();
    const env = serverAt(url, {
      ...{ BLINK_TOKEN: 'expired', BLINK_USERNAME: 'kfc', BLINK_PASSWORD: 'hunter2' },
    });
    storeAccount(env, { username: 'other', token: 'of another user' });
    expect(await start(listAll, env).ended).toMatchObject({ code: 0, err: '' });
    expect(loginsIn(received)).toBe(1);
    expect(storedAccount(env)).toEqual({ username: 'other', token: 'of another user' });
  });
});

describe('401 for ever', () => {
  const password = { BLINK_TOKEN: undefined, BLINK_USERNAME: 'kfc', BLINK_PASSWORD: 'hunter2' };
  const manyPages = ['customers', 'list', '--all', '--concurrency', '8'];

  /** Accepts every password and no token, but for the first page of customers. */
  async function refusingServer() {
    let tokens = 0;
    return loggingServer((request) => {
      if (isLogin(request)) {
        tokens += 1;
        return { body: { access_token: `new-${tokens}` } };
      }
      return refused;
    });
  }

  it.each([
    ['with the password in a variable', commands.read, password, undefined],
    ['with the password stored', commands.read, {}, { username: 'kfc', password: 'hunter2', token: 'old' }],
    ['for many calls at once', manyPages, password, undefined],
    ['for a write', commands.idempotent, password, undefined],
    ['for many writes', ['stock', 'sync', copyOf('stock.csv'), '--batch-size', '1'], password, undefined],
  ])('ends after two logins at most: %s', async (_, command, variables, account) => {
    const { url, received } = await refusingServer();
    const env = serverAt(url, account ? { BLINK_TOKEN: undefined } : variables);
    if (account) storeAccount(env, account);
    const { code, err } = await start(command, env).ended;
    expect({ code, err }).toEqual({
      code: 4,
      err: expect.stringMatching(/refuses the tokens|did not accept the credentials/),
    });
    expect(err).not.toContain('hunter2');
    expect(loginsIn(received)).toBeGreaterThan(0);
    expect(loginsIn(received)).toBeLessThanOrEqual(2);
  });

  it.each([
    ['a read', commands.read, /blink login/],
    ['a write', commands.idempotent, /blink login/],
    ['a task', commands.once, /blink login --logistics/],
  ])('with a token only, %s is sent once and nobody logs in', async (_, command, hint) => {
    const { url, received } = await refusingServer();
    const { code, err } = await start(command, serverAt(url)).ended;
    expect({ code, err }).toEqual({ code: 4, err: expect.stringMatching(hint) });
    expect(received).toHaveLength(1);
    expect(loginsIn(received)).toBe(0);
  });

  it.each([
    ['in a variable', commands.read, ''],
    ['typed at a login', ['login', '--username', 'kfc', '--password-stdin'], 'hunter2'],
  ])('a password that is refused, %s, is tried once', async (_, command, input) => {
    const { url, received } = await loggingServer(() => refused);
    const variables = input === '' ? password : { BLINK_TOKEN: undefined };
    const { child, ended } = start(command, serverAt(url, variables));
    child.stdin?.end(input);
    expect(await ended).toMatchObject({ code: 4 });
    expect(received.map(({ path }) => path)).toEqual(['/interface/v1/login']);
  });
});
