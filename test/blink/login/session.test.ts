import { expect, test } from 'vitest';
import { ask } from '../../../src/blink/ask.ts';
import type { Client } from '../../../src/blink/client.ts';
import { endpoints } from '../../../src/blink/endpoints.ts';
import { BlinkError } from '../../../src/blink/error.ts';
import { expiryOf } from '../../../src/blink/login/expiry.ts';
import { logIn } from '../../../src/blink/login/log-in.ts';
import { fixedSession, loginSession } from '../../../src/blink/login/session.ts';
import { CliError } from '../../../src/errors.ts';
import { clientFor, failureOf, fakeClock, serve } from '../servers.ts';

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = (claims: unknown) => `${encode({ alg: 'HS256' })}.${encode(claims)}.c2lnbmF0dXJl`;
const seconds = (ms: number) => Math.floor(ms / 1000);
const listing = { success: true, error: null, data: [] };

const branches = async (client: Client) => (await ask(client, endpoints.listBranches)).data;

/** A service that gives out token-1, token-2 … and accepts those that `accepts` says. */
async function service(accepts: (token: string) => boolean) {
  let logins = 0;
  const server = await serve(async ({ url, headers }) => {
    if (url.endsWith('/login')) return { body: { access_token: `token-${++logins}` } };
    const accepted = accepts((headers.authorization ?? '').replace('Bearer ', ''));
    return accepted ? { body: listing } : { status: 401, body: { message: 'Unauthenticated.' } };
  });
  const kept: string[] = [];
  const clock = fakeClock();
  const start = (token?: string) => {
    const session = loginSession({
      token,
      login: () => logIn(client, { username: 'kfc', password: 'secret' }),
      secrets: () => ['secret'],
      onToken: (fresh) => void kept.push(fresh),
      random: () => 0,
      clock,
    });
    const client = clientFor(server.url, { session });
    return client;
  };
  return { server, kept, clock, start, logins: () => logins };
}

test('one login for 50 parallel calls whose token is refused', async () => {
  const { start, logins, kept } = await service((token) => token === 'token-1');
  const client = start('stale');
  const results = await Promise.all(Array.from({ length: 50 }, () => branches(client)));
  expect(results).toEqual(Array.from({ length: 50 }, () => []));
  expect(logins()).toBe(1);
  expect(kept).toEqual(['token-1']);
});

test('one login for 50 parallel calls whose token has expired by its own date, which is not even sent', async () => {
  const { start, logins, server } = await service((token) => token === 'token-1');
  const client = start(jwt({ exp: seconds(Date.now()) - 1 }));
  await Promise.all(Array.from({ length: 50 }, () => branches(client)));
  expect(logins()).toBe(1);
  expect(server.seen).toHaveLength(51);
});

test('a token that is good by its own date is used', async () => {
  const token = jwt({ exp: seconds(Date.now()) + 60 });
  const { start, logins } = await service((sent) => sent === token);
  await branches(start(token));
  expect(logins()).toBe(0);
});

test('a fresh token is not judged by our clock', async () => {
  const token = jwt({ exp: 1 });
  let logins = 0;
  const session = loginSession({
    login: async () => {
      logins++;
      return token;
    },
  });
  expect(await session.token()).toBe(token);
  expect(await session.token()).toBe(token);
  expect(logins).toBe(1);
});

test('401 for ever: two logins, then the credentials are to blame', async () => {
  const { start, logins } = await service(() => false);
  const client = start('stale');
  for (let round = 0; round < 4; round++) {
    const errors = await Promise.all(Array.from({ length: 5 }, () => failureOf(branches(client))));
    for (const error of errors) expect(error).toMatchObject({ kind: 'credentials', exitCode: 4 });
  }
  expect(logins()).toBe(2);
});

test('a token that dies again and again is renewed as often as it takes', async () => {
  let calls = 0;
  const { start, logins, clock } = await service((token) => token === `token-${1 + Math.floor(calls++ / 4)}`);
  const client = start();
  for (let round = 0; round < 30; round++) expect(await branches(client)).toEqual([]);
  // Of four calls the last finds the token dead.
  expect(logins()).toBe(10);
  // Each of them died young, so the pauses before the logins grow.
  expect(clock.waits.slice(0, 6)).toEqual([500, 1_000, 2_000, 4_000, 4_000, 4_000]);
});

test('a token that has lived for a while is renewed at once, and the pauses begin anew', async () => {
  let good = 1;
  const { start, logins, clock } = await service((token) => token === `token-${good}`);
  const client = start();
  const die = async () => {
    good += 1;
    await branches(client);
  };
  await branches(client);
  await die();
  await die();
  expect(clock.waits).toEqual([500, 1_000]);
  await clock.sleep(15_000);
  await die();
  expect(clock.waits).toEqual([500, 1_000, 15_000]);
  await die();
  expect(clock.waits).toEqual([500, 1_000, 15_000, 500]);
  expect(logins()).toBe(5);
});

test('two fresh tokens refused one after the other end it, however often it went well before', async () => {
  let broken = false;
  let good = 1;
  const { start, logins } = await service((token) => !broken && token === `token-${good}`);
  const client = start();
  for (; good < 5; good++) await branches(client);
  broken = true;
  const before = logins();
  const error = await failureOf(branches(client));
  expect(error).toMatchObject({ kind: 'credentials', exitCode: 4 });
  expect(error).toHaveProperty('message', expect.stringContaining('refuses the tokens it gives'));
  expect(logins() - before).toBe(2);
});

test('a refusal of the call itself shows that the token is good', async () => {
  let calls = 0;
  let logins = 0;
  const server = await serve(({ url }) => {
    if (url.endsWith('/login')) return { body: { access_token: `token-${++logins}` } };
    return { status: ++calls % 2 === 0 ? 401 : 404, body: { message: 'No.' } };
  });
  const session = loginSession({
    login: () => logIn(client, { username: 'kfc', password: 'secret' }),
    clock: fakeClock(),
  });
  const client = clientFor(server.url, { session });
  const errors = [];
  for (let round = 0; round < 6; round++) errors.push(await failureOf(client.call(endpoints.importMenu)));
  for (const error of errors) expect(error).toMatchObject({ kind: 'refused', status: 404 });
  expect(logins).toBe(6);
});

test('a call that is refused with every token ends, while others get through', async () => {
  let logins = 0;
  const server = await serve(({ url }) => {
    if (url.endsWith('/login')) return { body: { access_token: `token-${++logins}` } };
    return url.endsWith('/branches') ? { body: listing } : { status: 401 };
  });
  const session = loginSession({
    login: () => logIn(client, { username: 'kfc', password: 'secret' }),
    // Another call gets through before this one is sent again.
    onToken: async () => {
      await branches(client);
    },
    clock: fakeClock(),
  });
  const client = clientFor(server.url, { session });
  const error = await failureOf(client.call(endpoints.importMenu));
  expect(error).toMatchObject({ kind: 'credentials', exitCode: 4 });
  expect(logins).toBe(5);
});

test('an interruption ends the pause before a login', async () => {
  const stop = new AbortController();
  const { signal } = stop;
  let logins = 0;
  const session = loginSession({ login: async () => `token-${++logins}`, signal });
  const renewed = failureOf(session.renew(await session.token()));
  stop.abort(new CliError('unreachable', 'The time for this run is over.'));
  expect(await renewed).toMatchObject({ code: 'unreachable' });
  expect(logins).toBe(1);
});

test('a password that was refused is not tried again', async () => {
  const server = await serve(() => ({ status: 401, body: { message: 'Wrong.' } }));
  const session = loginSession({ login: () => logIn(client, { username: 'kfc', password: 'secret' }) });
  const client = clientFor(server.url, { session });
  expect(await failureOf(branches(client))).toMatchObject({ kind: 'credentials', exitCode: 4 });
  expect(await failureOf(branches(client))).toMatchObject({ kind: 'credentials', exitCode: 4 });
  expect(server.seen.map(({ url }) => url)).toEqual(['/interface/v1/login']);
});

test('a login that did not get through may be tried again', async () => {
  let tries = 0;
  const session = loginSession({
    login: async () => {
      if (++tries < 4) throw new BlinkError('unreachable', 'down');
      return 'fresh';
    },
  });
  for (let round = 0; round < 3; round++)
    expect(await failureOf(session.token())).toMatchObject({ kind: 'unreachable' });
  expect(await session.token()).toBe('fresh');
});

test('a token is not renewed twice for two calls that were refused at different times', async () => {
  let logins = 0;
  const clock = fakeClock();
  const session = loginSession({ token: 'old', login: async () => `new-${++logins}`, clock });
  expect(await session.renew('old')).toBe('new-1');
  expect(await session.renew('old')).toBe('new-1');
  expect(await session.renew('new-1')).toBe('new-2');
  expect(await failureOf(session.renew('new-2'))).toMatchObject({ kind: 'credentials', exitCode: 4 });
});

test('the calls go on when the new token cannot be kept', async () => {
  for (const onToken of [
    () => {
      throw new Error('read-only');
    },
    () => Promise.reject(new Error('read-only')),
  ]) {
    expect(await loginSession({ login: async () => 'fresh', onToken }).token()).toBe('fresh');
  }
});

test('a session knows all its secrets', async () => {
  const session = loginSession({ token: 'old', login: async () => 'new', secrets: () => ['pass'] });
  await session.renew('old');
  expect(session.secrets()).toEqual(['pass', 'old', 'new']);
  expect(fixedSession('tok').secrets()).toEqual(['tok']);
});

test('a fixed token that is refused is refused for good', async () => {
  const server = await serve(() => ({ status: 401, body: { message: 'Unauthenticated.' } }));
  const error = await failureOf(branches(clientFor(server.url)));
  expect(error).toMatchObject({ kind: 'credentials', exitCode: 4, status: 401 });
  expect(error).toHaveProperty('hint', expect.stringContaining('blink login'));
  expect(server.seen).toHaveLength(1);
});

test.each(['two words', 'line\nbreak', 'ٹوکن', ''])('%j is no token and is not sent', async (token) => {
  const server = await serve(() => ({}));
  const error = await failureOf(branches(clientFor(server.url, { session: fixedSession(token) })));
  expect(error).toMatchObject({ kind: 'credentials', exitCode: 4 });
  expect(server.seen).toHaveLength(0);
});

test.each<[string, Date | undefined]>([
  [jwt({ exp: 1_717_648_155 }), new Date('2024-06-06T04:29:15.000Z')],
  [jwt({}), undefined],
  [jwt({ exp: 'soon' }), undefined],
  [jwt({ exp: 1e300 }), undefined],
  [jwt(null), undefined],
  ['12|opaque', undefined],
  ['a.b.c', undefined],
  ['', undefined],
])('when %j expires', (token, expected) => {
  expect(expiryOf(token)).toEqual(expected);
});
