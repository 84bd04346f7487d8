import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { MenuProduct } from '../../../../src/blink/contract/menu.ts';
import { starterMenu } from '../../../../src/files/kinds/menu/template.ts';
import { menuRows } from '../../../../src/files/kinds/menu/write-menu.ts';
import { csvLine } from '../../../../src/terminal/csv.ts';
import { read, worded } from '../../menus.ts';

/** A menu as CSV and read again. */
async function written(products: readonly MenuProduct[]) {
  const { header, rows, problems } = menuRows(products);
  return { problems, text: [header, ...rows].map(csvLine).join('') };
}

const menuIn = (file: string): MenuProduct[] => JSON.parse(readFileSync(`fixtures/${file}`, 'utf8')).products;

const tea: MenuProduct = {
  id: 'tea',
  sku: 'TEA',
  name: 'Tea',
  is_active: true,
  price: 120,
  category: { id: 'hot', name: 'Hot' },
};

describe('a menu goes to CSV and back', () => {
  it('the fixture, and what was written is written the same again', async () => {
    const { text, problems } = await written(menuIn('menu.json'));
    expect(problems).toEqual([]);
    const { items: products } = await read(text);
    expect(products).toEqual(menuIn('menu.json'));
    expect((await written(products)).text).toBe(text);
  });

  it("the vendor's sample: the ids of branches come back as text", async () => {
    const menu = menuIn('vendor/import-menu-request.json');
    const { text, problems } = await written(menu);
    const back = await read(text);
    expect([problems, worded(back)]).toEqual([[], []]);
    expect(JSON.stringify(back.items.map(sorted))).toBe(
      JSON.stringify(menu.map(sorted)).replaceAll('"id":12345', '"id":"12345"'),
    );
  });

  it('the template', async () => {
    const { text, problems } = await written(starterMenu);
    expect(problems).toEqual([]);
    const back = await read(text);
    expect(worded(back)).toEqual([]);
    expect(back.items).toEqual(starterMenu);
  });

  it.each<[what: string, fields: Partial<MenuProduct>, rows: number]>([
    ['no lists', {}, 1],
    ['empty lists', { branches: [], modifiers: [] }, 1],
    ['null lists', { branches: null, modifiers: null }, 1],
    [
      'no branches, one option',
      {
        branches: [],
        modifiers: [
          {
            id: 'm',
            name: 'M',
            maximum_options: 1,
            priority: 1,
            options: [{ id: 'o', name: 'O', is_active: true, priority: 1 }],
          },
        ],
      },
      1,
    ],
    ['a branch, no modifiers', { branches: [{ id: '1', is_active: true }], modifiers: null }, 1],
    [
      'modifiers without options',
      {
        modifiers: [
          { id: 'm', name: 'M', maximum_options: 1, priority: 1, options: [] },
          { id: 'n', name: 'N', maximum_options: 1, priority: 1, options: [] },
        ],
      },
      2,
    ],
    [
      'branches of an option',
      {
        modifiers: [
          {
            id: 'm',
            name: 'M',
            maximum_options: 1,
            priority: 1,
            options: [
              {
                id: 'o',
                name: 'O',
                is_active: true,
                priority: 1,
                branches: [{ id: '1' }, { id: '2', price: null, is_in_stock: 0 }],
              },
              { id: 'p', name: 'P', is_active: true, priority: 1, branches: [] },
              { id: 'q', name: 'Q', is_active: true, priority: 1, branches: null, deleted_at: '2026-11-23' },
            ],
          },
        ],
      },
      4,
    ],
    [
      'nulls and empty texts',
      { description: null, tags: '', uom: null, image: '', is_stock_product: null, deleted_at: null },
      1,
    ],
    ['odd texts', { name: '=1+1', description: '\'=x, "y"\n\r\n  z', tags: '-5', uom: '+', sku: '@home' }, 1],
    ['line breaks that look like a row', { description: 'a\ntea,TEA,Tea,yes,1,hot,Hot\n' + 'b' }, 1],
    ['joiners and marks', { name: 'نان\u200cخطائی', description: '\u200fچائے\u200e' }, 1],
  ])('with %s', async (_, fields, count) => {
    const menu = [{ ...tea, ...fields }];
    expect(menuRows(menu).rows).toHaveLength(count);
    const { text, problems } = await written(menu);
    const back = await read(text);
    expect([problems, worded(back)]).toEqual([[], []]);
    expect(back.items).toEqual(menu);
  });

  it('with numbers and flags in their other spelling, which mean the same', async () => {
    const menu: MenuProduct[] = [
      { ...tea, id: 7, is_active: 1, branches: [{ id: 8, is_active: 0, is_in_stock: true }] },
    ];
    const { text, problems } = await written(menu);
    expect(problems).toEqual([]);
    expect((await read(text)).items).toEqual([
      { ...tea, id: '7', branches: [{ id: '8', is_active: false, is_in_stock: 1 }] },
    ]);
  });

  it('of no products', async () => {
    expect(await read((await written([])).text)).toMatchObject({ items: [], problems: [] });
  });
});

describe('what CSV cannot hold', () => {
  it.each<[what: string, fields: Record<string, unknown>, field: string]>([
    ['an unknown field', { colour: 'red' }, 'colour'],
    [
      "the vendor's misspelt field",
      { branches: [{ id: '1', is_active: true, stock_qunatity: 4 }] },
      'branches[0].stock_qunatity',
    ],
    ['a field of the category', { category: { id: 'hot', name: 'Hot', colour: 'red' } }, 'category.colour'],
    [
      'stock of a branch of an option',
      {
        modifiers: [
          {
            id: 'm',
            name: 'M',
            maximum_options: 1,
            priority: 1,
            options: [
              {
                id: 'o',
                name: 'O',
                is_active: true,
                priority: 1,
                branches: [{ id: '1', stock_quantity: 4 }],
              },
            ],
          },
        ],
      },
      'modifiers[0].options[0].branches[0].stock_quantity',
    ],
    ['too many decimals', { price: 0.1 + 0.2 }, 'price'],
    ['too many digits', { price: 1e21 }, 'price'],
    ['a text that is a mark', { description: '[clear]' }, 'description'],
    ['a text that is the other mark', { tags: ' [empty] ' }, 'tags'],
    ['a text of spaces', { description: '  ' }, 'description'],
    ['a NUL', { description: 'a\0b' }, 'description'],
    ['half a character', { description: 'a\ud83c' }, 'description'],
    ['a lost letter', { name: 'Ro\ufffdl' }, 'name'],
    ['lost letters', { name: '????' }, 'name'],
    ['a failed formula', { description: '#REF!' }, 'description'],
    ['an id with a mark that turns the reading direction', { id: '\u200f7' }, 'id'],
    ['an id that reads as a number a spreadsheet shortened', { sku: '1.2E+15' }, 'sku'],
    ['an id as a formula', { id: '="007"' }, 'id'],
    ['an address that is none', { image: 'tea.jpg' }, 'image'],
    ['a time that is none', { deleted_at: 'yesterday' }, 'deleted_at'],
  ])('is refused: %s', (_, fields, field) => {
    const { problems } = menuRows([{ ...tea, ...fields }]);
    expect(problems).toMatchObject([{ severity: 'error', field: `products[0].${field}` }]);
  });

  it.each<[what: string, fields: Partial<MenuProduct>, back: Partial<MenuProduct>]>([
    ['spaces around a text', { name: ' Tea ' }, { name: 'Tea' }],
    ['letters and their marks apart', { name: 'Cafe\u0301' }, { name: 'Caf\u00e9' }],
  ])('is named where it does no harm: %s', async (_, fields, back) => {
    const { text, problems } = await written([{ ...tea, ...fields }]);
    expect(problems).toMatchObject([{ severity: 'warning', field: 'products[0].name' }]);
    expect((await read(text)).items).toEqual([{ ...tea, ...back }]);
  });

  it('is not an id that is long or looks like a date', () => {
    expect(menuRows([{ ...tea, id: '89012345678901200', sku: '2-Mar' }]).problems).toEqual([]);
  });
});

/** A value with the keys of its objects in the order of the alphabet. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, sorted(one)]),
  );
}
