import { describe, expect, test } from 'vitest';
import { newSecret, signToken } from '../../src/simulator/calls/token.ts';
import { at, call, invalidData, start } from './start.ts';

const path = '/interface/v1/login';
const demo = { username: 'demo', password: 'demo' };

test('the token says who made it, for whom, and until when', async () => {
  const now = Date.UTC(2024, 5, 6);
  const { plain } = await start({ clock: () => now });
  const reply = await plain('POST', path, demo);
  expect(at(reply.body, 'token_type')).toBe('Bearer');
  const [, claims = ''] = String(at(reply.body, 'access_token')).split('.');
  expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
    iss: 'blink-simulator',
    sub: 'demo',
    iat: now / 1000,
    exp: now / 1000 + 24 * 60 * 60,
  });
});

test.each([
  ['another password', { ...demo, password: 'other' }],
  ['another user', { ...demo, username: 'other' }],
])('%s is refused with 401', async (_, body) => {
  const { plain } = await start();
  const reply = await plain('POST', path, body);
  expect(reply.status).toBe(401);
  expect(reply.body).toEqual({
    message: 'Blink simulator: wrong username or password. Both are demo unless told otherwise.',
  });
});

test('an account of its own replaces demo / demo', async () => {
  const { plain } = await start({ account: { username: 'cafe', password: 'secret' } });
  expect((await plain('POST', path, demo)).status).toBe(401);
  expect((await plain('POST', path, { username: 'cafe', password: 'secret' })).status).toBe(200);
});

test('what is missing or blank is named with 422', async () => {
  const { plain } = await start();
  const empty = await plain('POST', path, {});
  expect(empty.status).toBe(422);
  expect(empty.body).toEqual({
    message: invalidData,
    errors: {
      username: ['The username field is required.'],
      password: ['The password field is required.'],
    },
  });
  const blank = await plain('POST', path, { username: 12, password: '  ' });
  expect(at(blank.body, 'errors')).toEqual({
    username: ['The username must be text.'],
    password: ['The password field is required.'],
  });
});

describe('a token', () => {
  const branches = '/interface/v1/branches';

  test('runs out after a day', async () => {
    let now = Date.UTC(2024, 5, 6);
    const { ordering } = await start({ clock: () => now });
    expect((await ordering('GET', branches)).status).toBe(200);
    now += 24 * 60 * 60 * 1000 - 1;
    expect((await ordering('GET', branches)).status).toBe(200);
    now += 1;
    const reply = await ordering('GET', branches);
    expect([reply.status, reply.body]).toEqual([401, { message: 'Unauthenticated.' }]);
  });

  test('may be given a shorter life', async () => {
    let now = 0;
    const { ordering } = await start({ clock: () => now, faults: { tokenSeconds: 60 } });
    expect((await ordering('GET', branches)).status).toBe(200);
    now += 60_000;
    expect((await ordering('GET', branches)).status).toBe(401);
  });

  test('is good for another simulator on the same folder, and for none on another', async () => {
    const first = await start();
    const token = String(at((await first.plain('POST', path, demo)).body, 'access_token'));
    const second = await start({ folder: first.folder });
    const other = await start();
    await other.plain('POST', path, demo);
    expect((await call(`${second.url}${branches}`, 'GET', undefined, token)).status).toBe(200);
    expect((await call(`${other.url}${branches}`, 'GET', undefined, token)).status).toBe(401);
  });

  test('of another account is refused', async () => {
    const first = await start();
    const token = String(at((await first.plain('POST', path, demo)).body, 'access_token'));
    const second = await start({ folder: first.folder, account: { username: 'cafe', password: 'x' } });
    expect((await call(`${second.url}${branches}`, 'GET', undefined, token)).status).toBe(401);
  });

  test.each([
    ['none', undefined],
    ['no token at all', 'nonsense'],
    ['one signed with another secret', signToken(newSecret(), 'demo', Date.now() / 1000, 3600)],
    ['the logistics token', 'demo'],
    ['dots', '...'],
  ])('%s is refused with 401', async (_, token) => {
    const { url, plain } = await start();
    await plain('POST', path, demo);
    const reply = await call(`${url}${branches}`, 'GET', undefined, token);
    expect([reply.status, reply.body]).toEqual([401, { message: 'Unauthenticated.' }]);
  });

  test('with other claims than were signed is refused', async () => {
    const { url, plain } = await start();
    const token = String(at((await plain('POST', path, demo)).body, 'access_token'));
    const [head, , signed] = token.split('.');
    const claims = Buffer.from('{"iss":"blink-simulator","sub":"demo","exp":9999999999}').toString(
      'base64url',
    );
    const unsigned = Buffer.from('{"alg":"none"}').toString('base64url');
    for (const forged of [`${head}.${claims}.${signed}`, `${unsigned}.${claims}.`, `${token}.more`]) {
      expect((await call(`${url}${branches}`, 'GET', undefined, forged)).status).toBe(401);
    }
  });
});

test('the logistics API takes its own token only', async () => {
  const { url, logistics, ordering } = await start({ logisticsToken: 'from-the-portal' });
  const task = '/api/client/task/status?mappingKey=1';
  expect((await logistics('GET', task)).status).toBe(404);
  expect((await ordering('GET', task)).status).toBe(401);
  expect((await call(`${url}${task}`, 'GET', undefined, 'demo')).status).toBe(401);
  expect((await call(`${url}${task}`, 'GET')).body).toEqual({ message: 'Unauthenticated.' });
});
