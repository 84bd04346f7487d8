import { createServer as createHttp, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { connect, createServer as createTcp } from 'node:net';
import { describe, expect, it } from 'vitest';
import { addressOf } from '../../src/blink/wire/address.ts';
import { type Journey, travel } from '../../src/doctor/network/journey.ts';
import { type Route, routeTo } from '../../src/doctor/network/route.ts';
import { closedPort, listening } from '../blink/servers.ts';
import { cert, key } from '../blink/wire/certificate.ts';
import { hostsOfBlink } from '../e2e/blink-hosts.ts';
import { start } from '../e2e/process.ts';
import { home } from '../front-door.ts';

const go = (route: Route, limit = 5000) =>
  travel(route, {
    ...{ platform: 'linux', extraAuthorities: true, limit },
    ...{ now: Date.now, signal: new AbortController().signal },
  });

/** The way to a server of this computer, through a proxy where its port is given. */
function way(scheme: 'http' | 'https', port: number, proxy?: string): Route {
  const address = addressOf(`${scheme}://localhost:${port}`);
  return { address, url: new URL(address.origin), proxy: proxy === undefined ? undefined : new URL(proxy) };
}

const statuses = ({ name, connection, certificate, clock }: Journey) =>
  [name, connection, certificate, clock].map(({ status }) => status).join(' ');

/** A service whose clock is off by so many milliseconds. */
async function service(off = 0, more: RequestListener = () => {}): Promise<number> {
  return listening(
    createHttp((request, response) => {
      more(request, response);
      response.setHeader('date', new Date(Date.now() - off).toUTCString());
      response.writeHead(404).end();
    }),
  );
}

describe('the way to a service', () => {
  it('is gone step by step, with one HEAD that has no credential', async () => {
    const seen: { method: string | undefined; url: string | undefined; headers: IncomingHttpHeaders }[] = [];
    const port = await service(0, ({ method, url, headers }) => seen.push({ method, url, headers }));
    const journey = await go(way('http', port));
    expect(statuses(journey)).toBe('ok ok skipped ok');
    expect(journey.connection.detail).toBe(`to localhost:${port}`);
    expect(seen).toEqual([
      { method: 'HEAD', url: '/', headers: { host: `localhost:${port}`, connection: 'close' } },
    ]);
  });

  it.each([
    [90_000, 'warning', /9[01](\.\d)? s ahead of/],
    [-3_600_000, 'failed', /60 min behind/],
    [3_600_000, 'failed', /6[01] min ahead of/],
  ])('a clock that is off by %i ms is a %s', async (off, status, says) => {
    const { clock } = await go(way('http', await service(off)));
    expect(clock).toEqual({
      status,
      detail: expect.stringMatching(says),
      fix: 'sudo timedatectl set-ntp true',
    });
  });

  it('ends where nobody listens', async () => {
    const journey = await go(way('http', await closedPort()));
    expect(statuses(journey)).toBe('ok failed skipped skipped');
    expect(journey.connection.detail).toContain('nothing answers at this address (ECONNREFUSED)');
  });

  it('does not wait for one that never answers', async () => {
    const port = await listening(createTcp(() => {}));
    expect(statuses(await go(way('http', port), 100))).toBe('ok ok skipped failed');
    expect(statuses(await go(way('https', port), 100))).toBe('ok ok failed skipped');
  });

  it('needs a certificate that this computer trusts', async () => {
    const port = await listening(createHttps({ key, cert }));
    const { certificate, clock } = await go(way('https', port));
    expect(certificate).toMatchObject({
      ...{ status: 'failed', detail: expect.stringContaining('does not trust') },
      fix: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
    });
    expect(clock).toMatchObject({ status: 'skipped' });
  });

  it('needs TLS where the address says https', async () => {
    const { certificate } = await go(way('https', await service()));
    expect(certificate).toMatchObject({
      status: 'failed',
      detail: expect.stringContaining('no secure connection'),
    });
  });
});

describe('the way through a proxy', () => {
  /** A proxy that opens tunnels, or answers with a status instead. */
  async function proxy(status?: number) {
    const asked: IncomingHttpHeaders[] = [];
    const server = createHttp();
    server.on('connect', ({ headers, url = '' }, socket) => {
      asked.push(headers);
      if (status !== undefined) return socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
      const target = connect(Number(new URL(`http://${url}`).port), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
      });
      target.on('error', () => socket.destroy()).pipe(socket);
      socket.on('error', () => target.destroy()).pipe(target);
      return socket;
    });
    return { port: await listening(server), asked };
  }

  it('goes through it, with its account', async () => {
    const { port, asked } = await proxy();
    const route = way('http', await service(), `http://till:s%C3%B6cret@127.0.0.1:${port}`);
    const journey = await go(route);
    expect(statuses(journey)).toBe('ok ok skipped ok');
    expect(journey.connection.detail).toBe(`through the proxy 127.0.0.1:${port}`);
    expect(asked.map((headers) => headers['proxy-authorization'])).toEqual([
      `Basic ${Buffer.from('till:söcret').toString('base64')}`,
    ]);
    expect(JSON.stringify(journey)).not.toContain('cret');
  });

  it.each([
    [407, 'it answered 407, it wants a user name and password'],
    [502, 'it answered 502'],
  ])('one that answers %i is told of', async (status, says) => {
    const { port } = await proxy(status);
    const { connection } = await go(way('http', 1, `http://127.0.0.1:${port}`));
    expect(connection).toMatchObject({
      ...{ status: 'failed', detail: `the proxy 127.0.0.1:${port}: ${says}` },
      fix: expect.stringContaining('NO_PROXY=localhost blink doctor'),
    });
  });

  it('one that is not there, or does not answer, is told of', async () => {
    const gone = await go(way('http', 1, `http://127.0.0.1:${await closedPort()}`));
    expect(gone.connection.detail).toContain('it gave no answer (ECONNREFUSED)');
    const silent = await go(way('http', 1, `http://127.0.0.1:${await listening(createTcp(() => {}))}`), 100);
    expect(statuses(silent)).toBe('ok failed skipped skipped');
  });
});

it('takes the proxy that a call would take', () => {
  const env = {
    HTTP_PROXY: 'http://a.example:1',
    HTTPS_PROXY: 'http://b.example:2',
    NO_PROXY: 'stg-api.blinkco.io',
  };
  const proxyTo = (url: string, variables: NodeJS.ProcessEnv) => routeTo(url, variables).proxy?.host;
  expect(proxyTo('https://api.blinkco.io', env)).toBe('b.example:2');
  expect(proxyTo('http://till.example', env)).toBe('a.example:1');
  expect(proxyTo('https://api.blinkco.io', { HTTP_PROXY: 'http://a.example:1' })).toBe('a.example:1');
  expect(proxyTo('https://stg-api.blinkco.io', env)).toBeUndefined();
  expect(proxyTo('https://localhost:1', env)).toBeUndefined();
});

it('finds nothing wrong with a way to Blink that works, as a process of its own', async () => {
  const { env, tunnels, visits } = await hostsOfBlink(() => ({}));
  const variables = {
    ...home(),
    ...env,
    BLINK_ENV: 'sandbox',
    BLINK_TOKEN: 'canary-of-doctor',
    BLINK_LOGISTICS_TOKEN: 'canary',
  };
  const { code, out, err } = await start(['doctor', '--json'], variables).ended;
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const { checks }: { checks: { id: string; status: string }[] } = JSON.parse(out);
  for (const id of ['ordering-certificate', 'ordering-clock', 'logistics-certificate', 'logistics-clock']) {
    expect(checks.find((check) => check.id === id)).toMatchObject({ status: 'ok' });
  }
  expect(tunnels.toSorted()).toEqual(['stg-api.blinkco.io:443', 'stg-delivery.blinkco.io:443']);
  expect(visits.map(({ method, headers }) => [method, headers.authorization])).toEqual([
    ['HEAD', undefined],
    ['HEAD', undefined],
  ]);
});
