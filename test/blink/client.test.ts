import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { type Endpoint, endpoints } from '../../src/blink/endpoints.ts';
import { systemClock } from '../../src/blink/retry/clock.ts';
import { CliError } from '../../src/errors.ts';
import {
  clientFor,
  closedPort,
  failureOf,
  fakeClock,
  listening,
  type Reply,
  serve,
  serveRaw,
} from './servers.ts';

const { listBranches, createTask, importMenu, taskStatus } = endpoints;
const read: Endpoint = taskStatus;
const body = { mappingKey: '1' };

test('503 for ever ends after four attempts, with growing random waits', async () => {
  const server = await serve(() => ({ status: 503, body: { message: 'Maintenance.' } }));
  const clock = fakeClock();
  const error = await failureOf(
    clientFor(server.url, { clock, random: () => 0.5 }).call(importMenu, { body }),
  );
  expect(error).toMatchObject({ kind: 'unreachable', code: 'unreachable', exitCode: 5, status: 503 });
  expect(error).toHaveProperty(
    'message',
    `POST /interface/v1/importMenu on 127.0.0.1:${server.port} failed: the server answered 503: Maintenance (4 attempts). It was sent, and it is not known whether it took effect. Sending it again is safe.`,
  );
  expect(clock.waits).toEqual([100, 200, 400]);
  expect(server.seen.map((seen) => seen.body)).toEqual(Array(4).fill(JSON.stringify(body)));
});

test.each([408, 429, 500, 502, 503, 504])('%i passes', async (status) => {
  const server = await serve((_, count) => (count < 3 ? { status } : { body: { ok: true } }));
  expect(await clientFor(server.url).call(read)).toEqual({ ok: true });
  expect(server.seen).toHaveLength(3);
});

test('as many attempts as the caller says', async () => {
  const server = await serve(() => ({ status: 500 }));
  await failureOf(clientFor(server.url, { retries: 0 }).call(read));
  expect(server.seen).toHaveLength(1);
  await failureOf(clientFor(server.url, { retries: 5 }).call(read));
  expect(server.seen).toHaveLength(7);
});

test.each([500, 502, 503, 504, 408])('a task is not created again after %i', async (status) => {
  const server = await serve(() => ({ status, headers: { 'retry-after': '0' } }));
  const error = await failureOf(clientFor(server.url).call(createTask, { body }));
  expect(error).toMatchObject({ kind: 'unknown_outcome', code: 'unknown_outcome', exitCode: 6, status });
  expect(server.seen).toHaveLength(1);
});

test('a task is not created again when the connection breaks after it was sent', async () => {
  const server = await serveRaw((socket) => socket.resetAndDestroy());
  const error = await failureOf(clientFor(server.url).call(createTask, { body }));
  expect(error).toMatchObject({ kind: 'unknown_outcome', exitCode: 6 });
  expect(error).toHaveProperty(
    'message',
    expect.stringMatching(/\(ECONNRESET\)\. It was sent, and it is not known whether it took effect\.$/),
  );
  expect(server.requests).toHaveLength(1);
});

test('nor when that happens on a connection that was used before', async () => {
  const ok = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}';
  const server = await serveRaw((socket, _, count) => (count === 1 ? socket.write(ok) : socket.end()));
  const client = clientFor(server.url);
  await client.call(createTask, { body });
  expect(await failureOf(client.call(createTask, { body }))).toMatchObject({ exitCode: 6 });
  expect(server.requests).toHaveLength(2);
  expect(server.connections()).toBe(1);
});

test('nor when no answer comes in time', async () => {
  const server = await serveRaw(() => {});
  const error = await failureOf(clientFor(server.url, { timeout: 40 }).call(createTask, { body }));
  expect(error).toMatchObject({ kind: 'unknown_outcome', exitCode: 6 });
  expect(error).toHaveProperty('message', expect.stringContaining('no answer came within 40 ms'));
  expect(server.requests).toHaveLength(1);
});

test('a task is created again when nothing listened', async () => {
  const port = await closedPort();
  const clock = fakeClock();
  const error = await failureOf(clientFor(`http://127.0.0.1:${port}`, { clock }).call(createTask, { body }));
  expect(error).toMatchObject({ kind: 'unreachable', exitCode: 5 });
  expect(error).toHaveProperty(
    'message',
    expect.stringContaining('nothing answers at this address (ECONNREFUSED) (4 attempts)'),
  );
  expect(clock.waits).toHaveLength(3);
});

test('and goes through once somebody does', async () => {
  const port = await closedPort();
  const late = createServer((_, response) => response.end('{"eventId":20}'));
  const clock = {
    ...fakeClock(),
    sleep: () => new Promise<void>((resolve) => late.listen(port, '127.0.0.1', resolve)),
  };
  const client = clientFor(`http://127.0.0.1:${port}`, { clock });
  expect(await client.call(createTask, { body })).toEqual({ eventId: 20 });
  await client.close();
  await new Promise((resolve) => late.close(resolve));
});

test('a host that does not exist', async () => {
  const clock = fakeClock();
  const error = await failureOf(
    clientFor('http://no-such-host.invalid', { clock }).call(createTask, { body }),
  );
  expect(error).toMatchObject({ kind: 'unreachable', exitCode: 5 });
  expect(clock.waits).toHaveLength(3);
});

test('a task that is throttled is sent again when the server says', async () => {
  const server = await serve((_, count) =>
    count === 1 ? { status: 429, headers: { 'retry-after': '3' } } : { body: {} },
  );
  const clock = fakeClock();
  await clientFor(server.url, { clock, random: () => 0 }).call(createTask, { body });
  expect(clock.waits).toEqual([3_000]);
});

test('throttled for ever', async () => {
  const server = await serve(() => ({ status: 429, body: { message: 'Too Many Attempts.' } }));
  const error = await failureOf(clientFor(server.url).call(read));
  expect(error).toMatchObject({ kind: 'throttled', code: 'throttled', exitCode: 5, status: 429 });
  expect(server.seen).toHaveLength(4);
});

test.each([-3_600_000, 0, 3_600_000])('a date to come back at, our clock %i ms off', async (off) => {
  const server = Date.UTC(2024, 5, 6, 4);
  const headers = {
    date: new Date(server).toUTCString(),
    'retry-after': new Date(server + 20_000).toUTCString(),
  };
  const service = await serve((_, count) => (count === 1 ? { status: 429, headers } : { body: {} }));
  const clock = fakeClock(server + off);
  await clientFor(service.url, { clock }).call(read);
  expect(clock.waits).toHaveLength(1);
  expect(clock.waits[0]).toBeGreaterThanOrEqual(20_000);
  expect(clock.waits[0]).toBeLessThanOrEqual(21_000);
});

test('a real wait is at least as long as told and not a second longer', async () => {
  const server = await serve((_, count) =>
    count === 1 ? { status: 429, headers: { 'retry-after': '0.05' } } : { body: {} },
  );
  const start = performance.now();
  await clientFor(server.url, { clock: systemClock, random: () => 0 }).call(read);
  expect(performance.now() - start).toBeGreaterThanOrEqual(50);
  expect(performance.now() - start).toBeLessThan(1_050);
});

test.each([
  ['3600', '60 min'],
  ['11', '11 s'],
])('a wait of %s s beyond the budget ends the call at once', async (told, shown) => {
  const server = await serve(() => ({ status: 429, headers: { 'retry-after': told } }));
  const clock = fakeClock();
  const error = await failureOf(clientFor(server.url, { clock, budget: 10_000 }).call(createTask, { body }));
  expect(error).toMatchObject({ kind: 'throttled', exitCode: 5, hint: `Run the command again in ${shown}.` });
  expect(clock.waits).toEqual([]);
  expect(server.seen).toHaveLength(1);
});

test('the budget is for one call, and bounds all its waits together', async () => {
  const server = await serve(() => ({ status: 429, headers: { 'retry-after': '4' } }));
  const clock = fakeClock();
  const client = clientFor(server.url, { clock, budget: 10_000, retries: 20, random: () => 0 });
  await failureOf(client.call(read));
  expect(clock.waits).toEqual([4_000, 4_000]);
  await failureOf(client.call(read));
  expect(clock.waits).toHaveLength(4);
});

test('an abort ends a wait at once', async () => {
  const server = await serve(() => ({ status: 429, headers: { 'retry-after': '60' } }));
  const controller = new AbortController();
  const waits: string[] = [];
  let bothWait = () => {};
  const trace = (line: string) => line.includes('waiting') && waits.push(line) === 2 && bothWait();
  const client = clientFor(server.url, { clock: systemClock, signal: controller.signal, trace });
  const waiting = new Promise<void>((resolve) => {
    bothWait = resolve;
  });
  const errors = Promise.all([client.call(read), client.call(createTask, { body })].map(failureOf));
  await waiting;
  const start = performance.now();
  controller.abort();
  for (const error of await errors) expect(error).toMatchObject({ code: 'interrupted', exitCode: 130 });
  expect(performance.now() - start).toBeLessThan(1_000);
});

test('an abort ends a wait whatever the clock does', async () => {
  const server = await serve(() => ({ status: 503 }));
  const controller = new AbortController();
  const clock = {
    now: () => 0,
    sleep: () => {
      controller.abort();
      return new Promise<void>(() => {});
    },
  };
  const error = await failureOf(clientFor(server.url, { clock }).call(read, { signal: controller.signal }));
  expect(error).toMatchObject({ code: 'interrupted' });
});

test('an abort ends a request under way; only a read is sure to have done nothing', async () => {
  const reason = new CliError('terminated', 'Stopped by SIGTERM.');
  for (const [endpoint, code] of [
    [read, 'terminated'],
    [importMenu, 'terminated'],
    [createTask, 'unknown_outcome'],
  ] as const) {
    const controller = new AbortController();
    const server = await serveRaw(() => controller.abort(reason));
    const error = await failureOf(
      clientFor(server.url, { signal: controller.signal }).call(endpoint, { body }),
    );
    expect(error).toMatchObject({ code });
    expect(server.requests).toHaveLength(1);
  }
});

test('nothing is sent, and nobody logs in, after an abort', async () => {
  const server = await serve(() => ({}));
  let asked = 0;
  const token = async () => `token-${++asked}`;
  const session = { token, renew: async () => undefined, accepted: () => {}, secrets: () => [] };
  const client = clientFor(server.url, { signal: AbortSignal.abort(), session });
  expect(await failureOf(client.call(read))).toMatchObject({ code: 'interrupted' });
  expect(asked).toBe(0);
  expect(server.seen).toHaveLength(0);
});

test('an abort does not wait for a login that others share', async () => {
  const controller = new AbortController();
  const session = {
    token: () => new Promise<string>(() => {}),
    renew: async () => undefined,
    accepted: () => {},
    secrets: () => [],
  };
  const call = failureOf(
    clientFor('http://127.0.0.1:9', { session }).call(read, { signal: controller.signal }),
  );
  controller.abort();
  expect(await call).toMatchObject({ code: 'interrupted' });
});

test('closing ends what is under way and leaves no connection', async () => {
  const open = new Set<object>();
  const server = createServer(() => void client.close());
  server.on('connection', (socket) => open.add(socket.on('close', () => open.delete(socket))));
  const client = clientFor(`http://127.0.0.1:${await listening(server)}`);
  expect(await failureOf(client.call(read))).toMatchObject({ code: 'interrupted' });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(open.size).toBe(0);
});

test('a client that never called closes as well', async () => {
  await clientFor('http://127.0.0.1:9').close();
});

test('GET where the vendor says POST: the other method is tried once and remembered', async () => {
  const server = await serve(({ method }) => (method === 'POST' ? { body: { ok: 1 } } : { status: 405 }));
  const client = clientFor(server.url);
  for (let round = 0; round < 2; round++) expect(await client.call(listBranches)).toEqual({ ok: 1 });
  expect(server.seen.map(({ method }) => method)).toEqual(['GET', 'POST', 'POST']);
});

test('what was remembered elsewhere is used, and corrected', async () => {
  const methods = new Map([['/interface/v1/branches', 'POST']]);
  const server = await serve(({ method }) => (method === 'GET' ? { body: {} } : { status: 404 }));
  await clientFor(server.url, { methods }).call(listBranches);
  expect(server.seen.map(({ method }) => method)).toEqual(['POST', 'GET']);
  expect(methods.get('/interface/v1/branches')).toBe('GET');
});

test('neither method is there: the first answer is reported', async () => {
  const server = await serve(({ method }) => ({
    status: method === 'GET' ? 404 : 405,
    body: { message: method },
  }));
  const methods = new Map<string, string>();
  const error = await failureOf(clientFor(server.url, { methods }).call(listBranches));
  expect(error).toMatchObject({ kind: 'refused', exitCode: 1, status: 404 });
  expect(server.seen).toHaveLength(2);
  expect(methods.size).toBe(0);
});

test('a method that is refused is not remembered', async () => {
  const server = await serve(({ method }) =>
    method === 'GET' ? { status: 405 } : { body: { success: false } },
  );
  const methods = new Map<string, string>();
  expect(await failureOf(clientFor(server.url, { methods }).call(listBranches))).toMatchObject({
    status: 200,
  });
  expect(methods.size).toBe(0);
});

test('no other method for other endpoints', async () => {
  const server = await serve(() => ({ status: 405 }));
  await failureOf(clientFor(server.url).call(taskStatus));
  expect(server.seen).toHaveLength(1);
});

test('raw requests: the same credential, no judgement', async () => {
  const server = await serve(
    (): Reply => ({ status: 422, headers: { 'x-limit': '9' }, body: '{"success":false}' }),
  );
  const client = clientFor(`${server.url}/v2`);
  const options = {
    body: 'a=1',
    headers: { 'Content-Type': 'text/plain' },
    query: { page: 2 },
    repeat: 'once',
  } as const;
  const answer = await client.raw('patch', 'interface/v1/other?x=1', options);
  expect(answer).toMatchObject({ status: 422, text: '{"success":false}', headers: { 'x-limit': '9' } });
  expect(server.seen[0]).toMatchObject({
    method: 'PATCH',
    url: '/v2/interface/v1/other?x=1&page=2',
    body: 'a=1',
    headers: { authorization: 'Bearer token-1', 'content-type': 'text/plain' },
  });
});

test.each<[string, Reply, number]>([
  ['a web page', { body: '<html></html>' }, 1],
  ['a redirect', { status: 302, headers: { location: 'http://127.0.0.1:9/' } }, 1],
  ['an error that stays', { status: 503, body: 'down' }, 4],
  ['a refused credential', { status: 401, body: '{}' }, 1],
])('raw requests give back %s', async (_, reply, count) => {
  const server = await serve(() => reply);
  const { status, text } = await clientFor(server.url).raw('GET', '/x', { repeat: 'read' });
  expect({ status, text }).toEqual({ status: reply.status ?? 200, text: reply.body ?? '' });
  expect(server.seen).toHaveLength(count);
});

test('raw requests cannot leave the host', async () => {
  const server = await serve(() => ({}));
  const client = clientFor(server.url);
  for (const path of [
    '//127.0.0.1:9/x',
    'http://127.0.0.1:9/x',
    '/../..//127.0.0.1:9',
    '/\\127.0.0.1:9/a b',
  ]) {
    await client.raw('GET', path, { repeat: 'read' });
  }
  expect(server.seen).toHaveLength(4);
});

test('raw requests without an answer fail like any other', async () => {
  const client = clientFor(`http://127.0.0.1:${await closedPort()}`);
  expect(await failureOf(client.raw('GET', '/x', { repeat: 'read' }))).toMatchObject({ kind: 'unreachable' });
  expect(await failureOf(client.raw('G ET', '/x', { repeat: 'read' }))).toMatchObject({
    kind: 'unreachable',
  });
});

test('a write that is under way when the run is interrupted has a moment to come to its end', async () => {
  for (const endpoint of [importMenu, createTask]) {
    const controller = new AbortController();
    const server = await serve(async () => {
      controller.abort();
      await new Promise((resolve) => setTimeout(resolve, 30));
      return { body: { ok: true } };
    });
    const client = clientFor(server.url, { linger: 5000 });
    expect(await client.call(endpoint, { body, signal: controller.signal })).toEqual({ ok: true });
    expect(await failureOf(client.call(endpoint, { body, signal: controller.signal }))).toMatchObject({
      code: 'interrupted',
    });
    expect(server.seen).toHaveLength(1);
  }
});

test('but not longer, not for a second attempt, and a read has none', async () => {
  const cases = [
    { endpoint: importMenu, linger: 50, status: undefined, code: 'interrupted' },
    { endpoint: createTask, linger: 50, status: undefined, code: 'unknown_outcome' },
    { endpoint: importMenu, linger: 5000, status: 503, code: 'interrupted' },
    { endpoint: read, linger: 60_000, status: undefined, code: 'interrupted' },
  ];
  for (const { endpoint, linger, status, code } of cases) {
    const controller = new AbortController();
    const server = await serveRaw((socket) => {
      controller.abort();
      if (status) socket.write(`HTTP/1.1 ${status} Down\r\ncontent-length: 0\r\n\r\n`);
    });
    const begun = performance.now();
    const client = clientFor(server.url, { linger });
    const failure = await failureOf(client.call(endpoint, { body, signal: controller.signal }));
    expect(failure).toMatchObject({ code });
    expect(performance.now() - begun).toBeLessThan(4000);
    expect(server.requests).toHaveLength(1);
  }
});
