import fc from 'fast-check';
import { expect, it } from 'vitest';
import { eventIds, idAt, timeOfId } from '../../src/inbox/event-id.ts';

const time = fc.integer({ min: 0, max: Date.parse('2999-01-01') });

const day = 86_400_000;

it('ids sort in the order they are made in, also when the clock is set back by hours', () => {
  const times = fc
    .tuple(time, fc.array(fc.integer({ min: 0, max: day }), { minLength: 2, maxLength: 50 }))
    .map(([from, steps]) => steps.map((step) => from + step));
  fc.assert(
    fc.property(times, (all) => {
      const next = eventIds(undefined);
      const ids = all.map(next);
      expect(ids).toEqual(ids.toSorted());
      expect(new Set(ids).size).toBe(ids.length);
    }),
  );
});

it('ids tell the right day again after a clock that was wrong, and none comes twice', () => {
  fc.assert(
    fc.property(fc.array(time, { minLength: 2, maxLength: 50 }), (times) => {
      const next = eventIds(undefined);
      const ids = times.map(next);
      expect(new Set(ids).size).toBe(ids.length);
      for (const id of ids) expect(id).toMatch(/^[0-9a-hjkmnp-tv-z]{16}$/);
      for (const [i, at] of times.entries()) {
        if (at >= Date.UTC(2026, 0)) expect(timeOfId(ids[i] ?? '') - at).toBeLessThanOrEqual(day);
      }
    }),
  );
});

it('a clock that shows a time before there was this program sets nothing back', () => {
  const next = eventIds(undefined);
  const id = next(Date.UTC(2026, 10, 24));
  expect(next(Date.UTC(1970, 0, 1, 0, 5)) > id).toBe(true);
});

it('thousands in a millisecond are no trouble', () => {
  const next = eventIds(undefined);
  const ids = Array.from({ length: 5000 }, () => next(1_000_000));
  expect(ids).toEqual(ids.toSorted());
  expect(new Set(ids).size).toBe(5000);
});

it('an id tells its time, and a time the least id', () => {
  fc.assert(
    fc.property(time, (at) => {
      const id = eventIds(undefined)(at);
      expect(timeOfId(id)).toBe(at);
      expect(idAt(at) <= id && id < idAt(at + 1)).toBe(true);
    }),
  );
});

it('ids go on after the newest one there is', () => {
  const last = eventIds(undefined)(5000);
  expect(eventIds(last)(1000) > last).toBe(true);
});
