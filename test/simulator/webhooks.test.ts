import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { check } from '../../src/blink/contract/check.ts';
import { identify } from '../../src/blink/contract/event.ts';
import { OrderEvent, OrderStatusEvent } from '../../src/blink/contract/order.ts';
import { TaskEvent } from '../../src/blink/contract/task.ts';
import { notesOn } from '../../src/inbox/classify/notes.ts';
import type { Delivery } from '../../src/simulator/webhooks.ts';
import { eventually } from '../eventually.ts';
import { loggingServer, type Received } from '../server.ts';
import { at, delivery, sample, start } from './start.ts';

const all = (url: string) => ({ order: url, 'order-status': url, task: url });
const bodies = (received: readonly Received[]) => received.map(({ body }) => JSON.parse(body));
const events = (received: readonly Received[]) => bodies(received).map((body) => at(body, 'event'));

test('a new order, a move and a delivery are posted in the shapes of the vendor', async () => {
  const { url, received } = await loggingServer(() => ({}));
  const { logistics, ordering, plain } = await start({ webhooks: all(`${url}/hook?till=3`) });
  const order = await plain('POST', '/simulator/orders');
  await eventually(() => expect(received).toHaveLength(1));
  await ordering('POST', '/interface/v1/syncOrderStatus', {
    blink_order_id: '123',
    status: 4,
    comment: 'Closed',
  });
  await eventually(() => expect(received).toHaveLength(2));
  await logistics('POST', '/api/client/task', delivery('K'));
  await eventually(() => expect(received).toHaveLength(3));

  const [placed, moved, created] = bodies(received);
  expect(placed).toEqual(order.body);
  expect([check(OrderEvent, placed), check(OrderStatusEvent, moved), check(TaskEvent, created)]).toEqual([
    [],
    [],
    [],
  ]);
  const kinds = bodies(received).map((body) => identify(body)?.kind);
  expect(kinds).toEqual(['order', 'order-status', 'task']);
  expect(bodies(received).map((body, i) => notesOn(kinds[i] ?? 'order', body))).toEqual([[], [], []]);
  expect(Object.keys(moved)).toEqual(Object.keys(sample('webhook-order-status')));
  expect(moved).toEqual({
    blink_order_id: '123',
    branch_id: '12345',
    status: 4,
    statusText: 'Rejected',
    comment: 'Closed',
  });
  expect(Object.keys(created)).toEqual(Object.keys(sample('webhook-task')));
  expect(Object.keys(created.data)).toEqual(Object.keys(Object(sample('webhook-task').data)));
  for (const { method, path, headers } of received) {
    expect([method, path]).toEqual(['POST', '/hook?till=3']);
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'user-agent': 'blink-simulator' });
    expect(headers).not.toHaveProperty('authorization');
  }
});

test('what changes nothing is told to nobody', async () => {
  const { url, received } = await loggingServer(() => ({}));
  const { close, ordering } = await start({ webhooks: all(url) });
  for (const status of [0, 3]) {
    await ordering('POST', '/interface/v1/syncOrderStatus', { blink_order_id: '123', status });
  }
  await close();
  expect(received).toEqual([]);
});

test('a delivery is followed by the clock to its end, each event once and in its order', async () => {
  let now = 1_000_000;
  const { url, received } = await loggingServer(() => ({}));
  const { logistics } = await start({ clock: () => now, webhooks: { task: url } });
  await logistics('POST', '/api/client/task', delivery('K'));
  await logistics('PUT', '/api/client/task', { taskId: 'KHIAB-10001', type: 1 });
  await eventually(() => expect(events(received)).toEqual(['TASK_CREATED', 'TASK_UPDATED']));
  now += 5000;
  await eventually(() => expect(events(received).at(-1)).toBe('TASK_ASSIGNED'));
  now += 60_000;
  await eventually(() => expect(events(received).at(-1)).toBe('TASK_FINISHED'));
  expect(events(received)).toEqual([
    'TASK_CREATED',
    'TASK_UPDATED',
    'TASK_ASSIGNED',
    'TASK_ACCEPTED',
    'TASK_ARRIVED',
    'TASK_STARTED',
    'TASK_FINISHED',
  ]);
  expect(bodies(received).map((body) => at(body, 'data.agent') === null)).toEqual([
    true,
    true,
    ...Array(5).fill(false),
  ]);
});

test('a delivery that was called off moves no further', async () => {
  let now = 0;
  const { url, received } = await loggingServer(() => ({}));
  const { close, logistics, plain } = await start({ clock: () => now, webhooks: { task: url } });
  await logistics('POST', '/api/client/task', delivery('K'));
  await plain('POST', '/simulator/tasks/KHIAB-10001/cancel', { reason: 'Rain' });
  await logistics('POST', '/api/client/task', delivery('L'));
  now = 5000;
  await eventually(() => expect(received).toHaveLength(4));
  await close();
  expect(bodies(received).filter((body) => at(body, 'data.taskId') === 'KHIAB-10001')).toMatchObject([
    { event: 'TASK_CREATED' },
    { event: 'TASK_CANCELLED', data: { reason: 'Rain' } },
  ]);
});

test('what happened before it started is not made up for', async () => {
  let now = 0;
  const { url, received } = await loggingServer(() => ({}));
  const first = await start({ clock: () => now });
  await first.logistics('POST', '/api/client/task', delivery('K'));
  await first.close();
  now = 12_000;
  await start({ clock: () => now, folder: first.folder, webhooks: { task: url } });
  now = 20_000;
  await eventually(() => expect(events(received)).toEqual(['TASK_ARRIVED']));
});

test('each kind goes to its own address, and a kind without one nowhere', async () => {
  const orders = await loggingServer(() => ({}));
  const tasks = await loggingServer(() => ({}));
  const started = await start({ webhooks: { order: orders.url, task: tasks.url } });
  await started.plain('POST', '/simulator/orders');
  await started.plain('POST', '/simulator/orders/1300001/status', { status: 1 });
  await started.logistics('POST', '/api/client/task', delivery('K'));
  await started.close();
  expect([orders.received.length, tasks.received.length]).toEqual([1, 1]);
});

test('it tells what came of each call, and calls once only', async () => {
  const seen: Delivery[] = [];
  const { url, received } = await loggingServer(() => ({ status: 500 }));
  const started = await start({
    webhooks: { order: `${url}/hook?secret=1`, 'order-status': 'http://127.0.0.1:1/' },
    onDelivery: (one) => seen.push(one),
  });
  await started.plain('POST', '/simulator/orders');
  await started.plain('POST', '/simulator/orders/1300001/status', { status: 1 });
  await started.close();
  expect(received).toHaveLength(1);
  expect(seen).toMatchObject([
    { kind: 'order', url, status: 500, why: 'it answered 500' },
    { kind: 'order-status', url: 'http://127.0.0.1:1', status: undefined, why: expect.stringMatching(/./) },
  ]);
  expect(seen[0]?.size).toBe(Buffer.byteLength(received[0]?.body ?? ''));
});

test('a receiver that never answers is waited for 5 seconds, also when the simulator closes', async () => {
  const silent = createServer(() => {});
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    silent.closeAllConnections();
    silent.close();
  });
  const { port } = silent.address() as AddressInfo;
  const seen: Delivery[] = [];
  const started = await start({
    webhooks: all(`http://127.0.0.1:${port}/`),
    onDelivery: (one) => seen.push(one),
  });
  await started.plain('POST', '/simulator/orders');
  await started.plain('POST', '/simulator/orders/1300001/status', { status: 1 });
  const begun = performance.now();
  await started.close();
  const took = performance.now() - begun;
  expect(took).toBeGreaterThan(4500);
  expect(took).toBeLessThan(6500);
  expect(seen[0]).toMatchObject({ kind: 'order', status: undefined, why: 'no answer came in time' });
});

test('orders are placed by themselves', async () => {
  const { url, received } = await loggingServer(() => ({}));
  await start({ ordersPerMinute: 600, webhooks: { order: url } });
  await eventually(() => expect(received.length).toBeGreaterThan(2));
  expect(
    bodies(received)
      .map((body) => body.blink_order_id)
      .slice(0, 3),
  ).toEqual(['1300001', '1300002', '1300003']);
});

test('why none can be placed is told once', async () => {
  const problems: string[] = [];
  const first = await start();
  const gone = { id: '1', sku: '1', name: 'A', is_active: false, price: 1, category: { id: '1', name: 'B' } };
  await first.ordering('POST', '/interface/v1/importMenu', { products: [gone] });
  const folder = first.folder;
  await first.close();
  const second = await start({
    folder,
    ordersPerMinute: 600,
    onProblem: (message) => problems.push(message),
  });
  await eventually(() => expect(problems).toHaveLength(1));
  await second.ordering('POST', '/interface/v1/importMenu', { products: [{ ...gone, is_active: true }] });
  await eventually(async () =>
    expect(at((await second.plain('GET', '/simulator/orders')).body, 'data.0.order')).not.toBeNull(),
  );
  expect(problems).toEqual(['Blink simulator: nothing on the imported menu can be ordered']);
});
