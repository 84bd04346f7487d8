import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { contentTypeOf, senderOf } from '../../../src/inbox/receive/request-headers.ts';

/** What is kept of a request with these headers. */
async function originWith(headers: Record<string, string | string[]>, secret?: string) {
  const origins: ReturnType<typeof senderOf>[] = [];
  const server = createServer((received, response) => {
    origins.push(senderOf(received, secret));
    response.end();
  });
  onTestFinished(() => void server.close());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port }: Partial<AddressInfo> = Object(server.address());
  const sent = request({ host: '127.0.0.1', port, method: 'POST', headers }).end();
  const [response] = await once(sent, 'response');
  response.resume();
  return origins[0];
}

it('keeps every header by its name, and the peer', async () => {
  const origin = await originWith({ 'X-Hub-Signature': 'sha256=00ff', 'x-many': ['1', '2'] });
  expect(origin?.peer).toBe('127.0.0.1');
  expect(origin?.headers).toEqual(
    expect.arrayContaining([
      ['X-Hub-Signature', 'sha256=00ff'],
      ['x-many', '1'],
      ['x-many', '2'],
    ]),
  );
});

it.each([
  ['Authorization', 'Basic abc'],
  ['Cookie', 'a=b'],
  ['Proxy-Authorization', 'x'],
  ['proxy-note', 'x'],
  ['X-Api-Key', 'k'],
  ['X-Auth', 'k'],
  ['x-blink-token', 'k'],
  ['X-Secret', 'k'],
  ['x-access-key', 'k'],
])('blanks the value of %s', async (name, value) => {
  expect((await originWith({ [name]: value }))?.headers).toContainEqual([name, '***']);
});

it.each([
  ['Bearer abc.def', 'Bearer ***'],
  ['https://shop.example/?token=abc&id=7', 'https://shop.example/?token=***&id=7'],
  ['client_secret: abc; v=1', 'client_secret: ***; v=1'],
  ['eyJhbGciOi.eyJzdWIi.c2ln', '***'],
  ['/hook/s3cr3t-of-ours/orders', '/hook/***/orders'],
  ['sha256=00ff', 'sha256=00ff'],
])('blanks a credential that stands in another header: %s', async (value, kept) => {
  expect((await originWith({ 'x-note': value }, 's3cr3t-of-ours'))?.headers).toContainEqual(['x-note', kept]);
});

it('leaves the id of a message as it is', async () => {
  expect((await originWith({ 'Idempotency-Key': '17-b' }))?.headers).toContainEqual([
    'Idempotency-Key',
    '17-b',
  ]);
});

it('knows the type of a body, JSON unless it was told', () => {
  const form = 'application/x-www-form-urlencoded';
  expect(contentTypeOf({ headers: [['Content-Type', form]] })).toBe(form);
  expect(contentTypeOf({ headers: [] })).toBe('application/json');
  expect(contentTypeOf({})).toBe('application/json');
});
