import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { ask } from '../../../src/blink/ask.ts';
import { endpoints } from '../../../src/blink/endpoints.ts';
import { BlinkError } from '../../../src/blink/error.ts';
import { loginSession } from '../../../src/blink/login/session.ts';
import { CliError } from '../../../src/errors.ts';
import { clientFor, closedPort, failureOf, serve, serveRaw } from '../servers.ts';

const { listBranches, createTask, importMenu } = endpoints;
const kinds = [listBranches, importMenu, createTask];
const unknown = /It was sent, and it is not known whether it took effect\./;
const safe = /Sending it again is safe\.$/;

/** An HTTP answer with an empty body. */
const status = (code: number) => `HTTP/1.1 ${code} So\r\ncontent-length: 0\r\n\r\n`;

test.each<[string, (socket: Socket) => unknown]>([
  ['500', (socket) => socket.write(status(500))],
  ['501', (socket) => socket.write(status(501))],
  ['503', (socket) => socket.write(status(503))],
  ['408', (socket) => socket.write(status(408))],
  ['a reset', (socket) => socket.resetAndDestroy()],
  ['silence', () => {}],
  ['a success that is cut off', (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{')],
  ['a web page', (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\n<html>')],
])('after %s nobody knows whether a write took effect', async (_, answer) => {
  const server = await serveRaw(answer);
  const client = clientFor(server.url, { timeout: 60, retries: 1 });
  const [read, idempotent, once] = await Promise.all(kinds.map((kind) => failureOf(client.call(kind))));
  expect(read).toMatchObject({ effect: 'none', message: expect.not.stringMatching(unknown) });
  expect(idempotent).toMatchObject({ effect: 'unknown', message: expect.stringMatching(unknown) });
  expect(idempotent).toHaveProperty('message', expect.stringMatching(safe));
  expect(once).toMatchObject({ effect: 'unknown', kind: 'unknown_outcome', exitCode: 6 });
  expect(once).toHaveProperty('message', expect.stringMatching(unknown));
  expect(once).toHaveProperty('message', expect.not.stringMatching(safe));
});

test.each([301, 307, 400, 401, 403, 404, 409, 413, 422, 429])(
  'after %i it certainly did not',
  async (code) => {
    const server = await serve(() => ({ status: code }));
    for (const kind of kinds) {
      const error = await failureOf(clientFor(server.url).call(kind));
      expect(error).toMatchObject({ effect: 'none', message: expect.not.stringMatching(unknown) });
    }
  },
);

test('nor where nothing listened, or where the answer was a plain no', async () => {
  const nobody = clientFor(`http://127.0.0.1:${await closedPort()}`);
  const refusing = clientFor((await serve(() => ({ body: { success: false } }))).url);
  for (const kind of kinds) {
    expect(await failureOf(nobody.call(kind))).toMatchObject({ kind: 'unreachable', effect: 'none' });
    expect(await failureOf(refusing.call(kind))).toMatchObject({ kind: 'refused', effect: 'none' });
  }
});

describe('an earlier attempt that nobody answered for stays in doubt', () => {
  test.each([422, 429, 404])('when the next one is answered with %i', async (code) => {
    const server = await serve((_, count) => ({ status: count === 1 ? 503 : code }));
    const error = await failureOf(clientFor(server.url).call(importMenu));
    expect(error).toMatchObject({ status: code, effect: 'unknown' });
    expect(error).toHaveProperty(
      'message',
      expect.stringMatching(/An earlier attempt may have taken effect all the same\.$/),
    );
  });

  test('when a 200 then says no', async () => {
    const server = await serve((_, count) => (count === 1 ? { status: 503 } : { body: { success: false } }));
    expect(await failureOf(clientFor(server.url).call(importMenu))).toMatchObject({ effect: 'unknown' });
  });

  test('when the next one finds nobody', async () => {
    const server = await serveRaw((socket) => socket.end(status(503)));
    const error = await failureOf(
      clientFor(server.url, {
        retries: 1,
        clock: { now: () => 0, sleep: () => server.close() },
      }).call(importMenu),
    );
    expect(error).toMatchObject({ kind: 'unreachable', effect: 'unknown', exitCode: 5 });
    expect(error).toHaveProperty('message', expect.stringContaining('ECONNREFUSED'));
  });

  test('when the login fails that the next one needs', async () => {
    const server = await serve((_, count) => ({ status: count === 1 ? 503 : 401 }));
    const session = loginSession({
      token: 'old',
      login: () => Promise.reject(new BlinkError('credentials', 'The password was not accepted.')),
    });
    const error = await failureOf(clientFor(server.url, { session }).call(importMenu));
    expect(error).toMatchObject({ kind: 'credentials', exitCode: 4, effect: 'unknown' });
    expect(error).toHaveProperty('message', expect.stringMatching(/^The password was not accepted\. POST /));
    expect(error).toHaveProperty('message', expect.stringMatching(unknown));
  });

  test('when the run is interrupted before the next one', async () => {
    const server = await serve(() => ({ status: 503 }));
    const stop = new AbortController();
    const clock = {
      now: () => 0,
      sleep: async () => stop.abort(new CliError('terminated', 'Stopped.')),
    };
    const error = await failureOf(clientFor(server.url, { clock, signal: stop.signal }).call(importMenu));
    expect(error).toMatchObject({
      kind: 'interrupted',
      code: 'terminated',
      exitCode: 143,
      effect: 'unknown',
    });
  });
});

describe('an interruption', () => {
  const timeOver = new CliError('unreachable', 'The time for this run is over.', {
    hint: 'Give it more time.',
  });

  test.each([
    [new CliError('interrupted', 'Stopped.'), 'interrupted', 130],
    [new CliError('terminated', 'Stopped.'), 'terminated', 143],
    [timeOver, 'unreachable', 5],
    [undefined, 'interrupted', 130],
  ])('while a write is under way: %s', async (reason, code, exitCode) => {
    const stop = new AbortController();
    const server = await serveRaw(() => stop.abort(reason));
    const error = await failureOf(clientFor(server.url).call(importMenu, { signal: stop.signal }));
    expect(error).toHaveProperty('name', 'BlinkError');
    expect(error).toMatchObject({ code, exitCode, effect: 'unknown', hint: reason?.hint });
    expect(error).toHaveProperty('message', expect.stringMatching(unknown));
    expect(error).toHaveProperty('message', expect.stringMatching(safe));
  });

  test('while a read is under way, or before anything was sent', async () => {
    const stop = new AbortController();
    const server = await serveRaw(() => stop.abort(timeOver));
    const client = clientFor(server.url, { signal: stop.signal });
    for (const kind of kinds) {
      const error = await failureOf(client.call(kind));
      expect(error).toHaveProperty('name', 'BlinkError');
      expect(error).toMatchObject({ code: 'unreachable', effect: 'none', message: timeOver.message });
    }
    expect(server.requests).toHaveLength(1);
  });
});

test('a success that is not what was promised leaves a write in doubt', async () => {
  const server = await serve(() => ({ body: { eventId: 21 } }));
  const error = await failureOf(
    ask(clientFor(server.url), endpoints.updateTask, { body: { taskId: 1, type: 1 } }),
  );
  expect(error).toMatchObject({ kind: 'unreadable', effect: 'unknown' });
  expect(error).toHaveProperty('message', expect.stringMatching(safe));
});
