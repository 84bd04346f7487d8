import { expect, it } from 'vitest';
import { createLanes } from '../../../src/inbox/forward/lanes.ts';
import type { WaitingEvent } from '../../../src/inbox/forward/waiting-event.ts';

const event = (key: string, kind: WaitingEvent['kind'] = 'order'): WaitingEvent => ({
  ...{ id: `${kind} ${key}`, kind, key, receivedAt: '', attempts: 0 },
});

it('a hundred thousand orders that wait are taken in their order, and in no time', () => {
  const lanes = createLanes();
  for (let i = 0; i < 100_000; i += 1) lanes.add(event(String(i)));
  const taken: unknown[] = [];
  const begun = performance.now();
  for (let i = 0; i < 100_000; i += 1) {
    const lane = lanes.take(0);
    taken.push(lane?.items[0]?.key);
    if (lane) lanes.finish(lane);
  }
  expect(performance.now() - begun).toBeLessThan(5000);
  expect(taken).toEqual(Array.from({ length: 100_000 }, (_, i) => String(i)));
  expect(lanes.size()).toBe(0);
});

it('an order goes before its states, also when the first of them is under way', () => {
  const lanes = createLanes();
  lanes.add(event('1', 'order-status'), 10);
  expect(lanes.take(5)).toBeUndefined();
  const lane = lanes.take(10);
  lanes.add(event('1'));
  if (lane) lanes.back(lane, 1000);
  expect(lanes.take(10)?.items.map(({ kind }) => kind)).toEqual(['order', 'order-status']);
});

it('an order that comes again goes after what came before it', () => {
  const lanes = createLanes();
  for (const kind of ['order', 'order-status', 'order'] as const) lanes.add(event('1', kind));
  expect(lanes.take(0)?.items.map(({ kind }) => kind)).toEqual(['order', 'order-status', 'order']);
});
