import { describe, expect, it } from 'vitest';
import type { MenuDiff, PriceMove } from '../../src/catalog/diff.ts';
import { CliError } from '../../src/errors.ts';
import { checkPrices, checkRemoved, defaultLimits, oneDecimal, signed } from '../../src/sync/limits.ts';

function failureOf(check: () => void): CliError | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof CliError) return error;
    throw error;
  }
}

const products = (count: number, prefix: string) =>
  Array.from({ length: count }, (_, i) => ({ id: `${prefix}${i}`, name: `Dish ${i}` }));

const diff = (gone: number, deleted: number): MenuDiff => ({
  added: [],
  changed: [],
  unchanged: 0,
  gone: products(gone, 'g'),
  deleted: products(deleted, 'd'),
  priceMoves: [],
});

const move = (id: string, before: number, after: number): PriceMove => {
  const percent = before === 0 ? Number.POSITIVE_INFINITY : ((after - before) / before) * 100;
  return { id, name: `Dish ${id}`, field: 'price', before, after, percent };
};

describe('products that would go', () => {
  it.each([
    [30, 0, 100, false],
    [20, 10, 100, false],
    [31, 0, 100, true],
    [30, 1, 100, true],
    [3, 0, 0, false],
  ])('%i gone and %i deleted of %i: stopped is %s', (gone, deleted, known, stopped) => {
    const error = failureOf(() => checkRemoved(diff(gone, deleted), known, defaultLimits));
    expect(error !== undefined).toBe(stopped);
  });

  it('are named, ten of them, with the flag that lets them go', () => {
    const error = failureOf(() => checkRemoved(diff(20, 15), 100, defaultLimits));
    expect(error).toMatchObject({
      code: 'safety_limit',
      exitCode: 7,
      message: '35 of 100 known products (35 %) would go; the limit is 30 %.',
      hint: 'Nothing was sent. If this is what you mean, run again with --max-removed 35.',
    });
    expect(error?.details).toHaveLength(10);
    expect(error?.details?.[0]).toEqual({
      field: 'g0',
      message: '"Dish 0" is not in this file or is marked as deleted.',
    });
    expect(
      failureOf(() => checkRemoved(diff(20, 15), 100, { ...defaultLimits, removed: 35 })),
    ).toBeUndefined();
  });
});

describe('prices that move', () => {
  const risky = (count: number) => Array.from({ length: count }, (_, i) => move(`p${i}`, 100, 151 + i));

  it.each([
    ['five far moves', risky(5), false],
    ['six far moves', risky(6), true],
    ['six moves by just half', Array.from({ length: 6 }, (_, i) => move(`p${i}`, 100, 150)), false],
    ['six moves down by more than half', Array.from({ length: 6 }, (_, i) => move(`p${i}`, 100, 49)), true],
    ['six prices that become 0', Array.from({ length: 6 }, (_, i) => move(`p${i}`, 100, 0)), true],
    ['six moves of one product', Array.from({ length: 6 }, () => move('p0', 100, 300)), false],
    ['six small moves', Array.from({ length: 6 }, (_, i) => move(`p${i}`, 100, 110)), false],
  ])('%s: stopped is %s', (_, moves, stopped) => {
    expect(failureOf(() => checkPrices(moves, defaultLimits)) !== undefined).toBe(stopped);
  });

  it('shows the ten worst: prices of nothing first, then the farthest', () => {
    const moves = [
      ...risky(12),
      move('free', 80, 0),
      move('dear', 10, 90),
      move('was-free', 0, 5),
      move('small', 100, 110),
    ];
    const error = failureOf(() => checkPrices(moves, defaultLimits));
    expect(error).toMatchObject({
      code: 'safety_limit',
      message: 'The prices of 15 products become 0 or move by more than 50 %; the limit is 5 products.',
      hint: 'Nothing was sent. If this is what you mean, run again with --max-price-moves 15.',
    });
    expect(error?.details?.map(({ field }) => field)).toEqual([
      ...['free price', 'was-free price', 'dear price'],
      ...['p11', 'p10', 'p9', 'p8', 'p7', 'p6', 'p5'].map((id) => `${id} price`),
    ]);
    expect(error?.details?.find(({ field }) => field === 'dear price')).toEqual({
      field: 'dear price',
      value: 90,
      message: '"Dish dear" would go from 10 to 90 (+800 %).',
    });
    expect(failureOf(() => checkPrices(moves, { ...defaultLimits, priceMoves: 15 }))).toBeUndefined();
    expect(failureOf(() => checkPrices(risky(6), { ...defaultLimits, priceChange: 60 }))).toBeUndefined();
  });
});

it.each([
  [7.7, '+7.7 %'],
  [-90, '-90 %'],
  [0, '0 %'],
  [33.333, '+33.3 %'],
  [Number.POSITIVE_INFINITY, 'it was 0'],
])('%d is shown as %s', (value, shown) => {
  expect(signed(value)).toBe(shown);
});

it('rounds to one decimal', () => {
  expect([0.04, 0.05, 12.34, -1.26].map(oneDecimal)).toEqual([0, 0.1, 12.3, -1.3]);
});
