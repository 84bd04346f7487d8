import { expect, it } from 'vitest';
import { createNewestEntries } from '../../../src/inbox/repetitions/newest-entries.ts';

it('remembers the newest, and forgets the oldest when there are too many', () => {
  const recent = createNewestEntries<number>(10);
  for (let i = 0; i < 100; i += 1) recent.set(String(i), i);
  expect([recent.get('99'), recent.get('91'), recent.get('80')]).toEqual([99, 91, undefined]);
});

it('takes older entries in behind the newer ones', () => {
  const recent = createNewestEntries<string>(10);
  recent.set('a', 'new');
  recent.set('z', 'new');
  recent.addOlder(new Map(Array.from('abcdefghijkl', (name) => [name, 'old'])));
  expect([recent.get('a'), recent.get('z'), recent.get('l'), recent.get('b')]).toEqual([
    'new',
    'new',
    'old',
    undefined,
  ]);
});

it('takes no longer for the millionth than for the first', () => {
  const recent = createNewestEntries<number>(200_000);
  const timeOf = (from: number, to: number) => {
    const begun = performance.now();
    for (let i = from; i < to; i += 1) recent.set(String(i), i);
    return performance.now() - begun;
  };
  const filling = timeOf(0, 200_000);
  // Taking out the oldest one by one took minutes.
  expect(timeOf(200_000, 600_000)).toBeLessThan(filling * 20 + 1000);
});
