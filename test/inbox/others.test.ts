import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { EventKind } from '../../src/blink/contract/event.ts';
import { factReader } from '../../src/commands/webhook/shared/facts.ts';
import { eventRecord } from '../../src/commands/webhook/shared/record.ts';
import { createBoard } from '../../src/inbox/board.ts';
import { eventIn } from '../../src/inbox/classify/body.ts';
import { classify } from '../../src/inbox/classify/classify.ts';
import type { StoredEvent } from '../../src/inbox/event.ts';
import { decodeEvent, encodeEvent } from '../../src/inbox/file-store/event-lines.ts';
import { ticketLines } from '../../src/terminal/ticket.ts';
import { otherBodies } from './others.ts';

async function stored(body: Buffer, expected?: EventKind): Promise<StoredEvent> {
  const classified = await classify(body, { encoding: undefined, expected, limit: 5_000_000 });
  return { id: '0', receivedAt: '2026-11-24T10:00:00.000Z', path: '/', ...classified };
}

/** Hands an event to everything that reads one. */
function consume(event: StoredEvent): void {
  expect(decodeEvent(encodeEvent(event).subarray(0, -1))).toEqual(event);
  const facts = factReader((id) => id)(event);
  for (const fact of Object.values(facts)) expect(typeof fact).toBe('string');
  expect(() => JSON.stringify(eventRecord(event))).not.toThrow();
  const board = createBoard();
  expect(board.received(event)).toBe(event.kind === 'task' ? undefined : (event.key ?? undefined));
  if (event.kind !== 'order') return;
  expect(board.open(0)).toMatchObject([{ id: event.key, status: 0 }]);
  const read = eventIn(event);
  if (read?.kind !== 'order') throw new Error('an order is read as one');
  for (const line of ticketLines(read.event, 40, { id: read.key }))
    expect(line).not.toMatch(/[\u0000-\u001f]/);
}

it('has many bodies of another make', () => {
  expect(otherBodies().length).toBeGreaterThan(400);
});

it.each(otherBodies().map((other) => [other.what, other] as const))('%s', async (_, { kind, key, body }) => {
  const event = await stored(body);
  expect(event).toMatchObject({ kind, key, body });
  consume(event);
});

/** Small ones: what counts is the type. */
const anyJson = fc.jsonValue({ maxDepth: 1 });

const anyFields = (identity: Record<string, fc.Arbitrary<unknown>>, fields: readonly string[]) => {
  const others = Object.fromEntries(fields.map((field) => [field, anyJson]));
  return fc
    .tuple(fc.record(identity), fc.record(others, { requiredKeys: [] }), fc.dictionary(fc.string(), anyJson))
    .map(([own, known, extra]) => Buffer.from(JSON.stringify({ ...extra, ...known, ...own })));
};

const id = fc.oneof(
  fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => text.trim() !== ''),
  fc.nat(),
);

const orderFields = (
  'order_key type channel branch_id blink_branch_id total_discount_amount promo_code promo_discount wallet_amount ' +
  'loyalty_amount tax fbr_pos_charge kitchen_notes due_at is_pre_order customer_name customer_phone ' +
  'customer_address_description payment payment_type payment_method delivery_charges subtotal total_price'
).split(' ');

const anyProducts = fc.array(
  fc.oneof(
    anyJson,
    fc.record({
      name: anyJson,
      quantity: anyJson,
      total_price: anyJson,
      options: fc.oneof(
        anyJson,
        fc.array(fc.record({ name: anyJson, quantity: anyJson, total_price: anyJson })),
      ),
    }),
  ),
);

it.each([
  ['order', anyFields({ blink_order_id: id, products: anyProducts }, orderFields)],
  [
    'order-status',
    anyFields({ blink_order_id: id, status: anyJson }, ['statusText', 'comment', 'branch_id']),
  ],
] as const)('any JSON in any field but the identity: %s', async (kind, bodies) => {
  await fc.assert(
    fc.asyncProperty(bodies, async (body) => {
      const value: { eventId?: unknown; products?: unknown } = JSON.parse(body.toString());
      fc.pre(!('eventId' in value || 'event' in value) && (kind === 'order' || !('products' in value)));
      const event = await stored(body);
      expect(event).toMatchObject({ kind, body });
      consume(event);
    }),
    { numRuns: 100 },
  );
});

it('any JSON in any field but the identity: task', async () => {
  const data = fc.tuple(
    id,
    fc.dictionary(fc.constantFrom('type', 'reason', 'agent', 'trackingLink'), anyJson),
  );
  const bodies = fc
    .tuple(data, anyJson, anyJson)
    .map(([[taskId, more], eventId, event]) => JSON.stringify({ eventId, event, data: { ...more, taskId } }));
  await fc.assert(
    fc.asyncProperty(bodies, async (text) => {
      const event = await stored(Buffer.from(text));
      expect(event.kind).toBe('task');
      consume(event);
    }),
    { numRuns: 100 },
  );
});

it('orders whose ids differ where numbers end are not the same', async () => {
  const [one, other] = ['12345678901234567890', '12345678901234567891'].map((number) =>
    stored(Buffer.from(`{"blink_order_id":${number},"products":[]}`)),
  );
  expect((await one)?.content).not.toBe((await other)?.content);
});

it.each([
  [{ branch_latitude: 27.4 }, 'branch_latitude: a number, expected text'],
  [{ customer_phone: 3_300_000_000 }, 'customer_phone: a number, expected text'],
  [{ channel: undefined }, 'channel: missing'],
  [{ channel: 'WEB' }, 'channel: "WEB", which is not among those that Blink documents'],
  [{ payment: 'Cash' }, 'payment: text, expected true or false'],
  [{ payment_method: 'COD' }, 'payment_method: not among the fields that Blink documents'],
  [{ order_key: null }, 'order_key: null, expected text'],
])('notes what is odd: %j', async (change, note) => {
  const { samples } = await import('./events.ts');
  const order = { ...JSON.parse(samples.order.toString()), ...change };
  expect((await stored(Buffer.from(JSON.stringify(order)))).notes).toEqual([note]);
});

it("notes nothing on Blink's own samples", async () => {
  const { samples } = await import('./events.ts');
  for (const body of Object.values(samples)) expect(await stored(body)).not.toHaveProperty('notes');
});
