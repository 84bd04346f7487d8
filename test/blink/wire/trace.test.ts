import { expect, test } from 'vitest';
import { endpoints } from '../../../src/blink/endpoints.ts';
import { logIn } from '../../../src/blink/login/log-in.ts';
import { loginSession } from '../../../src/blink/login/session.ts';
import { clientFor, closedPort, failureOf, fakeClock, type Reply, serve } from '../servers.ts';

const { importMenu, taskStatus } = endpoints;

test('a line for each request, each answer and each wait', async () => {
  const lines: string[] = [];
  const trace = (line: string) => void lines.push(line);
  const server = await serve(
    (_, count): Reply => (count === 1 ? { status: 503, body: 'Down for now' } : { body: '{}' }),
  );
  const client = clientFor(server.url, { trace, random: () => 0.5, clock: { ...fakeClock(), now: () => 0 } });
  await client.call(importMenu, { body: { products: [] } });
  await client.call(taskStatus, { query: { mappingKey: '7', api_key: 'abc', 'X-Token': 'def' } });
  expect(lines).toEqual([
    `→ POST ${server.url}/interface/v1/importMenu (15 bytes)`,
    '← 503 in 0 ms (12 bytes): Down for now',
    '  waiting 100 ms before attempt 2 of 4',
    `→ POST ${server.url}/interface/v1/importMenu (15 bytes)`,
    '← 200 in 0 ms (2 bytes)',
    `→ GET ${server.url}/api/client/task/status?mappingKey=7&api_key=***&X-Token=***`,
    '← 200 in 0 ms (2 bytes)',
  ]);
});

test('what went wrong on the way is said', async () => {
  const lines: string[] = [];
  const trace = (line: string) => void lines.push(line);
  const clock = { ...fakeClock(), now: () => 0 };
  const url = `http://127.0.0.1:${await closedPort()}`;
  await failureOf(clientFor(url, { trace, clock, retries: 0 }).call(taskStatus));
  const server = await serve(() => ({ body: '<p>hello' }));
  await failureOf(clientFor(server.url, { trace, clock, retries: 0 }).call(taskStatus));
  expect(lines.filter((line) => line.startsWith('←'))).toEqual([
    '← no answer in 0 ms: nothing answers at this address (ECONNREFUSED)',
    '← 200 in 0 ms (8 bytes): not json',
  ]);
});

const password = 'canary "p@ss/word" +ü';
const old = 'canary-old-token';
const fresh = 'canary-fresh-token';
const leak = (secret: string) => [
  secret,
  JSON.stringify(secret),
  encodeURIComponent(secret),
  new URLSearchParams([['q', secret]]).toString(),
  [...secret].join('\u0000').replaceAll('\u0000', '\u200b'),
];

test.each([200, 302, 400, 401, 403, 422, 429, 500, 503])(
  'no secret is ever shown when a %i sends them all back',
  async (status) => {
    const texts = [password, old, fresh].flatMap(leak);
    const replies: Reply[] = [
      { status, headers: { location: `/${encodeURIComponent(fresh)}` }, body: texts.join(' ') },
      {
        status,
        body: {
          success: false,
          message: texts.join(' '),
          errors: Object.fromEntries(texts.map((text) => [text, [text]])),
        },
      },
      { status, body: `{"access_token":"canary-unknown-token` },
      { status, body: 'authorization: Bearer canary-unknown-token-of-some-length' },
      { status, headers: { 'content-length': '99999', connection: 'close' }, body: texts.join(' ') },
      ...texts.map((text) => ({ status, body: text })),
    ];
    for (const reply of replies) {
      const shown: string[] = [];
      const server = await serve(({ url }) =>
        url.endsWith('/login') ? { body: { access_token: fresh } } : reply,
      );
      const session = loginSession({
        token: old,
        secrets: () => [password],
        clock: fakeClock(),
        login: () => logIn(client, { username: 'kfc', password }),
      });
      const client = clientFor(server.url, {
        session,
        trace: (line) => shown.push(line),
        retries: 1,
      });
      const query = { q: fresh, password };
      const headers = { 'x-password': encodeURIComponent(password) };
      await session.renew(old);
      for (const error of [
        await client.call(importMenu, { query }).catch((error) => error),
        await client.raw('GET', `/${fresh}`, { query, repeat: 'read', headers }).catch((error) => error),
      ]) {
        if (!(error instanceof Error)) continue;
        shown.push(error.message, JSON.stringify(error), 'hint' in error ? String(error.hint) : '');
        shown.push('details' in error ? JSON.stringify(error.details) : '');
      }
      const text = shown.join('\n');
      expect(text).not.toMatch(/canary|p@ss|word"/);
    }
  },
);

test('a login shows neither the password nor what came back for it', async () => {
  for (const [status, body] of [
    [422, { message: `The password ${password} is wrong`, errors: { password: [password] } }],
    [200, `{"token_type":"Bearer","access_token":"${fresh}`],
    [500, `INSERT INTO logins VALUES ('kfc', '${password}')`],
  ] as const) {
    const shown: string[] = [];
    const server = await serve(() => ({ status, body }));
    const client = clientFor(server.url, { trace: (line) => shown.push(line) });
    const error = await failureOf(logIn(client, { username: 'kfc', password }));
    shown.push(String(error), JSON.stringify(error));
    expect(shown.join('\n')).not.toMatch(/canary|p@ss|word"/);
  }
});

test('an address with a password in it', async () => {
  const shown: string[] = [];
  const server = await serve(() => ({ status: 404 }));
  const url = server.url.replace('http://', 'http://user:hunter2@');
  const error = await failureOf(clientFor(url, { trace: (line) => shown.push(line) }).call(taskStatus));
  shown.push(String(error));
  expect(shown.join('\n')).not.toContain('hunter2');
  expect(server.seen[0]?.headers.authorization).toBe('Bearer token-1');
});
