import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { OrderStatusUpdate } from '../../src/blink/contract/order.ts';
import { type Endpoint, endpoints } from '../../src/blink/endpoints.ts';
import { exampleOf } from '../../src/simulator/http/router.ts';
import { at, type Started, start } from './start.ts';

test('every answer says that it comes from a simulator', async () => {
  const started = await start();
  const replies = await Promise.all([
    started.ordering('GET', '/interface/v1/branches'),
    started.plain('GET', '/interface/v1/branches'),
    started.plain('GET', '/nowhere'),
    started.plain('PUT', '/interface/v1/login'),
    started.ordering('POST', '/interface/v1/importMenu', 'not JSON'),
    started.logistics('POST', '/api/client/task', {}),
  ]);
  expect(replies.map(({ status }) => status)).toEqual([200, 401, 404, 405, 400, 422]);
  for (const { headers } of replies) {
    expect(headers.get('server')).toBe('blink-simulator');
    expect(headers.get('content-type')).toBe('application/json');
  }
});

test.each(['/', '/interface/v1', '/interface/v1/login/', '/interface/v1/Login', '/interface/v1/%6Cogin'])(
  'there is no route %s',
  async (path) => {
    const { plain } = await start();
    const reply = await plain('POST', path, {});
    expect([reply.status, reply.body]).toEqual([404, { message: `Blink simulator: no such route: ${path}` }]);
  },
);

test.each([
  ['PUT', '/interface/v1/login', 'POST'],
  ['GET', '/interface/v1/login', 'POST'],
  ['DELETE', '/interface/v1/branches', 'GET, POST'],
  ['OPTIONS', '/interface/v1/customers', 'GET, POST'],
  ['GET', '/api/client/task', 'POST, PUT'],
  ['POST', '/api/client/task/status', 'GET'],
  ['POST', '/interface/v1/fetchMenu', 'GET'],
])('%s %s is refused with the methods there are', async (method, path, allowed) => {
  const { plain } = await start();
  const reply = await plain(method, path);
  expect([reply.status, reply.headers.get('allow'), reply.body]).toEqual([
    405,
    allowed,
    {
      message: `The ${method} method is not supported for route ${path.slice(1)}. Supported methods: ${allowed}.`,
    },
  ]);
});

test('HEAD is another method like any, and its answer has no body', async () => {
  const { plain } = await start();
  const reply = await plain('HEAD', '/interface/v1/branches');
  expect([reply.status, reply.headers.get('allow'), reply.body]).toEqual([405, 'GET, POST', undefined]);
});

test('every call but the login asks for its token first', async () => {
  const { plain } = await start();
  const others = Object.values(endpoints).filter(({ path }) => path !== endpoints.login.path);
  const unconfirmed = ['categories', 'fetchMenu'].map((name) => ({
    method: 'GET',
    path: `/interface/v1/${name}`,
  }));
  for (const { method, path } of [...others, ...unconfirmed]) {
    const reply = await plain(method, path, method === 'GET' ? undefined : 'not JSON');
    expect([path, reply.status, reply.body]).toEqual([path, 401, { message: 'Unauthenticated.' }]);
  }
});

test.each([
  ['text', 'nonsense'],
  ['a body that was cut off', '{"products": ['],
  ['a byte order mark', '\uFEFF{}'],
])('%s is no JSON: 400', async (_, body) => {
  const { ordering } = await start();
  const reply = await ordering('POST', '/interface/v1/importMenu', body);
  expect(reply.status).toBe(400);
  expect(at(reply.body, 'message')).toMatch(/^Blink simulator: the body is not JSON: ./);
});

test.each([['[]'], ['[{"id":1}]'], ['7'], ['null'], ['""'], ['']])('%j has no fields: 422', async (body) => {
  const { plain } = await start();
  const reply = await plain('POST', '/interface/v1/login', body);
  expect([reply.status, Object.keys(Object(at(reply.body, 'errors')))]).toEqual([
    422,
    ['username', 'password'],
  ]);
});

test('bytes that are not UTF-8 are no JSON', async () => {
  const started = await start();
  const head =
    'POST /interface/v1/login HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 4\r\n\r\n';
  const answer = await raw(
    started,
    Buffer.concat([Buffer.from(head), Buffer.from([0x22, 0xff, 0xfe, 0x22])]),
  );
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
});

test('the content type does not matter', async () => {
  const { url } = await start();
  const response = await fetch(`${url}/interface/v1/login`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body: '{"username":"demo","password":"demo"}',
  });
  expect(response.status).toBe(200);
  await response.body?.cancel();
});

test.each([
  ['GET //', 404],
  ['GET /interface/v1/%', 404],
  ['GET /interface/v1/%ff%zz?%', 404],
  ['GET /interface/v1/branches?%zz=%', 401],
  ['GET http://elsewhere/interface/v1/branches', 401],
  ['OPTIONS *', 404],
])('%s is answered', async (request, status) => {
  const started = await start();
  const answer = await raw(started, `${request} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect((await started.plain('GET', '/')).status).toBe(404);
});

test.each([
  ['no HTTP', 'hello\r\n\r\n', 400],
  ['headers without end', `GET / HTTP/1.1\r\nhost: x\r\nx: ${'a'.repeat(100_000)}\r\n\r\n`, 431],
])('%s is refused, and the connection closed', async (_, request, status) => {
  const started = await start();
  const answer = await raw(started, request);
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(answer).toContain('\r\nserver: blink-simulator\r\n');
  expect(answer).toContain('{"message":"Blink simulator: ');
  expect((await started.plain('GET', '/')).status).toBe(404);
});

test('a body of more than 256 MiB is refused by its announced length', async () => {
  const started = await start();
  const { body } = await started.plain('POST', '/interface/v1/login', { username: 'demo', password: 'demo' });
  const head = [
    'POST /interface/v1/importMenu HTTP/1.1',
    'host: x',
    `authorization: Bearer ${at(body, 'access_token')}`,
  ];
  const announce = (length: number) => `${head.join('\r\n')}\r\ncontent-length: ${length}\r\n\r\n`;
  const answer = await firstBytes(started, announce(256 * 1024 * 1024 + 1));
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  expect(answer).toContain('the body has more than 268435456 bytes');
});

function raw({ port }: Started, request: string | Uint8Array): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(request);
  return text(socket);
}

/** What comes before the other side waits for more. */
async function firstBytes({ port }: Started, request: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(request);
  for await (const chunk of socket) return String(chunk);
  return '';
}

test('a call that nothing is kept of is checked, and answered with the example of its record', async () => {
  const riders = [{ id: 7, name: 'Imran Masih' }];
  const known: Endpoint = {
    ...endpoints.listBranches,
    request: { name: 'Any', schema: async () => OrderStatusUpdate, examples: {} },
    reply: { ...endpoints.listBranches.reply, status: 201, example: () => riders },
  };
  expect(await exampleOf(known, { blink_order_id: '1', status: 1 })).toEqual({ status: 201, body: riders });
  expect(await exampleOf(known, { blink_order_id: '1' })).toMatchObject({
    status: 422,
    body: { errors: { status: ['The status field is required.'] } },
  });
  const { reply: _, ...unknown } = known;
  expect(await exampleOf(unknown, { blink_order_id: '1', status: 1 })).toMatchObject({
    status: 200,
    body: { success: true, data: null },
  });
});
