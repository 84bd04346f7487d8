import { expect, test } from 'vitest';
import { BranchesReply, CustomersReply, LoginReply } from '../../src/blink/contract/account.ts';
import { check } from '../../src/blink/contract/check.ts';
import { TaskEvent } from '../../src/blink/contract/task.ts';
import { endpoints } from '../../src/blink/endpoints.ts';
import { asRead, at, sample, start } from './start.ts';

test('the login sample gets a token of the same form', async () => {
  const { plain } = await start({ account: { username: 'xxxxxxxxx', password: 'xxxxxxxxx' } });
  const reply = await plain('POST', '/interface/v1/login', sample('login-request'));
  expect(reply.status).toBe(200);
  expect(Object.keys(Object(reply.body))).toEqual(Object.keys(sample('login-reply')));
  expect(check(LoginReply, reply.body)).toEqual([]);
  const sampleHeader = String(at(sample('login-reply'), 'access_token')).split('.')[0];
  expect(String(at(reply.body, 'access_token')).split('.')[0]).toBe(sampleHeader);
});

test('the menu sample is imported whole, and the stock sample finds its product there', async () => {
  const { ordering } = await start();
  const menu = sample('import-menu-request');
  const imported = await ordering('POST', '/interface/v1/importMenu', menu);
  expect(imported.status).toBe(200);
  expect(imported.body).toEqual({
    msg: 'Success (simulator)',
    success: true,
    error: null,
    data: { products: 2, created: 2, updated: 0, deleted: 0, total: 2 },
  });
  const kept = await ordering('GET', '/interface/v1/fetchMenu');
  const products: Record<string, unknown>[] = Object.values(Object(at(menu, 'products')));
  expect(at(kept.body, 'data')).toEqual(products.map(asRead));

  const synced = await ordering('POST', '/interface/v1/syncStockAndPrice', sample('sync-stock-request'));
  expect(synced.status).toBe(200);
  expect(at(synced.body, 'data')).toEqual({ products: 1 });
});

test.each([['order-status-request'], ['order-status-reject-request']])('%s moves its order', async (name) => {
  const { ordering } = await start();
  const { status, comment } = sample(name);
  const reply = await ordering('POST', '/interface/v1/syncOrderStatus', sample(name));
  expect(reply.status).toBe(200);
  expect(at(reply.body, 'success')).toBe(true);
  expect(at(reply.body, 'data')).toMatchObject({
    blink_order_id: '123456',
    status,
    comment: comment ?? null,
  });
});

test('the listings have the keys of their samples', async () => {
  const { ordering } = await start();
  const branches = await ordering('GET', '/interface/v1/branches');
  expect(check(BranchesReply, branches.body)).toEqual([]);
  expect(keysOf(at(branches.body, 'data.0'))).toEqual(keysOf(at(sample('branches-reply'), 'data.0')));
  expect([at(branches.body, 'data.0'), at(branches.body, 'data.1')]).toEqual(
    at(sample('branches-reply'), 'data'),
  );

  const customers = await ordering('GET', '/interface/v1/customers');
  expect(check(CustomersReply, customers.body)).toEqual([]);
  expect(keysOf(customers.body)).toEqual(keysOf(sample('customers-reply')));
  expect(keysOf(at(customers.body, 'data'))).toEqual(keysOf(at(sample('customers-reply'), 'data')));
  expect(keysOf(at(customers.body, 'data.data.0'))).toEqual(
    keysOf(at(sample('customers-reply'), 'data.data.0')),
  );
});

test('the task samples create, change and show a task', async () => {
  let now = Date.UTC(2024, 5, 6);
  const { logistics } = await start({ clock: () => now });
  const create = sample('task-create-request');
  const created = await logistics('POST', '/api/client/task', create);
  expect([created.status, created.body]).toEqual([
    201,
    { eventId: 20, event: 'TASK_CREATED', data: { taskId: 'KHIAB-10001', type: 1 } },
  ]);
  expect(shapeOf(created.body)).toEqual(shapeOf(sample('task-create-reply')));

  const update = { ...sample('task-update-request'), taskId: 'KHIAB-10001' };
  const updated = await logistics('PUT', '/api/client/task', update);
  expect([updated.status, updated.body]).toEqual([
    201,
    { eventId: 21, event: 'TASK_UPDATED', data: { taskId: 'KHIAB-10001', type: 1 } },
  ]);
  expect(shapeOf(updated.body)).toEqual(shapeOf(sample('task-update-reply')));

  now += 12_000;
  const status = await logistics('GET', `/api/client/task/status?mappingKey=${at(create, 'mappingKey')}`);
  expect(status.status).toBe(200);
  expect(status.body).toMatchObject({ eventId: 24, event: 'TASK_ACCEPTED', data: { taskId: 'KHIAB-10001' } });
  expect(check(TaskEvent, status.body)).toEqual([]);
  expect(shapeOf(status.body)).toEqual(shapeOf(sample('task-status-reply')));
});

test('every endpoint of the contract has a route', async () => {
  const { plain } = await start();
  for (const { path, method } of Object.values(endpoints)) {
    expect([path, (await plain(method, path)).status]).not.toEqual([path, 404]);
  }
});

function keysOf(value: unknown): string[] {
  return Object.keys(Object(value));
}

/** The keys and types of a value, without the values. */
function shapeOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]));
}
