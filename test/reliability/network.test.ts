import { writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { closedPort, listening } from '../blink/servers.ts';
import { cert, key } from '../blink/wire/certificate.ts';
import { start } from '../e2e/process.ts';
import { type Answer, loggingServer } from '../server.ts';
import { some } from '../thorough.ts';
import { commands, copyOf, serverAt } from './sending.ts';

const login = ['login', '--username', 'kfc', '--password-stdin'];

/** Runs a command with something on its standard input. */
async function run(command: readonly string[], env: NodeJS.ProcessEnv, input = '') {
  const { child, ended } = start(command, env);
  child.stdin?.end(input);
  const { code, out, err } = await ended;
  return { code, out, err };
}

const senders = {
  'a login': [login, 'hunter2'],
  'a login with a token': [['login', '--token-stdin'], 'hunter2'],
  'a login with a logistics token': [['login', '--logistics', '--token-stdin'], 'hunter2'],
  'a read': [commands.read, ''],
  'a menu': [['menu', 'import', copyOf('menu.csv')], ''],
  stock: [commands.idempotent, ''],
  'an order': [['order', 'status', '123', '--accept'], ''],
  'a task': [commands.once, ''],
} as const;

// Those that keep the method and the body are the ones that matter, for every command.
const redirects = Object.entries(senders).flatMap(([name, [command, input]]) => {
  const statuses = name === 'a login' || name === 'a task' ? [301, 302, 303, 307, 308] : [307];
  return statuses.map((status) => [status, name, command, input] as const);
});

it.each(some(redirects, 7))(
  'a redirect with %i to another host is not followed by %s',
  async (status, _, command, input) => {
    const elsewhere = await loggingServer(() => ({ body: { access_token: 'evil' } }));
    const { url, received } = await loggingServer(
      ({ path }): Answer => ({ status, headers: { location: elsewhere.url + path } }),
    );
    const { code, out, err } = await run(command, serverAt(url), input);
    expect(elsewhere.received).toEqual([]);
    expect(received).toHaveLength(1);
    expect(out).not.toContain('✓');
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('redirects it to 127.0.0.1') });
  },
);

it('a redirect is what "blink api" is given, not where it leads', async () => {
  const elsewhere = await loggingServer(() => ({}));
  const { url } = await loggingServer(() => ({ status: 307, headers: { location: elsewhere.url } }));
  const command = ['api', 'POST', '/interface/v1/anything', '--field', 'a=1', '--include'];
  expect(await run(command, serverAt(url))).toMatchObject({ out: expect.stringMatching(/^HTTP 307\n/) });
  expect(elsewhere.received).toEqual([]);
});

/** Answers as both services do, and takes only a token of the login. */
const service = ({
  url = '',
  headers,
}: {
  url?: string | undefined;
  headers: { authorization?: string | undefined };
}) => {
  if (url.endsWith('/login')) return { status: 200, body: '{"access_token":"fresh"}' };
  if (headers.authorization !== 'Bearer fresh') return { status: 401, body: '{}' };
  return {
    status: 200,
    body: url.startsWith('/api')
      ? '{"eventId":20,"event":"TASK_CREATED","data":{"taskId":"T-1","type":1}}'
      : '{"data":[]}',
  };
};

/** A server with the certificate of these tests. @returns its port and the paths that were asked for */
async function secureServer() {
  const asked: string[] = [];
  const server = createHttpsServer({ key, cert }, (request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const { status, body } = service(request);
    response.writeHead(status).end(body);
  });
  server.on('tlsClientError', () => {});
  return { port: await listening(server), asked };
}

/** A proxy that opens tunnels to one port of this computer. @returns its address and the hosts that were asked for */
async function proxyTo(port: number, secure = false) {
  const asked: string[] = [];
  const proxy = secure ? createHttpsServer({ key, cert }) : createHttpServer();
  proxy.on('tlsClientError', () => {});
  proxy.on('connect', (request, socket) => {
    asked.push(request.url ?? '');
    const target = connect(port, '127.0.0.1', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
    target.on('error', () => socket.destroy()).pipe(socket);
    socket.on('error', () => target.destroy()).pipe(target);
  });
  return { url: `${secure ? 'https://localhost' : 'http://127.0.0.1'}:${await listening(proxy)}`, asked };
}

/** What makes Node trust the certificate of these tests. */
function trusting(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const file = join(env.HOME ?? '', 'authority.pem');
  writeFileSync(file, cert);
  return { ...env, NODE_EXTRA_CA_CERTS: file };
}

describe('a proxy and an authority of their own', () => {
  const everyCall: [string, readonly string[], string][] = [
    ['login', login, 'hunter2'],
    ['a login with a token', ['login', '--token-stdin'], 'fresh'],
    ['a login with a logistics token', ['login', '--logistics', '--token-stdin'], 'fresh'],
    ['a read that has to log in', commands.read, ''],
    ['a write that has to log in', commands.idempotent, ''],
    ['a task', commands.once, ''],
    ['any call', ['api', 'GET', '/interface/v1/anything'], ''],
  ];
  const account = {
    BLINK_TOKEN: undefined,
    BLINK_USERNAME: 'kfc',
    BLINK_PASSWORD: 'hunter2',
    BLINK_LOGISTICS_TOKEN: 'fresh',
  };

  it.each(everyCall)('are used for %s', async (_, command, input) => {
    const { port, asked } = await secureServer();
    const proxy = await proxyTo(port);
    const env = trusting(serverAt('https://api.blink.test', { ...account, HTTPS_PROXY: proxy.url }));
    const { code, err } = await run(command, env, input);
    expect({ code, err }).toEqual({ code: 0, err: expect.not.stringContaining('Error') });
    expect(new Set(proxy.asked)).toEqual(new Set(['api.blink.test:443']));
    expect(asked.length).toBeGreaterThan(0);
  });

  it.each(everyCall.slice(0, 4))(
    '%s goes around a proxy where NO_PROXY says so',
    async (_, command, input) => {
      const proxy = await proxyTo(await closedPort());
      const env = serverAt('https://api.blink.test', {
        ...account,
        HTTPS_PROXY: proxy.url,
        NO_PROXY: 'blink.test',
      });
      const { code, err } = await run([...command, '--retries', '0'], env, input);
      // There is no such host, which only the proxy does not know.
      expect({ code, err }).toEqual({ code: 5, err: expect.stringMatching(/ENOTFOUND|EAI_AGAIN/) });
      expect(proxy.asked).toEqual([]);
    },
  );

  it('plain http goes through HTTP_PROXY', async () => {
    const { url, received } = await loggingServer(() => ({ body: { data: [] } }));
    const proxy = await proxyTo(Number(new URL(url).port));
    const env = serverAt('http://api.blink.test', { HTTP_PROXY: proxy.url });
    expect(await run(commands.read, env)).toMatchObject({ code: 0 });
    expect(proxy.asked).toEqual(['api.blink.test:80']);
    expect(received).toHaveLength(1);
  });
});

describe('the check of certificates', () => {
  it.each([
    ['a login', login],
    ['a read', commands.read],
    ['a task', commands.once],
  ])('can not be turned off for %s', async (_, command) => {
    const { port, asked } = await secureServer();
    const env = serverAt(`https://localhost:${port}`, { NODE_TLS_REJECT_UNAUTHORIZED: '0' });
    const { code, err } = await run(command, env, 'hunter2');
    expect({ code, err }).toEqual({ code: 5, err: expect.stringContaining('DEPTH_ZERO_SELF_SIGNED_CERT') });
    expect(asked).toEqual([]);
  });

  it('nor through a proxy, nor for the proxy itself', async () => {
    const { port, asked } = await secureServer();
    const off = { NODE_TLS_REJECT_UNAUTHORIZED: '0' };
    const plain = await proxyTo(port);
    const through = serverAt('https://api.blink.test', { ...off, HTTPS_PROXY: plain.url });
    expect(await run(commands.read, through)).toMatchObject({
      code: 5,
      err: expect.stringContaining('DEPTH_ZERO_SELF_SIGNED_CERT'),
    });
    expect(plain.asked).toHaveLength(1);
    const secure = await proxyTo(port, true);
    const to = serverAt('https://api.blink.test', { ...off, HTTPS_PROXY: secure.url });
    expect(await run(commands.read, to)).toMatchObject({
      code: 5,
      err: expect.stringContaining('DEPTH_ZERO_SELF_SIGNED_CERT'),
    });
    expect(secure.asked).toEqual([]);
    expect(asked).toEqual([]);
  });

  it('holds for the name of the host', async () => {
    const { port, asked } = await secureServer();
    const proxy = await proxyTo(port);
    const env = trusting(
      serverAt('https://other.blink.test', { NODE_TLS_REJECT_UNAUTHORIZED: '0', HTTPS_PROXY: proxy.url }),
    );
    expect(await run(commands.read, env)).toMatchObject({
      code: 5,
      err: expect.stringContaining('for another host'),
    });
    expect(asked).toEqual([]);
  });
});
