import { describe, expect, it } from 'vitest';
import type { MenuProduct } from '../../src/blink/contract/menu.ts';
import { CliError } from '../../src/errors.ts';
import type { MenuDiff, PriceMove } from '../../src/menu/diff.ts';
import {
  type Change,
  checkLosses,
  checkPrices,
  checkRemoved,
  defaultLimits,
  oneDecimal,
  signed,
} from '../../src/menu/limits.ts';

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
    expect(failureOf(() => checkPrices(moves, 100, defaultLimits)) !== undefined).toBe(stopped);
  });

  it.each([
    [1, 4, false],
    [2, 4, true],
    [2, 10, false],
    [3, 10, true],
    [5, 5, true],
  ])('%i far moves of %i products: stopped is %s', (moved, compared, stopped) => {
    expect(failureOf(() => checkPrices(risky(moved), compared, defaultLimits)) !== undefined).toBe(stopped);
  });

  it('shows the ten worst: prices of nothing first, then the farthest', () => {
    const moves = [
      ...risky(12),
      move('free', 80, 0),
      move('dear', 10, 90),
      move('was-free', 0, 5),
      move('small', 100, 110),
    ];
    const error = failureOf(() => checkPrices(moves, 100, defaultLimits));
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
    expect(failureOf(() => checkPrices(moves, 100, { ...defaultLimits, priceMoves: 15 }))).toBeUndefined();
    expect(
      failureOf(() => checkPrices(risky(6), 100, { ...defaultLimits, priceChange: 60 })),
    ).toBeUndefined();
  });
});

describe('products that lose something', () => {
  const dish: MenuProduct = {
    id: 'k1',
    sku: 'k1',
    name: 'Chicken Karahi',
    price: 1450,
    is_active: 1,
    category: { id: 'c', name: 'Karahi' },
    branches: [
      { id: '101', is_active: 1 },
      { id: '102', is_active: 1 },
    ],
    modifiers: [{ id: 'm', name: 'Size', maximum_options: 1, priority: 0, options: [] }],
  };
  const changes = (after: Partial<MenuProduct>, count: number) =>
    Array.from({ length: count }, (): Change => [dish, { ...dish, ...after }]);
  const off = (ids: readonly string[]) => ({
    branches: ['101', '102'].map((id) => ({ id, is_active: !ids.includes(id) })),
  });

  it.each([
    ['switched off', { is_active: false }, '--max-switched-off 40'],
    ['switched off in all branches', off(['101', '102']), '--max-switched-off 40'],
    ['without branches', { branches: [] }, '--max-stripped 40'],
    ['without modifiers', { modifiers: [] }, '--max-stripped 40'],
  ])('stop the run when four of ten are %s, not when three are', (_, after, flag) => {
    expect(failureOf(() => checkLosses(changes(after, 3), 10, defaultLimits))).toBeUndefined();
    const error = failureOf(() => checkLosses(changes(after, 4), 10, defaultLimits));
    expect(error).toMatchObject({ exitCode: 7, hint: expect.stringContaining(flag) });
    expect(error?.details).toHaveLength(4);
  });

  it('may be one, however few there are, and may be off in some branches', () => {
    expect(failureOf(() => checkLosses(changes({ is_active: false }, 1), 1, defaultLimits))).toBeUndefined();
    expect(failureOf(() => checkLosses(changes(off(['101']), 9), 10, defaultLimits))).toBeUndefined();
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
