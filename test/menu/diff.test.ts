import { describe, expect, it, test } from 'vitest';
import type { MenuProduct } from '../../src/blink/contract/menu.ts';
import { diffMenus, percentMoved } from '../../src/menu/diff.ts';

const product = (id: string | number, fields: Partial<MenuProduct> = {}): MenuProduct => ({
  id,
  sku: `sku-${id}`,
  name: `Dish ${id}`,
  is_active: true,
  price: 100,
  category: { id: 'hot', name: 'Hot' },
  ...fields,
});

const none = { added: [], changed: [], gone: [], deleted: [], unchanged: 0, priceMoves: [] };

describe('a menu compared with the one before', () => {
  it('is the same', () => {
    expect(diffMenus([], [])).toEqual(none);
    expect(diffMenus([product('a'), product('b')], [product('b'), product('a')])).toEqual({
      ...none,
      unchanged: 2,
    });
  });

  it('has products that are new, and products that are gone', () => {
    expect(diffMenus([product('a'), product('b')], [product('b'), product('c')])).toEqual({
      ...none,
      added: [{ id: 'c', name: 'Dish c', price: 100 }],
      gone: [{ id: 'a', name: 'Dish a' }],
      unchanged: 1,
    });
  });

  it('marks products as deleted, once', () => {
    const deleted = product('a', { deleted_at: '2026-11-23' });
    expect(diffMenus([product('a')], [deleted])).toMatchObject({
      deleted: [{ id: 'a', name: 'Dish a' }],
      changed: [{ changes: [{ field: 'deleted_at', before: undefined, after: '2026-11-23' }] }],
      gone: [],
    });
    expect(diffMenus([deleted], [deleted])).toEqual({ ...none, unchanged: 1 });
    expect(diffMenus([deleted], [])).toEqual(none);
  });

  it.each<[what: string, before: Partial<MenuProduct>, after: Partial<MenuProduct>]>([
    ['ids as numbers', { id: 7 }, { id: '7' }],
    [
      'branches in another order',
      {
        branches: [
          { id: 1, is_active: true },
          { id: 2, is_active: false },
        ],
      },
      {
        branches: [
          { id: '2', is_active: false },
          { id: '1', is_active: true },
        ],
      },
    ],
    [
      '1 for true',
      { is_active: 1, branches: [{ id: 1, is_active: 0, is_in_stock: true }] },
      {
        branches: [{ id: 1, is_active: false, is_in_stock: 1 }],
      },
    ],
  ])('does not change by %s', (_, before, after) => {
    expect(diffMenus([product('7', before)], [product('7', after)])).toEqual({ ...none, unchanged: 1 });
  });

  it('names each field that changed by ids, not by positions', () => {
    const before = product('a', {
      description: 'Sweet',
      branches: [{ id: '101', is_active: true, price: 110 }],
      modifiers: [
        {
          id: 'size',
          name: 'Size',
          maximum_options: 1,
          priority: 1,
          options: [{ id: 'half', name: 'Half', is_active: true, priority: 1, price: 0 }],
        },
      ],
    });
    const after = product('a', {
      description: null,
      category: { id: 'cold', name: 'Hot' },
      branches: [
        { id: '102', is_active: true },
        { id: '101', is_active: true, price: 121 },
      ],
      modifiers: [{ id: 'size', name: 'Size', maximum_options: 1, priority: 1, options: [] }],
    });
    const { changed, priceMoves } = diffMenus([before], [after]);
    expect(changed).toEqual([
      {
        id: 'a',
        name: 'Dish a',
        keepPrice: [],
        changes: [
          { field: 'category.id', before: 'hot', after: 'cold' },
          { field: 'description', before: 'Sweet', after: null },
          { field: 'branches[101].price', before: 110, after: 121 },
          { field: 'modifiers[size].options[half].id', before: 'half', after: undefined },
          { field: 'modifiers[size].options[half].name', before: 'Half', after: undefined },
          { field: 'modifiers[size].options[half].is_active', before: true, after: undefined },
          { field: 'modifiers[size].options[half].priority', before: 1, after: undefined },
          { field: 'modifiers[size].options[half].price', before: 0, after: undefined },
          { field: 'branches[102].id', before: undefined, after: '102' },
          { field: 'branches[102].is_active', before: undefined, after: true },
          { field: 'modifiers[size].options', before: undefined, after: '[]' },
        ],
      },
    ]);
    expect(priceMoves).toEqual([
      { id: 'a', name: 'Dish a', field: 'branches[101].price', before: 110, after: 121, percent: 10 },
    ]);
  });

  it('tells an empty list from none', () => {
    const { changed } = diffMenus([product('a', { branches: null })], [product('a', { branches: [] })]);
    expect(changed[0]?.changes).toEqual([{ field: 'branches', before: null, after: '[]' }]);
  });

  it('counts unknown fields too', () => {
    const { changed } = diffMenus(
      [product('a', { colour: 'red' })],
      [product('a', { colour: ['red', 'blue'] })],
    );
    expect(changed[0]?.changes.map(({ field }) => field)).toEqual(['colour', 'colour[0]', 'colour[1]']);
  });
});

it.each([
  [100, 150, 50],
  [100, 0, -100],
  [0.3, 0.1 + 0.2, 0],
  [1.001, 1.002, 100 / 1001],
  [0, 5, Number.POSITIVE_INFINITY],
])('a price that goes from %d to %d moves by %d percent', (before, after, percent) => {
  expect(percentMoved(before, after)).toBe(percent);
});

test.each<[what: string, before: object, after: object, kept: object[]]>([
  ['keeps its own price', { price: 120 }, { price: 120 }, [{ branch: '64', price: 120 }]],
  ['moves with the product', {}, {}, []],
  ['moves by itself', { price: 120 }, { price: 130 }, []],
])('where the price of a product moves, a branch %s', (_, before, after, kept) => {
  const at = (branch: object, price: number) =>
    product('a', { price, branches: [{ id: 64, is_active: true, ...branch }] });
  expect(diffMenus([at(before, 100)], [at(after, 110)]).changed[0]?.keepPrice).toEqual(kept);
  expect(
    diffMenus([at(before, 100)], [at({ ...after, is_active: false }, 100)]).changed[0]?.keepPrice,
  ).toEqual([]);
});
