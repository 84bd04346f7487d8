import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { home } from '../front-door.ts';
import { until } from '../inbox/events.ts';
import { otherBodies } from '../inbox/others.ts';
import { some } from '../thorough.ts';
import { listening } from './listener.ts';
import { start } from './process.ts';

/** A till that takes everything, and what it was given. */
async function till() {
  const given: { body: Buffer; headers: IncomingHttpHeaders }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      given.push({ body: Buffer.concat(chunks), headers: request.headers });
      response.end();
    });
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port }: Partial<AddressInfo> = Object(server.address());
  return { given, url: `http://127.0.0.1:${port}/` };
}

const post = (url: string, body: Buffer, headers: Record<string, string>) =>
  fetch(url, { method: 'POST', body: new Uint8Array(body), headers });

it('bodies of another make are answered, stored, forwarded byte for byte and on the board', async () => {
  const env = home();
  const { given, url: tillUrl } = await till();
  const { url, child, ended } = await listening(['--forward-to', tillUrl], env);
  const bodies = some(otherBodies(), 80);
  for (const { body, type } of bodies) {
    expect((await post(url, body, { 'content-type': type })).status).toBe(200);
  }
  await until(() => given.length === bodies.length, 60_000);
  const forwarded = new Map(
    given.map(({ body, headers }) => [body.toString('base64'), headers['content-type']]),
  );
  for (const { what, body, type } of bodies)
    expect([what, forwarded.get(body.toString('base64'))]).toEqual([what, type]);
  child.kill('SIGTERM');
  await ended;

  const board = await start(['orders', 'watch', '--once', '--json', '--env', 'local'], env).ended;
  expect(board.code).toBe(0);
  const { orders, aside }: { orders: { blink_order_id: string }[]; aside: unknown[] } = JSON.parse(board.out);
  const keys = bodies.filter(({ kind }) => kind === 'order').map(({ key }) => key);
  expect(orders.map(({ blink_order_id: id }) => id).sort()).toEqual(keys.sort());
  expect(aside).toEqual([]);
  for (const command of [
    ['orders', 'watch', '--once'],
    ['webhook', 'inbox', 'list', '--limit', '1000'],
  ]) {
    expect((await start([...command, '--env', 'local'], env).ended).code).toBe(0);
  }
}, 120_000);

it('what has no identity is told, until it was sent on by hand', async () => {
  const env = home();
  const { given, url: tillUrl } = await till();
  const { url, child, ended, err } = await listening([], env);
  await post(url, Buffer.from('{"hello":"Clifton"}'), {
    'x-signature': 'abc',
    authorization: 'Bearer s3cr3t',
  });
  await until(() => err().includes('Put aside:'));
  expect(err()).toMatch(/Put aside: \/ \w{16}: nothing in it says which order/);
  child.kill('SIGTERM');
  await ended;
  const once = () => start(['orders', 'watch', '--once', '--env', 'local'], env).ended;
  expect(await once()).toMatchObject({ code: 1, err: expect.stringContaining('1 event was put aside') });

  const list = await start(['webhook', 'inbox', 'list', '--json', '--env', 'local'], env).ended;
  const [{ id }] = JSON.parse(list.out);
  const shown = await start(['webhook', 'inbox', 'show', id, '--env', 'local'], env).ended;
  expect(shown.out).toContain('From 127.0.0.1');
  expect(shown.out).toContain('x-signature: abc');
  expect(shown.out).toContain('authorization: ***');
  const replay = ['webhook', 'inbox', 'replay', id, '--to', tillUrl, '--env', 'local'];
  expect(await start(replay, env).ended).toMatchObject({ code: 0 });
  expect(given.map(({ body }) => body.toString())).toEqual(['{"hello":"Clifton"}']);
  expect(await once()).toMatchObject({ code: 0 });
}, 60_000);
