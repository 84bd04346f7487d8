import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { identify } from '../../../src/blink/contract/event.ts';
import type { OrderEvent } from '../../../src/blink/contract/order.ts';
import { taskEvents } from '../../../src/blink/contract/task.ts';
import { notesOn } from '../../../src/inbox/classify/notes.ts';
import { sampleOrder, sampleOrderStatus, sampleTask } from '../../../src/simulator/samples/events.ts';
import { madeUp, seedOrder } from '../../../src/simulator/samples/order-numbers.ts';
import { generator } from '../../../src/simulator/samples/random.ts';
import {
  publishedBodies,
  type SampleOptions,
  sampleBodies,
} from '../../../src/simulator/samples/trigger-bodies.ts';

const vendor = (name: string) => readFileSync(`fixtures/vendor/webhook-${name}.json`, 'utf8').trim();
const now = Date.UTC(2026, 10, 23, 9, 26, 4);
const many = Array.from({ length: 2000 }, (_, i) => sampleOrder(generator(i), i, now));
const options: SampleOptions = { kind: 'order', count: 3, changes: [], event: 23, seed: 7, now };

/** An amount in hundredths, read digit by digit. */
function paisa(amount: unknown): bigint {
  const [, whole = '', decimals = ''] = /^(\d+)(?:\.(\d+))?$/.exec(String(amount)) ?? [];
  expect(decimals.slice(2)).toMatch(/^0*$/);
  return BigInt(whole + decimals.slice(0, 2).padEnd(2, '0'));
}

const total = (amounts: readonly unknown[]) => amounts.reduce<bigint>((sum, one) => sum + paisa(one), 0n);

/** The kind of each value, by its path. */
function kinds(value: unknown, path = ''): [string, string][] {
  if (typeof value !== 'object' || value === null) return [[path, value === null ? 'null' : typeof value]];
  return Object.entries(value).flatMap(([key, inner]) =>
    kinds(inner, `${path}.${Array.isArray(value) ? '*' : key}`),
  );
}

describe('orders', () => {
  it("have the keys of Blink's sample, in its order, and values of its kinds", () => {
    const sample = JSON.parse(vendor('order'));
    const known = new Set(kinds(sample).map(String));
    // The place of a customer who comes to the branch is null, as in the sample; that of the others is text.
    for (const axis of ['latitude', 'longitude']) known.add(`.customer_address_${axis},string`);
    for (const order of many) {
      expect(Object.keys(order)).toEqual(Object.keys(sample));
      expect(new Set(order.products.flatMap(Object.keys))).toEqual(new Set(Object.keys(sample.products[0])));
      expect(
        kinds(order)
          .map(String)
          .filter((kind) => !known.has(kind)),
      ).toEqual([]);
      expect(identify(order)).toEqual({ kind: 'order', key: order.blink_order_id });
      expect(notesOn('order', order)).toEqual([]);
    }
  });

  it('add up to the last paisa', () => {
    for (const order of many) {
      const options = order.products.flatMap(({ options }) => options ?? []);
      for (const one of [...order.products, ...options]) {
        expect(paisa(one.total_price)).toBe(paisa(one.unit_price) * BigInt(one.quantity));
      }
      const dishes = total([...order.products, ...options].map(({ total_price }) => total_price));
      expect(paisa(order.subtotal)).toBe(dishes);
      const added = total([order.subtotal, order.tax, order.delivery_charges, order.fbr_pos_charge]);
      const taken = total([order.total_discount_amount, order.loyalty_amount, order.wallet_amount]);
      expect(paisa(order.total_price)).toBe(added - taken);
    }
  });

  it('are of all types and channels, some for later, some with Urdu, some with notes', () => {
    const seen = (pick: (order: OrderEvent) => unknown) => new Set(many.map(pick));
    expect(seen(({ type }) => type)).toEqual(new Set(['PICK-UP', 'DELIVERY', 'DINE-IN']));
    expect(seen(({ channel }) => channel).size).toBe(6);
    expect(seen(({ branch_id }) => branch_id).size).toBeGreaterThan(3);
    expect(seen(({ is_pre_order }) => is_pre_order)).toEqual(new Set([0, 1]));
    expect(seen(({ payment }) => payment)).toEqual(new Set([true, false]));
    expect(many.some(({ customer_name }) => /\p{Script=Arabic}/u.test(customer_name ?? ''))).toBe(true);
    expect(many.some(({ kitchen_notes }) => kitchen_notes !== '')).toBe(true);
    expect(many.some(({ products }) => products.some(({ options }) => (options ?? []).length > 1))).toBe(
      true,
    );
  });

  it('are placed when they are made, by the clock in Pakistan', () => {
    const order = many.find(({ is_pre_order }) => is_pre_order === 0);
    expect(order?.due_at).toBe('2026-11-23 14:26:04');
  });

  it('have numbers that the simulator knows, however many there are', () => {
    for (const number of [0, 1, madeUp.count - 1, madeUp.count, 3 * madeUp.count + 5]) {
      const { blink_order_id, order_key } = sampleOrder(generator(1), number, now);
      expect(seedOrder(String(blink_order_id))).toEqual({ id: blink_order_id, key: order_key, status: 0 });
    }
    expect(seedOrder(String(madeUp.first + madeUp.count))).toBeUndefined();
    expect(seedOrder(String(madeUp.first - 1))).toBeUndefined();
  });
});

it("states and tasks have the keys of Blink's samples", () => {
  const status = sampleOrderStatus(generator(1), 5);
  expect(Object.keys(status)).toEqual(Object.keys(JSON.parse(vendor('order-status'))));
  expect(identify(status)?.kind).toBe('order-status');
  expect(notesOn('order-status', status)).toEqual([]);
  for (const event of [20, 21, 22, 23, 24, 25, 26, 27, 28, 29] as const) {
    const [body] = sampleBodies({ ...options, kind: 'task', event }).samples;
    const task = JSON.parse(String(body?.body));
    expect(kinds(task)).toEqual(kinds(JSON.parse(vendor('task'))));
    expect(task).toMatchObject({ eventId: event, event: taskEvents[event] });
    expect(identify(task)?.kind).toBe('task');
    expect(notesOn('task', task)).toEqual([]);
  }
  expect(sampleTask(1, 20).data.agent).toEqual({ name: '', contact: '' });
});

it.each(['order', 'order-status', 'task'] as const)(
  "Blink's own sample of %s is sent byte for byte",
  (kind) => {
    const bodies = publishedBodies(kind, 2);
    expect(bodies.map(({ body }) => body.toString())).toEqual([vendor(kind), vendor(kind)]);
  },
);

describe('a run of samples', () => {
  const texts = (more: Partial<SampleOptions> = {}) =>
    sampleBodies({ ...options, ...more }).samples.map(({ body }) => body.toString());

  it('is the same for the same seed, whatever the time', () => {
    expect(texts({ now: 0 })).toEqual(texts());
    expect(texts({ seed: 8 })).not.toEqual(texts());
  });

  it('has a number of its own for each order, also without a seed', () => {
    const { samples } = sampleBodies({ ...options, seed: undefined, count: 50 });
    expect(new Set(samples.map(({ id }) => id)).size).toBe(50);
  });

  it('names the state that was set, unless that was set too', () => {
    const change = (path: string, text: string) => ({ path: [path], text });
    const status = { kind: 'order-status', count: 1 } as const;
    const [named] = texts({ ...status, changes: [change('status', '3')] });
    expect(JSON.parse(named ?? '')).toMatchObject({ status: 3, statusText: 'Delivered' });
    const [given] = texts({ ...status, changes: [change('status', '3'), change('statusText', 'Gone')] });
    expect(JSON.parse(given ?? '')).toMatchObject({ status: 3, statusText: 'Gone' });
  });
});
