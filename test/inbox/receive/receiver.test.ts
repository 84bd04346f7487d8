import { once } from 'node:events';
import { mkdirSync, rmdirSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { EventKind } from '../../../src/blink/contract/event.ts';
import type { StoredEvent } from '../../../src/inbox/event.ts';
import { fileInbox } from '../../../src/inbox/file-store/file-inbox.ts';
import { type ReceiverOptions, startReceiver } from '../../../src/inbox/receive/receiver.ts';
import { emptyInbox, eventsIn, orderBody, samples, until } from '../events.ts';

async function start(options: Partial<ReceiverOptions> = {}) {
  const folder = emptyInbox();
  const intake = await fileInbox(folder).receive({ targets: [] });
  const told: StoredEvent[] = [];
  const troubles: unknown[] = [];
  const receiver = await startReceiver({
    ...{ port: 0, host: '127.0.0.1', routes: new Map<string, EventKind>(), intake },
    onStored: ({ event }) => told.push(event),
    onTrouble: (trouble) => troubles.push(trouble),
    ...options,
  });
  const close = async () => {
    await receiver.close();
    await intake.close();
  };
  onTestFinished(close);
  const post = async (path: string, body: Buffer | string, init: RequestInit = {}) => {
    const response = await fetch(`${receiver.url}${path}`, {
      method: 'POST',
      body: new Uint8Array(Buffer.from(body)),
      ...init,
    });
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
  const stored = () => eventsIn(folder);
  return {
    folder,
    url: receiver.url,
    port: Number(new URL(receiver.url).port),
    told,
    troubles,
    post,
    stored,
    close,
  };
}

/** A connection of its own, and what came over it. */
async function raw(port: number, text: string | Buffer = '') {
  const socket: Socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  const connection = { socket, text: '', closed: false };
  socket.on('data', (chunk) => {
    connection.text += String(chunk);
  });
  socket.on('error', () => {});
  socket.on('close', () => {
    connection.closed = true;
  });
  await once(socket, 'connect');
  socket.write(text);
  return connection;
}

const head = (length: number | string) =>
  `POST / HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n`;

describe('what is posted', () => {
  it.each(Object.entries(samples))('%s: is stored before it is answered', async (kind, sample) => {
    const { post, stored, told } = await start();
    const answer = await post('/any/path?x=1', sample);
    const [event] = await stored();
    expect(answer).toMatchObject({ status: 200, body: { received: true, id: event?.id } });
    expect(event).toMatchObject({ kind, path: '/any/path?x=1' });
    expect(event?.body.equals(sample)).toBe(true);
    expect(told).toEqual([event]);
  });

  it('is taken by PUT as well, and garbage too', async () => {
    const { post, stored } = await start();
    expect((await post('/', 'hello', { method: 'PUT' })).status).toBe(200);
    expect(await stored()).toMatchObject([{ kind: 'unknown', body: Buffer.from('hello') }]);
  });

  it('comes by any other method: 405', async () => {
    const { url, stored } = await start();
    for (const method of ['DELETE', 'PATCH', 'OPTIONS']) {
      const response = await fetch(url, { method });
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST, PUT']);
    }
    expect((await fetch(`${url}/orders`)).status).toBe(405);
    expect(await stored()).toEqual([]);
  });

  it.each([
    ['without a secret', undefined],
    ['with a secret that who asks need not know', 'k'.repeat(32)],
  ])('is nothing: GET / says that an event would be stored, %s', async (_, secret) => {
    const { url, stored } = await start({ secret });
    const response = await fetch(url);
    expect([response.status, await response.text()]).toEqual([200, 'blink webhook listen: ready\n']);
    expect((await fetch(url, { method: 'HEAD' })).status).toBe(200);
    expect(await stored()).toEqual([]);
  });
});

describe('routes', () => {
  const routes = new Map<string, EventKind>([
    ['/orders', 'order'],
    ['/status', 'order-status'],
  ]);

  it('say the kind by the path', async () => {
    const { post, stored } = await start({ routes });
    expect((await post('/orders', samples.order)).status).toBe(200);
    expect((await post('/orders/?from=blink', orderBody('2'))).status).toBe(200);
    expect((await post('/status', samples.task)).status).toBe(200);
    expect((await post('/tasks', samples.task)).status).toBe(404);
    const kinds = (await stored()).map(({ kind, why }) => [kind, why]);
    expect(kinds).toEqual([
      ['order', undefined],
      ['order', undefined],
      ['task', undefined],
    ]);
  });
});

describe('a secret', () => {
  const secret = 'k'.repeat(32);

  it('lets in who knows it, in the path or as a token', async () => {
    const { post, url, stored } = await start({ secret });
    expect((await post(`/hook/${secret}`, samples.order)).status).toBe(200);
    expect((await post(`/hook/${secret}/orders?x=1`, samples.task)).status).toBe(200);
    const headers = { authorization: `Bearer ${secret}` };
    expect((await post('/status', samples['order-status'], { headers })).status).toBe(200);
    expect((await fetch(`${url}/hook/${secret}/`)).status).toBe(200);
    expect((await stored()).map(({ path }) => path)).toEqual(['/', '/orders?x=1', '/status']);
  });

  it('is neither stored nor told, wherever it stands in an address', async () => {
    const refused: string[] = [];
    const { post, stored } = await start({ secret, onRefused: ({ path }) => refused.push(path) });
    const [twice, wrong] = [`/hook/${secret}/hook/${secret}/orders?key=${secret}`, `/hooks/${secret}/orders`];
    expect((await post(twice, samples.order)).status).toBe(200);
    expect((await post(wrong, samples.order)).status).toBe(404);
    expect((await post(`/hook/${secret}/orders`, '', { method: 'DELETE' })).status).toBe(405);
    expect((await stored()).map(({ path }) => path)).toEqual(['/hook/***/orders?key=***']);
    expect(refused).toEqual(['/hooks/***/orders', '/hook/***/orders']);
  });

  it.each([
    ['/', {}],
    ['/hook/', {}],
    [`/hook/${'k'.repeat(31)}`, {}],
    [`/hook/${'k'.repeat(33)}`, {}],
    [`/x/hook/${secret}`, {}],
    ['/', { authorization: `Bearer ${'j'.repeat(32)}` }],
    ['/', { authorization: secret }],
  ])('keeps out %s', async (path, headers) => {
    const { post, url, stored, told } = await start({ secret });
    expect((await post(path, samples.order, { headers })).status).toBe(404);
    if (path !== '/') expect((await fetch(`${url}${path}`, { headers })).status).toBe(404);
    expect([await stored(), told]).toEqual([[], []]);
  });
});

describe('a web page in a browser on this computer', () => {
  const forged: [string, string][] = [
    ['says where it comes from', 'host: 127.0.0.1\r\norigin: https://evil.example'],
    ['says that it comes from nowhere', 'host: 127.0.0.1\r\norigin: null'],
    ['asks for a name that was made to point here', 'host: evil.example:8765'],
  ];

  it.each(forged)('that %s is refused: 403', async (_, headers) => {
    const { port, stored } = await start();
    const connection = await raw(port, `POST / HTTP/1.1\r\n${headers}\r\ncontent-length: 2\r\n\r\n{}`);
    await until(() => connection.text.includes('--protect'));
    expect(connection.text).toMatch(/^HTTP\/1.1 403 /);
    expect(await stored()).toEqual([]);
  });

  it.each(forged)('that %s, and knows the secret, is none: a proxy keeps the host', async (_, headers) => {
    const secret = 'k'.repeat(32);
    const { port } = await start({ secret });
    const text = `POST /hook/${secret} HTTP/1.1\r\n${headers}\r\ncontent-length: 2\r\n\r\n{}`;
    const connection = await raw(port, text);
    await until(() => connection.text.includes('"received":true'));
  });

  it('of this computer itself is taken', async () => {
    const { post } = await start();
    const headers = { origin: 'http://localhost:3000' };
    expect((await post('/', samples.order, { headers })).status).toBe(200);
  });
});

describe('a body that is too large', () => {
  it('is refused by its length, before it is sent', async () => {
    const { port, stored } = await start();
    const connection = await raw(port, head(5 * 1024 * 1024 + 1));
    await until(() => connection.text.includes('5 MiB'));
    expect(connection.text).toMatch(/^HTTP\/1.1 413 /);
    expect(await stored()).toEqual([]);
  });

  it('is refused where it says no length, and the connection closed', async () => {
    const { port, stored } = await start();
    const connection = await raw(
      port,
      'POST / HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n',
    );
    const piece = Buffer.concat([Buffer.from('10000\r\n'), Buffer.alloc(0x10000, 'x'), Buffer.from('\r\n')]);
    for (let i = 0; i < 81; i += 1) connection.socket.write(piece);
    await until(() => connection.text.includes('5 MiB'));
    await until(() => connection.closed);
    expect(await stored()).toEqual([]);
  });

  it('just fits', async () => {
    const { post, stored } = await start();
    const body = orderBody('1', { kitchen_notes: 'x'.repeat(5 * 1024 * 1024 - 3000) });
    expect((await post('/', body)).status).toBe(200);
    expect((await stored())[0]?.body.equals(body)).toBe(true);
  });
});

describe('who does not finish', () => {
  it('is never answered 200, and nothing is stored', async () => {
    const { port, stored } = await start();
    const connection = await raw(port, head(samples.order.length + 1));
    connection.socket.end(samples.order);
    await until(() => connection.closed);
    expect(connection.text).not.toContain('200');
    expect(await stored()).toEqual([]);
  });

  it('is not cut by a flood of connections while the body is under way', async () => {
    const { port, stored } = await start();
    const sending = await raw(port, head(samples.order.length));
    sending.socket.write(samples.order.subarray(0, 10));
    await Promise.all(Array.from({ length: 700 }, () => raw(port)));
    sending.socket.write(samples.order.subarray(10));
    await until(() => sending.text.includes('"received":true'));
    expect(await stored()).toHaveLength(1);
  });

  it('does not lock out those who post', async () => {
    const { port, post } = await start();
    const slow = await Promise.all(
      Array.from({ length: 700 }, () => raw(port, 'POST / HTTP/1.1\r\nhost: localhost\r\n')),
    );
    for (let i = 0; i < 5; i += 1) expect((await post('/', orderBody(String(i)))).status).toBe(200);
    await until(() => slow.filter(({ closed }) => closed).length >= 180);
    expect(slow.filter(({ closed }) => !closed).length).toBeLessThanOrEqual(512);
  });
});

describe('a disk that fails', () => {
  it('is answered 503 until it is mended, and nothing is half stored', async () => {
    const { folder, url, post, stored, troubles } = await start();
    const inTheWay = join(folder, `${new Date().toISOString().slice(0, 10)}.ndjson`);
    mkdirSync(inTheWay, { recursive: true });
    expect((await fetch(url)).status).toBe(503);
    const refused = await post('/', samples.order);
    expect(refused).toMatchObject({ status: 503, body: { received: false } });
    expect(refused.headers.get('retry-after')).toBe('5');
    await post('/', samples.order);
    rmdirSync(inTheWay);
    expect((await fetch(url)).status).toBe(200);
    expect((await post('/', samples.order)).status).toBe(200);
    expect(await stored()).toHaveLength(1);
    expect(troubles).toEqual([expect.objectContaining({ code: 'failed' }), undefined]);
  });
});

it('ends when what came in is answered', async () => {
  const { port, close, stored } = await start();
  const connection = await raw(port, head(samples.order.length));
  const closing = close();
  connection.socket.write(samples.order);
  await until(() => connection.text.includes('"received":true'));
  await closing;
  expect(await stored()).toHaveLength(1);
});
