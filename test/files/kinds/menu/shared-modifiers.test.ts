import { describe, expect, it } from 'vitest';
import { type Cells, csvOf, dish, readMenu, sourceOf, worded } from '../../menus.ts';

const contents = csvOf([
  {
    modifier_id: 'size',
    modifier_name: 'Size',
    minimum_options: '1',
    maximum_options: '1',
    modifier_priority: '1',
    option_id: 'half',
    option_name: 'Half',
    option_price: '0',
    option_is_active: 'yes',
    option_priority: '1',
  },
  {
    modifier_id: 'size',
    option_id: 'full',
    option_name: 'Full',
    option_is_active: 'yes',
    option_priority: '2',
  },
  { modifier_id: '0007', modifier_name: 'Sauce', maximum_options: '2', modifier_priority: '2' },
]);

const size = {
  id: 'size',
  name: 'Size',
  minimum_options: 1,
  maximum_options: 1,
  priority: 1,
  options: [
    { id: 'half', name: 'Half', price: 0, is_active: true, priority: 1 },
    { id: 'full', name: 'Full', is_active: true, priority: 2 },
  ],
};
const sauce = { id: '0007', name: 'Sauce', maximum_options: 2, priority: 2, options: [] };

const readWith = (rows: readonly Cells[], modifiers: string | Uint8Array | undefined = contents) =>
  readMenu(sourceOf(csvOf(rows)), {
    modifiers: modifiers === undefined ? undefined : sourceOf(modifiers, 'modifiers.csv'),
  });

async function modifiersOf(...rows: Cells[]) {
  const menu = await readWith(rows);
  expect(worded(menu)).toEqual([]);
  return menu.items.map(({ modifiers }) => modifiers);
}

describe('modifiers from a file of their own', () => {
  it('go to each product that names them, in its order', async () => {
    const other = { product_id: 'b', sku: 'b' };
    expect(
      await modifiersOf(
        dish({ modifiers: 'size|0007' }),
        dish({ ...other, modifiers: ' 0007 | size | ' }),
        dish({ product_id: 'c', sku: 'c' }),
      ),
    ).toEqual([[size, sauce], [sauce, size], undefined]);
  });

  it('may be none, or null', async () => {
    expect(
      await modifiersOf(
        dish({ modifiers: '[empty]' }),
        dish({ product_id: 'b', sku: 'b', modifiers: '[clear]' }),
        dish({ product_id: 'c', sku: 'c', modifiers: 'size' }),
      ),
    ).toEqual([[], null, [size]]);
  });

  it('stand beside those of the product itself', async () => {
    const own = { modifier_id: 'ice', modifier_name: 'Ice', maximum_options: '1', modifier_priority: '3' };
    const ice = { id: 'ice', name: 'Ice', maximum_options: 1, priority: 3, options: [] };
    expect(await modifiersOf(dish({ modifiers: 'size', ...own }))).toEqual([[ice, size]]);
  });

  it('may be named again on other rows, but not differently', async () => {
    const branch = { product_id: 'tea', branch_id: '101', branch_is_active: 'yes' };
    expect(await modifiersOf(dish({ modifiers: 'size' }), { ...branch, modifiers: 'size' })).toEqual([
      [size],
    ]);
    expect(worded(await readWith([dish({ modifiers: 'size' }), { ...branch, modifiers: '0007' }]))).toEqual([
      'menu.csv row 3, column H "modifiers": got "0007", expected size, as in row 2, or a blank cell.',
    ]);
  });
});

describe('what is wrong', () => {
  it('with a name is said in the product file', async () => {
    const rows = [dish({ modifiers: 'siez|7' }), dish({ product_id: 'b', sku: 'b', modifiers: 'size|size' })];
    expect(worded(await readWith(rows))).toEqual([
      'menu.csv row 2, column H "modifiers": got "siez", expected modifiers that are in modifiers.csv.\n  Did you mean "size"?',
      'menu.csv row 2, column H "modifiers": got "7", expected modifiers that are in modifiers.csv.',
      'menu.csv row 3, column H "modifiers": got "size", expected each modifier once.',
    ]);
  });

  it('with the contents is said in the modifier file, once for all products', async () => {
    const bad = `${contents}\n`.replace('Full', '#REF!').replace(',1,1,1,', ',3,1,1,');
    const rows = [dish({ modifiers: 'size' }), dish({ product_id: 'b', sku: 'b', modifiers: 'size' })];
    const { problems } = await readWith(rows, bad);
    expect(problems).toMatchObject([{ file: 'modifiers.csv', row: 3, line: 3, column: 'G', value: '#REF!' }]);
    const limits = await readWith(rows, contents.replace(',1,1,1,', ',3,1,1,'));
    expect(limits.problems).toMatchObject([
      { file: 'modifiers.csv', row: 2, field: 'minimum_options', value: 3 },
    ]);
  });

  it('with the same modifier among the rows of a product', async () => {
    const own = { modifier_id: 'size', modifier_name: 'Size', maximum_options: '1', modifier_priority: '1' };
    const { problems } = await readWith([dish({ modifiers: 'size', ...own })]);
    expect(problems.map(({ expected, message }) => expected ?? message)).toContain('each modifier once');
  });

  it('where no file is given', async () => {
    expect(worded(await readMenu(sourceOf(csvOf([dish({ modifiers: 'size' })]))))).toEqual([
      'menu.csv row 2, column H "modifiers": modifiers are named, but not what is in them: size.\n  Give the file that has their options with --modifiers FILE.',
    ]);
  });

  it('where a file is given that no product needs', async () => {
    const { problems, items: products } = await readWith([dish()]);
    expect(products).toHaveLength(1);
    expect(problems).toMatchObject([
      {
        severity: 'warning',
        message: 'modifiers.csv is not used: no product names a modifier in a column "modifiers".',
      },
    ]);
  });

  it.each<[what: string, content: string | Uint8Array, message: string]>([
    ['is empty', '', 'modifiers.csv: there are no modifiers in this file.'],
    [
      'has a header only',
      contents.split('\n')[0] ?? '',
      'modifiers.csv: there are no modifiers in this file.',
    ],
    ['is a workbook', 'PK\x03\x04', 'modifiers.csv: this workbook is damaged'],
    ['is no UTF-8', Buffer.from([0x61, 0xe9, 0x0a]), 'modifiers.csv line 1: this is not UTF-8'],
    ['has no header', 'a,b\n', 'modifiers.csv: no header found'],
    ['is a product file', csvOf([dish()]), 'modifiers.csv: no header found'],
    [
      'has a stray quote',
      `${contents}a"b\n`,
      'modifiers.csv row 5, column A "modifier_id": a quote (") stands',
    ],
    [
      'has no ids',
      'modifier_name,maximum_options\nSize,1\n',
      'modifiers.csv row 1: the columns "modifier_id"',
    ],
    [
      'has wide branches',
      contents.replace('option_price', 'price [101]'),
      'column H "price [101]": this column is none',
    ],
  ])('where the file %s', async (_, content, message) => {
    const menu = await readWith([dish({ modifiers: 'size' })], content);
    expect(worded(menu).join('\n')).toContain(message);
    if (!message.includes('none')) expect(menu.problems.some(({ file }) => file === 'menu.csv')).toBe(false);
  });
});
