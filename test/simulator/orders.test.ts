import { describe, expect, test } from 'vitest';
import { at, invalidData, type Started, start } from './start.ts';

const path = '/interface/v1/syncOrderStatus';

const move = ({ ordering }: Started, blink_order_id: unknown, status: number) =>
  ordering('POST', path, { blink_order_id, status, ...(status === 4 ? { comment: 'closed' } : {}) });

test('an order moves, and the answer says where it stands', async () => {
  const started = await start();
  const reply = await move(started, '123', 1);
  expect([reply.status, reply.body]).toEqual([
    200,
    {
      msg: 'Success (simulator)',
      success: true,
      error: null,
      data: {
        blink_order_id: '123',
        order_key: 'ABND-00123',
        status: 1,
        statusText: 'Accepted',
        comment: null,
      },
    },
  ]);
});

test.each(['1', 20, '123', 123456, '1236589'])('order %s is there and pending', async (id) => {
  const reply = await move(await start(), id, 0);
  expect([reply.status, at(reply.body, 'data.status')]).toEqual([200, 0]);
});

test("the vendor's order has the vendor's key", async () => {
  const reply = await move(await start(), '1236589', 1);
  expect(at(reply.body, 'data.order_key')).toBe('ABND-24234');
});

test.each(['21', '0', '0123', 'x', '1236590'])('there is no order %s', async (id) => {
  const reply = await move(await start(), id, 1);
  expect([reply.status, reply.body]).toEqual([
    422,
    { message: invalidData, errors: { blink_order_id: ['The selected blink_order_id is invalid.'] } },
  ]);
});

describe('from each state', () => {
  // Seeds in the states 0 to 4.
  const seeds = ['1236574', '1236570', '1236571', '1236572', '1236573'];
  const words = ['Pending', 'Accepted', 'Dispatched', 'Delivered', 'Rejected'];
  const allowed = [[0, 1, 4], [1, 2, 3, 4], [2, 3, 4], [3], [4]];
  const cases = seeds.flatMap((id, from) =>
    words.map((_, to) => ({ id, from, to, may: allowed[from]?.includes(to) ?? false })),
  );

  test.each(cases)('$from to $to: $may', async ({ id, from, to, may }) => {
    const started = await start();
    const reply = await move(started, id, to);
    if (may) {
      expect([reply.status, at(reply.body, 'data.statusText')]).toEqual([200, words[to]]);
      return;
    }
    const message = `The order ${id} is ${words[from]}: the simulator does not move it to ${words[to]}.`;
    expect([reply.status, at(reply.body, 'errors')]).toEqual([422, { status: [message] }]);
    expect((await move(started, id, from)).status).toBe(200);
  });
});

test('an order moves step by step to its end', async () => {
  const started = await start();
  for (const [to, status] of [
    [1, 200],
    [2, 200],
    [1, 422],
    [3, 200],
    [2, 422],
    [3, 200],
  ] as const) {
    expect([to, (await move(started, '7', to)).status]).toEqual([to, status]);
  }
});

test('the same state again changes nothing, a final one included', async () => {
  const started = await start();
  await move(started, '5', 4);
  const again = await started.ordering('POST', path, { blink_order_id: 5, status: 4, comment: 'other' });
  expect([again.status, at(again.body, 'data.comment')]).toEqual([200, 'closed']);
  expect((await move(started, '5', 1)).status).toBe(422);
});

test.each([
  [
    'nothing',
    {},
    {
      blink_order_id: ['The blink_order_id field is required.'],
      status: ['The status field is required.'],
    },
  ],
  [
    'a state there is not',
    { blink_order_id: '1', status: 5 },
    { status: ['The status must be a state from 0 to 4.'] },
  ],
  [
    'a state as text',
    { blink_order_id: '1', status: '1' },
    { status: ['The status must be a state from 0 to 4.'] },
  ],
  [
    'a rejection without its reason',
    { blink_order_id: '1', status: 4 },
    { comment: ['The comment field is required.'] },
  ],
  [
    'a rejection with a blank reason',
    { blink_order_id: '1', status: 4, comment: ' ' },
    { comment: ['The comment field is required.'] },
  ],
])('%s is refused', async (_, body, errors) => {
  const { ordering } = await start();
  const reply = await ordering('POST', path, body);
  expect([reply.status, at(reply.body, 'errors')]).toEqual([422, errors]);
});
