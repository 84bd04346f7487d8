import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { type Endpoint, endpoints } from '../../../src/blink/endpoints.ts';
import { clientFor, failureOf, type Reply, serve, serveRaw } from '../servers.ts';

const { createTask, importMenu, syncOrderStatus, taskStatus } = endpoints;
const read: Endpoint = taskStatus;

async function answered(reply: Reply, endpoint: Endpoint = read) {
  const server = await serve(() => reply);
  const call = clientFor(server.url).call(endpoint);
  return { server, call };
}

test.each<[string, Reply, unknown]>([
  ['200 with JSON', { body: { a: [1] } }, { a: [1] }],
  ['201 without a body', { status: 201 }, undefined],
  ['204', { status: 204 }, undefined],
  ['blank', { body: ' \n' }, undefined],
  ['a byte order mark', { body: '\ufeff{"a":1}' }, { a: 1 }],
  ['a list', { body: '[1]' }, [1]],
  ['null', { body: 'null' }, null],
  ['text in JSON', { body: '"ok"' }, 'ok'],
  ['success', { body: { success: true, error: null } }, { success: true, error: null }],
  ['an empty error text', { body: { error: '' } }, { error: '' }],
  ['an empty list of errors', { body: { error: [] } }, { error: [] }],
  ['an empty object of errors', { body: { error: {} } }, { error: {} }],
  ['no error', { body: { error: false } }, { error: false }],
  ['gzip', { headers: { 'content-encoding': 'gzip' }, body: gzipSync('{"a":1}') }, { a: 1 }],
])('success: %s', async (_, reply, value) => {
  const { call } = await answered(reply);
  expect(await call).toEqual(value);
});

test.each<[string, Reply, string]>([
  ['success: false', { body: { success: false, msg: 'No such branch' } }, 'No such branch'],
  ['no reason', { body: { success: false } }, 'it gives no reason'],
  ['an error text', { body: { success: true, error: 'Invalid SKU', msg: 'Failed' } }, 'Failed: Invalid SKU'],
  ['an error object', { body: { error: { message: 'Invalid SKU' } } }, 'Invalid SKU'],
  ['an error object of another kind', { body: { error: { sku: ['is taken'] } } }, '{"sku":["is taken"]}'],
  ['a list of errors', { body: { error: ['one', 'two'] } }, '["one","two"]'],
  ['an error flag', { body: { error: true, message: 'No' } }, 'No'],
])('refused by a 200: %s', async (_, reply, why) => {
  for (const endpoint of [importMenu, createTask]) {
    const { server, call } = await answered(reply, endpoint);
    const error = await failureOf(call);
    expect(error).toMatchObject({
      kind: 'refused',
      code: 'refused',
      exitCode: 1,
      status: 200,
      name: 'BlinkError',
    });
    const name = `POST ${endpoint.path} on 127.0.0.1:${server.port}`;
    expect(error).toHaveProperty('message', `${name} failed: the server refused it: ${why}`);
    expect(server.seen).toHaveLength(1);
  }
});

test.each<[number, object, string]>([
  [400, { kind: 'refused', exitCode: 1 }, 'the server refused it (400): No'],
  [401, { kind: 'credentials', exitCode: 4 }, 'the server did not accept the credentials (401): No'],
  [402, { kind: 'refused', exitCode: 1 }, 'the server refused it (402): No'],
  [403, { kind: 'credentials', exitCode: 4 }, 'this account may not do it (403): No'],
  [404, { kind: 'refused', exitCode: 1 }, 'the server refused it (404): No'],
  [405, { kind: 'refused', exitCode: 1 }, 'the server refused it (405): No'],
  [409, { kind: 'refused', exitCode: 1 }, 'the server refused it (409): No'],
  [
    413,
    { kind: 'refused', hint: expect.stringContaining('--batch-size') },
    'the server refused it (413): No',
  ],
  [422, { kind: 'refused', exitCode: 1 }, 'the server refused it (422): No'],
  [501, { kind: 'unreachable', exitCode: 5 }, 'the server answered 501: No'],
])('%i', async (status, expected, what) => {
  const { server, call } = await answered({ status, body: { message: 'No.' } });
  const error = await failureOf(call);
  expect(error).toMatchObject({ ...expected, status, fields: {} });
  expect(error).toHaveProperty(
    'message',
    `GET /api/client/task/status on 127.0.0.1:${server.port} failed: ${what}.`,
  );
  expect(error).toHaveProperty('hint', expect.stringMatching(/\.$/));
  expect(server.seen).toHaveLength(1);
});

test('the fields that a 422 names', async () => {
  const errors = {
    'products.3.sku': ['The sku is required.'],
    'products.4.price': 'must be a number',
    __proto__: [],
  };
  const { call } = await answered(
    {
      status: 422,
      body: `{"message":"The given data was invalid.","errors":${JSON.stringify(errors).replace('}', ',"__proto__":["x"]}')}}`,
    },
    importMenu,
  );
  const error = await failureOf(call);
  expect(error).toMatchObject({
    fields: { 'products.3.sku': ['The sku is required.'], 'products.4.price': ['must be a number'] },
    details: [
      { field: 'products.3.sku', message: 'The sku is required.' },
      { field: 'products.4.price', message: 'must be a number' },
      { field: '__proto__', message: 'x' },
    ],
  });
  expect(error).toHaveProperty(
    'message',
    expect.stringMatching(
      /refused it \(422\): The given data was invalid\. products\.3\.sku: The sku is required\.$/,
    ),
  );
});

test.each<[string, unknown]>([
  ['null', null],
  ['a list', ['x']],
  ['a text', 'x'],
])('a 422 whose errors are %s', async (_, errors) => {
  const { call } = await answered({ status: 422, body: { errors } });
  expect(await failureOf(call)).toMatchObject({ kind: 'refused', fields: {} });
});

const html =
  '<!DOCTYPE html><html><head><title>502 Bad Gateway</title><style>p{}</style></head><body>\n nginx</body></html>';

test.each<[string, Reply, string]>([
  [
    'a web page',
    { body: html },
    'the answer (200) is a web page, not JSON; it begins "502 Bad Gateway nginx"',
  ],
  ['a text', { body: 'OK' }, 'the answer (200) is not JSON; it begins "OK"'],
  [
    'JSON that ends too early',
    { body: '{"success":true,"da' },
    'is not JSON; it begins "{"success":true,"da"',
  ],
  [
    'bad gzip',
    { headers: { 'content-encoding': 'gzip' }, body: '{"success":true}' },
    'is not packed as it claims (gzip); it begins "{"success":true}"',
  ],
  [
    'gzip that ends too early',
    { headers: { 'content-encoding': 'gzip' }, body: gzipSync('{"success":true}').subarray(0, 20) },
    'is not packed as it claims (gzip)',
  ],
  [
    'an unknown packing',
    { headers: { 'content-encoding': 'zstd' }, body: '{}' },
    'is not packed as it claims (zstd)',
  ],
])('a success that cannot be read: %s', async (_, reply, what) => {
  for (const [endpoint, kind, exitCode, sent] of [
    [read, 'unreadable', 1, 4],
    [syncOrderStatus, 'unreadable', 1, 4],
    [createTask, 'unknown_outcome', 6, 1],
  ] as const) {
    const { server, call } = await answered(reply, endpoint);
    const error = await failureOf(call);
    expect(error).toMatchObject({ kind, exitCode, status: 200 });
    expect(error).toHaveProperty('message', expect.stringContaining(what));
    expect(server.seen).toHaveLength(sent);
  }
});

test('a web page is named where there is an error as well', async () => {
  const { call } = await answered({ status: 502, body: html });
  expect(await failureOf(call)).toHaveProperty(
    'message',
    expect.stringMatching(/the server answered 502: 502 Bad Gateway nginx \(4 attempts\)\.$/),
  );
});

test.each([
  ['by its length', 'HTTP/1.1 200 OK\r\ncontent-length: 40\r\n\r\n{"success":true'],
  ['in a chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n20\r\n{"success":true'],
  ['between chunks', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nf\r\n{"success":true\r\n'],
  ['where the connection ends it', 'HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{"success":true'],
])('an answer that is cut off, framed %s', async (_, text) => {
  for (const end of ['end', 'resetAndDestroy'] as const) {
    const server = await serveRaw((socket) => {
      socket.write(text, () => setTimeout(() => socket[end](), 5));
    });
    const error = await failureOf(clientFor(server.url, { retries: 1 }).call(read));
    expect(error).toMatchObject({ kind: 'unreadable', code: 'failed', exitCode: 1, status: 200 });
    expect(error).toHaveProperty(
      'message',
      expect.stringMatching(
        /(was cut off after 15 bytes|is not JSON); it begins "{"success":true" \(2 attempts\)\.$/,
      ),
    );
    expect(server.requests).toHaveLength(2);
  }
});

test.each([
  ['after its head', 'HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n', 'unreadable'],
  ['before its head', 'HTTP/1.1 200', 'unreachable'],
  ['before anything', '', 'unreachable'],
])('an answer that is cut off %s', async (_, text, kind) => {
  const server = await serveRaw((socket) => socket.end(text));
  expect(await failureOf(clientFor(server.url).call(read))).toMatchObject({ kind });
  expect(server.requests).toHaveLength(4);
});

test('a refusal that is cut off is a refusal', async () => {
  const server = await serveRaw((socket) =>
    socket.end('HTTP/1.1 422 No\r\ncontent-length: 99\r\n\r\n{"message":"The sku'),
  );
  const error = await failureOf(clientFor(server.url).call(createTask));
  expect(error).toMatchObject({ kind: 'refused', status: 422 });
  expect(server.requests).toHaveLength(1);
});

test('what is not HTTP', async () => {
  const server = await serveRaw((socket) => socket.end('SSH-2.0-OpenSSH\r\n'));
  const error = await failureOf(clientFor(server.url).call(read));
  expect(error).toHaveProperty('message', expect.stringContaining('what came back is not HTTP'));
});

test('an informational answer is not the answer', async () => {
  const server = await serveRaw((socket) =>
    socket.end('HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}'),
  );
  expect(await clientFor(server.url).call(read)).toEqual({});
});

test('an answer that unpacks a thousandfold is not unpacked', async () => {
  const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024));
  const { server, call } = await answered({ headers: { 'content-encoding': 'gzip' }, body: bomb });
  const before = process.memoryUsage.rss();
  const error = await failureOf(call);
  expect(error).toMatchObject({ kind: 'unreadable', exitCode: 1 });
  expect(error).toHaveProperty('message', expect.stringContaining('is larger than 64 MiB'));
  expect(process.memoryUsage.rss() - before).toBeLessThan(160 * 1024 * 1024);
  expect(server.seen).toHaveLength(1);
});

test('an answer that never stops is cut short', async () => {
  let written = 0;
  const server = await serveRaw((socket) => {
    const chunk = Buffer.alloc(1024 * 1024, ' ');
    const pour = () => {
      while (!socket.destroyed && socket.write(chunk)) written += chunk.length;
    };
    socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n');
    socket.on('drain', pour);
    pour();
  });
  const error = await failureOf(clientFor(server.url).call(read));
  expect(error).toHaveProperty('message', expect.stringContaining('is larger than 64 MiB'));
  expect(written).toBeLessThan(80 * 1024 * 1024);
  expect(server.requests).toHaveLength(1);
});

test('an answer that trickles ends at the deadline', async () => {
  const server = await serveRaw((socket) => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{');
    const timer = setInterval(() => socket.write(' '), 5);
    socket.on('close', () => clearInterval(timer));
  });
  const start = performance.now();
  const error = await failureOf(clientFor(server.url, { timeout: 200, retries: 1 }).call(read));
  expect(error).toMatchObject({ kind: 'unreachable', exitCode: 5 });
  expect(error).toHaveProperty('message', expect.stringContaining('was not complete within 200 ms'));
  expect(performance.now() - start).toBeLessThan(2_000);
  expect(server.requests).toHaveLength(2);
});

test('an answer nested without end', async () => {
  const { server, call } = await answered({ body: '['.repeat(1_000_000) + ']'.repeat(1_000_000) });
  const error = await failureOf(call);
  expect(error).toMatchObject({ kind: 'unreadable' });
  expect(error).toHaveProperty('message', expect.stringContaining('is nested too deep to be read'));
  expect(server.seen).toHaveLength(1);
});

test('keys that mean something to JavaScript are data', async () => {
  const { call } = await answered({ body: '{"__proto__":{"success":false},"constructor":1,"a":"[[[\\"{{"}' });
  const value = await call;
  expect(JSON.stringify(value)).toBe('{"__proto__":{"success":false},"constructor":1,"a":"[[[\\"{{"}');
  expect({}).not.toHaveProperty('success');
});

test.each([301, 302, 303, 307, 308])('a redirect with %i leads nowhere', async (status) => {
  const elsewhere = await serve(() => ({ body: {} }));
  const location = `http://user:pass@127.0.0.1:${elsewhere.port}/login?token=abc`;
  const { server, call } = await answered({ status, headers: { location } }, createTask);
  const error = await failureOf(call);
  expect(error).toMatchObject({ kind: 'refused', exitCode: 1, status });
  expect(error).toHaveProperty(
    'message',
    expect.stringMatching(`the server redirects it to 127.0.0.1:${elsewhere.port} \\(${status}\\)\\.$`),
  );
  expect(error).toHaveProperty('hint', expect.stringMatching(/does not follow redirects.*Check the address/));
  expect(server.seen).toHaveLength(1);
  expect(elsewhere.seen).toHaveLength(0);
});

test.each([
  ['/login?a=b', 'to /login ('],
  ['/\u009b31mevil', 'to /Âevil ('],
  ['', 'to nowhere ('],
])('a redirect to %j', async (location, words) => {
  const server = await serveRaw((socket) =>
    socket.end(`HTTP/1.1 302 Found\r\nlocation: ${location}\r\ncontent-length: 0\r\n\r\n`),
  );
  const error = await failureOf(clientFor(server.url).call(read));
  expect(error).toHaveProperty('message', expect.stringContaining(words));
});
