import { request } from 'node:http';
import { expect, test } from 'vitest';
import { at, delivery, product, type Started, start } from './start.ts';

/** The status of a call with headers that fetch would not send. */
function statusOf({ port }: Started, method: string, path: string, headers: Record<string, string>) {
  return new Promise<number | undefined>((resolve, reject) => {
    request({ port, method, path, headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .once('error', reject)
      .end();
  });
}

test('from this computer no token is asked for', async () => {
  const { plain } = await start();
  expect((await plain('GET', '/simulator/orders')).status).toBe(200);
});

test.each([
  ['a web page of another place', { origin: 'https://evil.example' }, 401],
  ['a page that a browser shows from a file', { origin: 'null' }, 401],
  ['a name that leads to this computer', { host: 'evil.example:4646' }, 401],
  ['a page of this computer', { origin: 'http://localhost:3000' }, 200],
  ['another name of this computer', { host: 'localhost:1' }, 200],
  ['elsewhere with the logistics token', { host: 'till.example', authorization: 'Bearer demo' }, 200],
  ['elsewhere with a wrong token', { host: 'till.example', authorization: 'Bearer x' }, 401],
])('%s: %j', async (_, headers, status) => {
  const started = await start();
  const host = `127.0.0.1:${started.port}`;
  expect(await statusOf(started, 'POST', '/simulator/reset', { host, ...headers })).toBe(status);
});

test.each([
  ['GET', '/simulator', 404],
  ['GET', '/simulator/', 404],
  ['GET', '/simulator/nothing', 404],
  ['POST', '/simulator/orders//status', 404],
  ['POST', '/simulator/orders/1/2/status', 404],
  ['DELETE', '/simulator/orders', 405],
  ['GET', '/simulator/reset', 405],
  ['POST', '/openapi.json', 405],
])('%s %s is answered with %i', async (method, path, status) => {
  const { plain } = await start();
  expect((await plain(method, path)).status).toBe(status);
});

test('orders are listed with their states, the latest first', async () => {
  const { plain } = await start();
  for (const type of ['PICK-UP', 'DELIVERY']) await plain('POST', '/simulator/orders', { type });
  const moved = await plain('POST', '/simulator/orders/1300001/status', { status: 4, comment: 'Closed' });
  expect(at(moved.body, 'data.statusText')).toBe('Rejected');
  const { body } = await plain('GET', '/simulator/orders');
  expect(at(body, 'data.0')).toMatchObject({
    blink_order_id: '1300002',
    status: 0,
    order: { type: 'DELIVERY' },
  });
  expect(at(body, 'data.1')).toMatchObject({ status: 4, comment: 'Closed', order: { type: 'PICK-UP' } });
  expect(at(body, 'data.2')).toEqual({
    blink_order_id: '1',
    order_key: 'ABND-00001',
    branch_id: '12345',
    status: 0,
    statusText: 'Pending',
    comment: null,
    order: null,
  });
});

test('a state that an order can not have is refused, and an order that is not there', async () => {
  const { plain } = await start();
  expect((await plain('POST', '/simulator/orders/1/status', { status: 3 })).status).toBe(422);
  expect((await plain('POST', '/simulator/orders/77/status', { status: 1 })).status).toBe(422);
});

test('a task is called off with its reason, once, and stays so', async () => {
  let now = 0;
  const { logistics, plain } = await start({ clock: () => now });
  await logistics('POST', '/api/client/task', delivery('K'));
  now = 12_000;
  const cancel = (taskId: string, body?: object) => plain('POST', `/simulator/tasks/${taskId}/cancel`, body);
  const called = await cancel('KHIAB-10001', { reason: 'بارش' });
  expect(called.body).toMatchObject({ eventId: 28, event: 'TASK_CANCELLED', data: { reason: 'بارش' } });
  expect((await cancel('KHIAB-10001')).status).toBe(422);
  expect((await cancel('KHIAB-1')).status).toBe(404);
  now = 100_000;
  expect((await logistics('GET', '/api/client/task/status?mappingKey=K')).body).toEqual(called.body);
  expect((await logistics('PUT', '/api/client/task', { taskId: 'KHIAB-10001', type: 1 })).status).toBe(422);
});

test('without a reason one is made up, a blank one is refused', async () => {
  const { logistics, plain } = await start();
  await logistics('POST', '/api/client/task', delivery('K'));
  const path = '/simulator/tasks/KHIAB-10001/cancel';
  expect((await plain('POST', path, { reason: ' ' })).status).toBe(422);
  expect(at((await plain('POST', path)).body, 'data.reason')).toBe('Cancelled (simulator)');
});

test('requests are listed, the latest thousand', async () => {
  const { plain } = await start({ clock: () => 0 });
  for (let count = 0; count < 1005; count += 1) await plain('GET', `/nowhere/${count}?secret=1`);
  const list = Object.values(Object(at((await plain('GET', '/simulator/requests')).body, 'data')));
  expect(list).toHaveLength(1000);
  expect(list.at(-1)).toEqual({
    time: '1970-01-01T00:00:00.000Z',
    method: 'GET',
    path: '/nowhere/1004',
    status: 404,
    ms: expect.any(Number),
    size: 59,
  });
});

test('a reset forgets menu, orders, tasks and requests, and leaves logins', async () => {
  const { logistics, ordering, plain } = await start();
  await ordering('POST', '/interface/v1/importMenu', { products: [product('1')] });
  await ordering('POST', '/interface/v1/syncOrderStatus', { blink_order_id: '1', status: 1 });
  await plain('POST', '/simulator/orders');
  await logistics('POST', '/api/client/task', delivery('K'));
  expect((await plain('POST', '/simulator/reset')).status).toBe(200);
  expect(at((await ordering('GET', '/interface/v1/fetchMenu')).body, 'total')).toBe(0);
  expect((await logistics('GET', '/api/client/task/status?mappingKey=K')).status).toBe(404);
  const orders = await plain('GET', '/simulator/orders');
  expect(at(orders.body, 'data.0')).toMatchObject({ blink_order_id: '1', status: 0 });
  const requests = Object.values(Object(at((await plain('GET', '/simulator/requests')).body, 'data')));
  expect(requests.map((entry) => at(entry, 'path'))).not.toContain('/interface/v1/importMenu');
});
