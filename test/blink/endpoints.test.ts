import { expect, test } from 'vitest';
import { ask } from '../../src/blink/ask.ts';
import type { Client } from '../../src/blink/client.ts';
import type { MenuProduct } from '../../src/blink/contract/menu.ts';
import type { TaskCreate } from '../../src/blink/contract/task.ts';
import { customersOn } from '../../src/blink/customers.ts';
import { endpoints } from '../../src/blink/endpoints.ts';
import { logIn } from '../../src/blink/login/log-in.ts';
import { productsBody } from '../../src/blink/products-body.ts';
import { clientFor, failureOf, type Reply, serve } from './servers.ts';

const { createTask, importMenu, listBranches, syncOrderStatus, syncStockAndPrice, taskStatus, updateTask } =
  endpoints;

const rejection = { blink_order_id: '123456', status: 4, comment: 'Too far' };
const product: MenuProduct = {
  id: '0042',
  sku: 'sk-0042',
  name: 'بریانی "خاص"',
  is_active: true,
  price: 94.72,
  category: { id: '7', name: 'Rice' },
  branches: [{ id: '12345', is_active: true, stock_quantity: 3 }],
};
const stock = { id: '0042', price: 94.72, discount_price: 0, branches: [{ id: '12345', stock_quantity: 1 }] };
const task: TaskCreate = {
  mappingKey: '12345678',
  mappingCode: '12345678',
  mappingBranchId: '12345',
  paymentType: 'COD',
  customerName: 'Test Customer',
  customerAddress: 'Tariq Road, PECHS Block 2',
  customerPhone: '923001234567',
  lat: '24.871641',
  lng: '67.059906',
  pickUpTime: '2024-06-06T03:29:15.000Z',
  deliveryTime: '2024-06-06T04:29:15.000Z',
  type: 1,
};
const page = { current_page: 3, data: [{ full_name: 'John Doe' }], last_page: 9 };
const event = { eventId: 24, event: 'TASK_ACCEPTED', data: { taskId: 'XYZAB-12345', type: 1, reason: '' } };
const envelope = (data: unknown) => ({ msg: 'Success', success: true, error: null, data });

interface Row {
  call: (client: Client) => Promise<unknown>;
  answer: Reply;
  method: string;
  url: string;
  body: unknown;
  result: unknown;
}

const rows: Record<string, Row> = {
  importMenu: {
    call: (client) => client.call(importMenu, { body: productsBody([product]) }),
    answer: { body: { success: true } },
    method: 'POST',
    url: '/interface/v1/importMenu',
    body: { products: [product] },
    result: { success: true },
  },
  syncStockAndPrice: {
    call: (client) => client.call(syncStockAndPrice, { body: productsBody([stock]) }),
    answer: {},
    method: 'POST',
    url: '/interface/v1/syncStockAndPrice',
    body: { products: [stock] },
    result: undefined,
  },
  branches: {
    call: (client) => ask(client, listBranches),
    answer: { body: envelope([{ id: 63, branch: 'Clifton-Block 4' }]) },
    method: 'GET',
    url: '/interface/v1/branches',
    body: undefined,
    result: envelope([{ id: 63, branch: 'Clifton-Block 4' }]),
  },
  customers: {
    call: (client) => customersOn(client, 3),
    answer: { body: envelope(page) },
    method: 'GET',
    url: '/interface/v1/customers?page=3',
    body: undefined,
    result: page,
  },
  syncOrderStatus: {
    call: (client) => client.call(syncOrderStatus, { body: rejection }),
    answer: { body: { msg: 'ok' } },
    method: 'POST',
    url: '/interface/v1/syncOrderStatus',
    body: rejection,
    result: { msg: 'ok' },
  },
  createTask: {
    call: (client) => ask(client, createTask, { body: task }),
    answer: { status: 201, body: event },
    method: 'POST',
    url: '/api/client/task',
    body: task,
    result: event,
  },
  updateTask: {
    call: (client) => ask(client, updateTask, { body: { taskId: 'XYZAB-12345', type: 1, tax: 5 } }),
    answer: { status: 201, body: event },
    method: 'PUT',
    url: '/api/client/task',
    body: { taskId: 'XYZAB-12345', type: 1, tax: 5 },
    result: event,
  },
  taskStatus: {
    call: (client) => ask(client, taskStatus, { query: { mappingKey: 'A&B 1' } }),
    answer: { body: event },
    method: 'GET',
    url: '/api/client/task/status?mappingKey=A%26B+1',
    body: undefined,
    result: event,
  },
};

test.each(Object.entries(rows))('%s on the wire', async (_, { call, answer, method, url, body, result }) => {
  const server = await serve(() => answer);
  expect(await call(clientFor(server.url))).toEqual(result);
  expect(server.seen).toHaveLength(1);
  expect(server.seen[0]).toMatchObject({
    method,
    url,
    body: body === undefined ? '' : JSON.stringify(body),
    headers: {
      host: `127.0.0.1:${server.port}`,
      authorization: 'Bearer token-1',
      'user-agent': 'blink/test',
      accept: 'application/json',
      'accept-encoding': 'gzip',
      'content-type': 'application/json',
    },
  });
});

test('a login carries no token and gives one', async () => {
  const server = await serve(() => ({ body: { token_type: 'Bearer', access_token: 'fresh' } }));
  const client = clientFor(server.url);
  expect(await logIn(client, { username: 'kfc', password: 'p"w' })).toBe('fresh');
  expect(server.seen[0]).toMatchObject({
    method: 'POST',
    url: '/interface/v1/login',
    body: '{"username":"kfc","password":"p\\"w"}',
  });
  expect(server.seen[0]?.headers).not.toHaveProperty('authorization');
});

test.each<[string, Reply]>([
  ['401', { status: 401, body: { message: 'Unauthenticated.' } }],
  ['422', { status: 422, body: { message: 'These credentials do not match.', errors: { username: ['x'] } } }],
  ['400', { status: 400, body: 'bad login' }],
  ['403', { status: 403, body: {} }],
  ['a 200 that says no', { body: { success: false, msg: 'wrong password' } }],
  ['a 200 without a token', { body: { token_type: 'Bearer' } }],
  ['an empty 200', { body: '' }],
])('a login that is refused: %s', async (_, reply) => {
  const server = await serve(() => reply);
  const error = await failureOf(logIn(clientFor(server.url), { username: 'kfc', password: 'secret' }));
  expect(error).toMatchObject({ kind: 'credentials', code: 'not_logged_in', exitCode: 4 });
  expect(error).toHaveProperty(
    'message',
    expect.stringMatching(/^The user name or password was not accepted\. /),
  );
  expect(server.seen).toHaveLength(1);
});

test.each<[string, Reply, object]>([
  ['a wrong address', { status: 404, body: '' }, { kind: 'refused', exitCode: 1 }],
  ['a service that is down', { status: 500, body: '' }, { kind: 'unreachable', exitCode: 5 }],
  ['a web page', { body: '<html>hello</html>' }, { kind: 'unreadable', exitCode: 1 }],
])('a login is not blamed on the password for %s', async (_, reply, expected) => {
  const server = await serve(() => reply);
  const error = await failureOf(logIn(clientFor(server.url), { username: 'kfc', password: 'secret' }));
  expect(error).toMatchObject(expected);
});

test.each<[string, (client: Client) => Promise<unknown>, unknown, RegExp, object]>([
  [
    'branches',
    (client) => ask(client, listBranches),
    envelope([{ branch: 'Clifton' }]),
    /"data\.0\.id".*missing/,
    { kind: 'unreadable', exitCode: 1 },
  ],
  [
    'customers',
    (client) => customersOn(client, 1),
    envelope({ ...page, data: {} }),
    /"data\.data".*a list/,
    { kind: 'unreadable' },
  ],
  [
    'task status',
    (client) => ask(client, taskStatus, { query: { mappingKey: '1' } }),
    '',
    /the answer.*missing/,
    { kind: 'unreadable' },
  ],
  [
    'task update',
    (client) => ask(client, updateTask, { body: { taskId: '1', type: 1 } }),
    { ok: 1 },
    /"data".*missing/,
    { kind: 'unreadable' },
  ],
  [
    'task creation',
    (client) => ask(client, createTask, { body: task }),
    { ok: 1 },
    /"data".*missing/,
    { kind: 'unknown_outcome', exitCode: 6 },
  ],
])('an answer with another shape than the contract: %s', async (_, call, body, message, expected) => {
  const server = await serve(() => ({ body }));
  const error = await failureOf(call(clientFor(server.url)));
  expect(error).toMatchObject(expected);
  expect(error).toHaveProperty('message', expect.stringMatching(message));
  expect(server.seen).toHaveLength(1);
});

test('an envelope that leaves out what is blank', async () => {
  const server = await serve(() => ({ body: { data: [] } }));
  expect(await ask(clientFor(server.url), listBranches)).toEqual({ data: [] });
});

test('the address may have a path and a slash at its end', async () => {
  const server = await serve(() => ({ body: {} }));
  await clientFor(`${server.url}/gateway/blink/`).call(importMenu);
  expect(server.seen[0]?.url).toBe('/gateway/blink/interface/v1/importMenu');
});

test.each(['', 'api.blinkco.io', 'ftp://api.blinkco.io', 'mailto:a@b.c'])('%j is no address', (baseUrl) => {
  expect(() => clientFor(baseUrl)).toThrow(
    expect.objectContaining({ kind: 'misconfigured', reason: 'bad_address' }),
  );
});

test('the other spelling of the stock key, for menus and stock', async () => {
  const server = await serve(() => ({}));
  const client = clientFor(server.url);
  await client.call(syncStockAndPrice, { body: productsBody([stock], 'stock_qunatity') });
  await client.call(importMenu, { body: productsBody([product], 'stock_qunatity') });
  expect(JSON.parse(server.seen[0]?.body ?? '').products[0].branches).toEqual([
    { id: '12345', stock_qunatity: 1 },
  ]);
  expect(JSON.parse(server.seen[1]?.body ?? '').products[0].branches[0]).toHaveProperty('stock_qunatity', 3);
});
