import { describe, expect, test } from 'vitest';
import { eventAfter } from '../../src/simulator/tasks/walk.ts';
import { at, delivery, invalidData, start } from './start.ts';

const path = '/api/client/task';
const statusOf = (key: string) => `${path}/status?mappingKey=${key}`;

test('each task gets a number of its own', async () => {
  const { logistics } = await start();
  const ids = [];
  for (const key of ['a', 'b', 'c']) {
    ids.push(at((await logistics('POST', path, delivery(key, { type: 2 }))).body, 'data'));
  }
  expect(ids).toEqual(['KHIAB-10001', 'KHIAB-10002', 'KHIAB-10003'].map((taskId) => ({ taskId, type: 2 })));
});

test('a mapping key is taken once, as text or as number', async () => {
  const { logistics } = await start();
  expect((await logistics('POST', path, delivery('77'))).status).toBe(201);
  const again = await logistics('POST', path, { ...delivery('77'), mappingKey: 77 });
  expect([again.status, again.body]).toEqual([
    422,
    { message: invalidData, errors: { mappingKey: ['The mappingKey has already been taken.'] } },
  ]);
});

test('what is missing or wrong is named', async () => {
  const { logistics } = await start();
  const empty = await logistics('POST', path, {});
  expect(empty.status).toBe(422);
  expect(at(empty.body, 'errors')).toEqual(
    Object.fromEntries(
      Object.keys(delivery('1')).map((field) => [field, [`The ${field} field is required.`]]),
    ),
  );
  const wrong = await logistics(
    'POST',
    path,
    delivery('1', { lat: 24.87, paymentType: 'CASH', pickUpTime: '2024-06-06 03:29', type: 3, tax: '1' }),
  );
  expect(Object.keys(Object(at(wrong.body, 'errors'))).sort()).toEqual(
    ['lat', 'paymentType', 'pickUpTime', 'type', 'tax'].sort(),
  );
});

test('a delivery before its pick-up is refused, at the same time it is not', async () => {
  const { logistics } = await start();
  const early = delivery('1', { deliveryTime: '2024-06-06T03:29:14.999Z' });
  const reply = await logistics('POST', path, early);
  expect([reply.status, at(reply.body, 'errors')]).toEqual([
    422,
    { deliveryTime: ['The deliveryTime must be a date after or equal to pickUpTime.'] },
  ]);
  const same = delivery('1', { deliveryTime: '2024-06-06T03:29:15.000Z' });
  expect((await logistics('POST', path, same)).status).toBe(201);
});

describe('an update', () => {
  test('changes what it names, and its times are seen together with the kept ones', async () => {
    const { logistics } = await start({ clock: () => 0 });
    await logistics('POST', path, delivery('1'));
    const update = (more: object) => logistics('PUT', path, { taskId: 'KHIAB-10001', type: 2, ...more });
    const reply = await update({ deliveryTime: '2024-06-06T05:00:00.000Z' });
    expect([reply.status, reply.body]).toEqual([
      201,
      { eventId: 21, event: 'TASK_UPDATED', data: { taskId: 'KHIAB-10001', type: 2 } },
    ]);
    expect((await update({ pickUpTime: '2024-06-06T04:59:00.000Z' })).status).toBe(201);
    const late = await update({ pickUpTime: '2024-06-06T05:01:00.000Z' });
    expect([late.status, at(late.body, 'errors.deliveryTime.0')]).toEqual([
      422,
      'The deliveryTime must be a date after or equal to pickUpTime.',
    ]);
    const status = await logistics('GET', statusOf('1'));
    expect(status.body).toMatchObject({ eventId: 21, event: 'TASK_UPDATED', data: { type: 2 } });
  });

  test('of an unknown task is a 404', async () => {
    const { logistics } = await start();
    const reply = await logistics('PUT', path, { taskId: 'KHIAB-10001', type: 1 });
    expect([reply.status, reply.body]).toEqual([404, { message: 'Blink simulator: no task KHIAB-10001' }]);
  });

  test.each([
    ['1', 'TASK_FINISHED'],
    ['CANCEL-1', 'TASK_CANCELLED'],
  ])('of a task that has ended is refused (%s)', async (key, event) => {
    let now = 0;
    const { logistics } = await start({ clock: () => now });
    await logistics('POST', path, delivery(key));
    now = 45_000;
    const reply = await logistics('PUT', path, { taskId: 'KHIAB-10001', type: 1 });
    expect([reply.status, at(reply.body, 'errors')]).toEqual([
      422,
      { taskId: [`The task KHIAB-10001 has ended: ${event}.`] },
    ]);
  });

  test('needs the task and its type', async () => {
    const { logistics } = await start();
    const reply = await logistics('PUT', path, {});
    expect([reply.status, at(reply.body, 'errors')]).toEqual([
      422,
      { taskId: ['The taskId field is required.'], type: ['The type field is required.'] },
    ]);
  });
});

test('a task walks through its events by the clock', async () => {
  let now = Date.UTC(2024, 5, 6);
  const { logistics } = await start({ clock: () => now });
  await logistics('POST', path, delivery('12345678'));
  const walk = [];
  for (const seconds of [0, 5, 10, 20, 30, 45, 3600]) {
    now = Date.UTC(2024, 5, 6) + seconds * 1000;
    const { body } = await logistics('GET', statusOf('12345678'));
    walk.push([at(body, 'eventId'), at(body, 'event'), at(body, 'data.reason')]);
    expect(at(body, 'data.agent') === null).toBe(seconds < 5);
    expect(at(body, 'data.trackingLink')).toMatch(
      /^https:\/\/blink-simulator\.invalid\/tracking\/[\w-]{21}$/,
    );
  }
  expect(walk).toEqual([
    [20, 'TASK_CREATED', ''],
    [23, 'TASK_ASSIGNED', ''],
    [24, 'TASK_ACCEPTED', ''],
    [25, 'TASK_ARRIVED', ''],
    [26, 'TASK_STARTED', ''],
    [27, 'TASK_FINISHED', ''],
    [27, 'TASK_FINISHED', ''],
  ]);
});

test('a key that begins with CANCEL ends in a cancellation, with a reason', async () => {
  let now = 0;
  const { logistics } = await start({ clock: () => now });
  await logistics('POST', path, delivery('CANCEL-7'));
  now = 60_000;
  const { body } = await logistics('GET', statusOf('CANCEL-7'));
  expect(body).toMatchObject({
    eventId: 28,
    event: 'TASK_CANCELLED',
    data: { reason: 'The customer cancelled the order (simulator)' },
  });
});

test.each([
  [-1000, 20],
  [4999, 20],
  [5000, 23],
  [9999, 23],
  [19_999, 24],
  [29_999, 25],
  [44_999, 26],
  [45_000, 27],
])('after %i ms a task is at %i', (passed, event) => {
  expect(eventAfter(passed, '1')).toBe(event);
});

test('the status of an unknown task is a 404, and without a key a 422', async () => {
  const { logistics } = await start();
  const unknown = await logistics('GET', statusOf('nothing'));
  expect([unknown.status, unknown.body]).toEqual([
    404,
    { message: 'Blink simulator: no task with this mappingKey' },
  ]);
  for (const query of ['', '?mappingKey=', '?mappingKey=%20']) {
    const reply = await logistics('GET', `${path}/status${query}`);
    expect([reply.status, at(reply.body, 'errors')]).toEqual([
      422,
      { mappingKey: ['The mappingKey field is required.'] },
    ]);
  }
});
