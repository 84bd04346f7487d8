import { describe, expect, it } from 'vitest';
import type { MenuModifier, MenuOption, MenuProduct } from '../../src/blink/contract/menu.ts';
import { pathText } from '../../src/finding.ts';
import { checkConsistency } from '../../src/menu/consistency.ts';
import { csvOf, dish, read, worded } from '../files/menus.ts';

const product = (id: string, fields: Partial<MenuProduct> = {}): MenuProduct => ({
  id,
  sku: `sku-${id}`,
  name: id,
  is_active: true,
  price: 50,
  category: { id: 'hot', name: 'Hot' },
  ...fields,
});

const option = (id: string, fields: Partial<MenuOption> = {}): MenuOption => ({
  id,
  name: id,
  is_active: true,
  priority: 1,
  ...fields,
});

const modifier = (fields: Partial<MenuModifier> = {}): MenuModifier => ({
  id: 'size',
  name: 'Size',
  maximum_options: 1,
  priority: 1,
  options: [option('half'), option('full')],
  ...fields,
});

const withModifier = (id: string, fields: Partial<MenuModifier> = {}) =>
  product(id, { modifiers: [modifier(fields)] });

function found(...products: MenuProduct[]): string[] {
  return checkConsistency(products).map(({ severity, path = [], expected, message }) => {
    return `${severity === 'warning' ? 'warning ' : ''}${pathText(path)}: ${expected ?? message}`;
  });
}

it.each<[what: string, products: MenuProduct[], findings: string[]]>([
  ['products that have nothing in common', [product('a'), product('b')], []],
  [
    'an id twice',
    [product('a'), product('a')],
    ['products[1].id: each product once: products[0] has this id'],
  ],
  [
    'an id once as a number and once as text',
    [product('1'), product('1', { id: 1 })],
    ['products[1].id: each product once: products[0] has this id'],
  ],
  [
    'a sku on two products',
    [product('a', { sku: 'X' }), product('b', { sku: 'X' })],
    ['products[1].sku: a sku of its own: product "a" has this one'],
  ],
  [
    'a sku that passes from a product that goes to the next',
    [product('a', { sku: 'X', deleted_at: '2026-11-23' }), product('b', { sku: 'X' })],
    [],
  ],
  [
    'a sku that passes on, the other way round',
    [product('b', { sku: 'X' }), product('a', { sku: 'X', deleted_at: '2026-11-23' })],
    [],
  ],
  [
    'a branch twice',
    [
      product('a', {
        branches: [
          { id: '1', is_active: true },
          { id: 1, is_active: true },
        ],
      }),
    ],
    ['products[0].branches[1].id: each branch once'],
  ],
  [
    'a modifier twice',
    [product('a', { modifiers: [modifier(), modifier()] })],
    ['products[0].modifiers[1].id: each modifier once'],
  ],
  [
    'an option twice, a branch of an option twice',
    [
      withModifier('a', {
        options: [option('half', { branches: [{ id: '1' }, { id: '1' }] }), option('half')],
      }),
    ],
    [
      'products[0].modifiers[0].options[1].id: each option once',
      'products[0].modifiers[0].options[0].branches[1].id: each branch once',
    ],
  ],
])('%s', (_, products, findings) => {
  expect(found(...products)).toEqual(findings);
});

describe('one category', () => {
  it.each<
    [
      field: string,
      here: Partial<MenuProduct['category']>,
      there: Partial<MenuProduct['category']>,
      expected: string,
    ]
  >([
    ['name', { name: 'Tea' }, { name: 'Hot' }, '"Hot"'],
    ['reference', { reference: '1' }, { reference: '2' }, '"2"'],
    ['reference', { reference: '1' }, {}, 'nothing'],
    ['reference', {}, { reference: '2' }, '"2"'],
    ['image', { image: 'https://a' }, { image: null }, 'nothing'],
    ['deleted_at', { deleted_at: '2026-11-23' }, { deleted_at: null }, 'nothing'],
  ])('has one %s', (field, here, there, expected) => {
    const category = (fields: object) => ({ id: 'hot', name: 'Hot', ...fields });
    expect(
      found(product('a', { category: category(there) }), product('b', { category: category(here) })),
    ).toEqual([`products[1].category.${field}: ${expected}, as category "hot" has under product "a"`]);
  });

  it('says the same with null as with nothing', () => {
    const products = [null, undefined].map((image, i) =>
      product(String(i), {
        category: { id: i === 0 ? '7' : 7, name: 'Hot', ...(image === null ? { image } : {}) },
      }),
    );
    expect(found(...products)).toEqual([]);
  });
});

describe('one modifier', () => {
  it.each<[field: string, here: Partial<MenuModifier>, expected: string]>([
    ['name', { name: 'Sizes' }, '"Size"'],
    ['maximum_options', { maximum_options: 2 }, '1'],
    ['minimum_options', { minimum_options: 1 }, 'nothing'],
    ['priority', { priority: 7 }, '1'],
    ['deleted_at', { deleted_at: '2026-11-23' }, 'nothing'],
    ['options[0].name', { options: [option('half', { name: 'Halb' }), option('full')] }, '"half"'],
    ['options[1].price', { options: [option('half'), option('full', { price: 5 })] }, 'nothing'],
    ['options[1].is_active', { options: [option('half'), option('full', { is_active: 0 })] }, 'true'],
  ])('has one %s', (field, here, expected) => {
    expect(found(withModifier('a'), withModifier('b', here))).toEqual([
      expect.stringMatching(
        `^products\\[1\\].modifiers\\[0\\].${field.replaceAll(/[[\]]/g, '\\$&')}: ${expected}, as `,
      ),
    ]);
  });

  it('may have its options in another order, and 1 for true', () => {
    const options = [option('full', { priority: 2, is_active: 1 }), option('half', { sku: null })];
    expect(found(withModifier('a'), withModifier('b', { options }))).toEqual([]);
  });

  it.each([
    ['fewer', [option('half')]],
    ['more', [option('half'), option('full'), option('triple')]],
    ['others', [option('half'), option('triple')]],
  ])('draws a warning where it has %s options elsewhere', (_, options) => {
    expect(found(withModifier('a'), withModifier('b', { options }))).toEqual([
      'warning products[1].modifiers[0].id: modifier "size" has other options here than under product "a".',
    ]);
  });
});

describe('limits', () => {
  const active = (...flags: boolean[]) => flags.map((is_active, i) => option(String(i), { is_active }));

  it.each<[what: string, fields: Partial<MenuModifier>, findings: string[]]>([
    [
      'a minimum above the maximum',
      { minimum_options: 3, maximum_options: 2 },
      ['at most maximum_options, which is 2'],
    ],
    [
      'a minimum above the active options',
      { minimum_options: 2, maximum_options: 2, options: active(true, false) },
      ['at most the number of active options, which is 1'],
    ],
    [
      'a deleted option does not count',
      { minimum_options: 1, options: [option('a', { deleted_at: '2026-11-23' })] },
      ['at most the number of active options, which is 0'],
    ],
    ['a minimum that can be met', { minimum_options: 2, maximum_options: 2 }, []],
    ['no minimum and no options', { options: [] }, []],
    ['a minimum of null', { minimum_options: null, options: [] }, []],
  ])('%s', (_, fields, findings) => {
    const path = 'products[0].modifiers[0].minimum_options';
    expect(found(withModifier('a', fields))).toEqual(findings.map((expected) => `${path}: ${expected}`));
  });
});

it('a cell that was refused is not compared as well', async () => {
  const rows = [
    dish({ category_image: 'https://a/b' }),
    dish({ product_id: 'b', sku: 'b', category_image: 'b.jpg' }),
    dish({ product_id: 'c', sku: 'c', category_image: '' }),
  ];
  expect(worded(await read(csvOf(rows)))).toEqual([
    'menu.csv row 3, column H "category_image": got "b.jpg", expected an address that begins with https://.',
    'menu.csv row 4, column H "category_image": it is blank, expected "https://a/b", as category "hot" has under product "tea".',
  ]);
});
