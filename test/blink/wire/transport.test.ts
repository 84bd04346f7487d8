import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect, createServer as createTcpServer } from 'node:net';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { endpoints } from '../../../src/blink/endpoints.ts';
import { clientFor, closedPort, failureOf, listening, serve, serveRaw } from '../servers.ts';
import { cert, key } from './certificate.ts';

const { createTask, taskStatus } = endpoints;
const proxyVariables = ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY', 'no_proxy', 'NO_PROXY'];

beforeEach(() => {
  for (const name of proxyVariables) vi.stubEnv(name, undefined);
});

/** A proxy that opens every tunnel to one port of this computer, and keeps what it was asked. */
async function tunnel(port: number) {
  const asked: IncomingMessage[] = [];
  const proxy = createHttpServer();
  proxy.on('connect', (request, socket) => {
    asked.push(request);
    const target = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      target.pipe(socket).pipe(target);
    });
    target.on('error', () => socket.destroy());
    socket.on('error', () => target.destroy());
  });
  return { url: `http://127.0.0.1:${await listening(proxy)}`, asked };
}

describe('a proxy', () => {
  test.each(['HTTP_PROXY', 'http_proxy'])('in %s is used', async (name) => {
    const server = await serve(() => ({ body: { ok: 1 } }));
    const proxy = await tunnel(server.port);
    vi.stubEnv(name, proxy.url.replace('http://', 'http://user:p%40ss@'));
    expect(await clientFor('http://api.blink.test/x').call(taskStatus)).toEqual({ ok: 1 });
    expect(proxy.asked.map(({ url }) => url)).toEqual(['api.blink.test:80']);
    expect(proxy.asked[0]?.headers['proxy-authorization']).toBe(`Basic ${btoa('user:p@ss')}`);
    expect(server.seen[0]).toMatchObject({
      url: '/x/api/client/task/status',
      headers: { host: 'api.blink.test', authorization: 'Bearer token-1' },
    });
    expect(server.seen[0]?.headers).not.toHaveProperty('proxy-authorization');
  });

  test('is used for https, with an address that lacks its scheme', async () => {
    const proxy = await tunnel(await closedPort());
    vi.stubEnv('HTTPS_PROXY', proxy.url.replace('http://', ''));
    await failureOf(clientFor('https://api.blink.test', { retries: 0 }).call(taskStatus));
    expect(proxy.asked.map(({ url }) => url)).toEqual(['api.blink.test:443']);
  });

  test.each(['api.blink.test', '.blink.test', '*', 'x, blink.test:80'])(
    'is passed by for NO_PROXY=%s',
    async (covered) => {
      const proxy = await tunnel(await closedPort());
      vi.stubEnv('HTTP_PROXY', proxy.url);
      vi.stubEnv('NO_PROXY', covered);
      await failureOf(clientFor('http://api.blink.test', { retries: 0 }).call(taskStatus));
      expect(proxy.asked).toHaveLength(0);
    },
  );

  test.each(['127.0.0.1', 'localhost', '[::1]'])('is passed by for %s', async (host) => {
    const server = await serve(() => ({ body: { ok: 1 } }));
    const proxy = await tunnel(server.port);
    vi.stubEnv('HTTP_PROXY', proxy.url);
    vi.stubEnv('HTTPS_PROXY', proxy.url);
    await clientFor(`http://${host}:${server.port}`, { retries: 0 })
      .call(taskStatus)
      .catch(() => {});
    expect(proxy.asked).toHaveLength(0);
  });

  test.each([
    ['hangs up', '', 'the proxy gave no answer (UND_ERR_SOCKET)', 2],
    ['speaks something else', 'hello\r\n\r\n', 'the proxy gave no answer', 2],
    ['cannot reach the host', 'HTTP/1.1 502 Bad Gateway\r\n\r\n', 'the proxy answered 502', 2],
    [
      'wants a password',
      'HTTP/1.1 407 No\r\n\r\n',
      'the proxy answered 407, it wants a user name and password',
      1,
    ],
  ])('that %s is asked once for each attempt', async (_, text, what, attempts) => {
    const proxy = await serveRaw((socket) => socket.end(text));
    vi.stubEnv('HTTP_PROXY', `http://user:hunter2@127.0.0.1:${proxy.port}`);
    const error = await failureOf(clientFor('http://api.blink.test', { retries: 1 }).call(createTask));
    expect(error).toMatchObject({
      kind: 'unreachable',
      exitCode: 5,
      hint: expect.stringContaining('HTTP_PROXY'),
    });
    expect(error).toHaveProperty('message', expect.stringContaining(what));
    expect(error).toHaveProperty('message', expect.not.stringContaining('hunter2'));
    expect(proxy.requests).toHaveLength(attempts);
  });

  test('that is not there is named', async () => {
    vi.stubEnv('HTTP_PROXY', `http://127.0.0.1:${await closedPort()}`);
    const error = await failureOf(clientFor('http://api.blink.test', { retries: 0 }).call(taskStatus));
    expect(error).toHaveProperty(
      'message',
      expect.stringContaining('the proxy gave no answer (ECONNREFUSED)'),
    );
  });

  test.each(['http://user:hunter2@:x', 'socks5://127.0.0.1:1', 'a b'])('cannot be %j', (value) => {
    vi.stubEnv('HTTP_PROXY', value);
    const create = () => clientFor('http://api.blink.test');
    expect(create).toThrow(
      expect.objectContaining({ kind: 'misconfigured', message: expect.stringContaining('HTTP_PROXY') }),
    );
    expect(create).toThrow(expect.objectContaining({ message: expect.not.stringContaining('hunter2') }));
    expect(() => clientFor('http://127.0.0.1:1')).not.toThrow();
  });
});

describe('a secure connection', () => {
  test('to a server whose authority nobody knows', async () => {
    let asked = 0;
    const server = createHttpsServer({ key, cert }, () => asked++);
    const port = await listening(server);
    const error = await failureOf(clientFor(`https://localhost:${port}`).call(createTask));
    expect(error).toMatchObject({
      kind: 'unreachable',
      exitCode: 5,
      hint: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
    });
    expect(error).toHaveProperty(
      'message',
      `POST /api/client/task on localhost:${port} failed: the server's certificate comes from an authority this computer does not trust (DEPTH_ZERO_SELF_SIGNED_CERT).`,
    );
    expect(asked).toBe(0);
  });

  test('to a server that has none', async () => {
    const server = await serve(() => ({}));
    const error = await failureOf(clientFor(server.url.replace('http', 'https')).call(createTask));
    expect(error).toMatchObject({ kind: 'unreachable', exitCode: 5 });
    expect(error).toHaveProperty(
      'message',
      expect.stringMatching(/no secure connection came about \(.+\)\.$/),
    );
  });

  test('that breaks in the handshake is tried again, for nothing was sent', async () => {
    let connections = 0;
    const server = createTcpServer((socket) => {
      connections++;
      socket.on('error', () => {}).once('data', () => socket.destroy());
    });
    const url = `https://127.0.0.1:${await listening(server)}`;
    expect(await failureOf(clientFor(url).call(createTask))).toMatchObject({ kind: 'unreachable' });
    expect(connections).toBe(4);
  });
});

test('a connection that is never made ends at the deadline, and closing does not wait for it', async () => {
  const server = createTcpServer((socket) => socket.on('error', () => {}).resume());
  const client = clientFor(`https://127.0.0.1:${await listening(server)}`, { timeout: 40, retries: 1 });
  const error = await failureOf(client.call(createTask));
  expect(error).toMatchObject({ kind: 'unreachable', exitCode: 5 });
  expect(error).toHaveProperty(
    'message',
    expect.stringContaining('no connection came about within 40 ms (2 attempts)'),
  );
  const open = () => new Promise((resolve) => server.getConnections((_, count) => resolve(count)));
  expect(await open()).toBe(2);
  await client.close();
  await vi.waitFor(async () => expect(await open()).toBe(0), { interval: 5 });
});

test('a call that gives up waiting for a connection is never sent', async () => {
  const server = await serveRaw(() => {});
  const client = clientFor(server.url, { connections: 1, timeout: 60, retries: 0 });
  const controller = new AbortController();
  const first = failureOf(client.call(createTask));
  const second = failureOf(client.call(createTask, { signal: controller.signal }));
  await vi.waitFor(() => expect(server.requests).toHaveLength(1), { interval: 1 });
  controller.abort();
  expect(await second).toMatchObject({ code: 'interrupted' });
  expect(await first).toMatchObject({ code: 'unknown_outcome' });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(server.requests).toHaveLength(1);
});

test('calls made one after the other share a connection', async () => {
  const server = await serveRaw((socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}'));
  const client = clientFor(server.url);
  for (let round = 0; round < 5; round++) await client.call(taskStatus);
  expect(server.connections()).toBe(1);
});
