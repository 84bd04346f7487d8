import { describe, expect, it } from 'vitest';
import { menuKind } from '../../../src/files/kinds/menu/menu-kind.ts';
import { Unreadable } from '../../../src/files/problem.ts';
import { recognise } from '../../../src/files/profiles/recognise.ts';
import { headerName } from '../../../src/files/sheet/layout.ts';
import { read, worded } from '../menus.ts';

const findLayout = (head: string) => recognise(head, menuKind, []).layout;
const names = ['product_id', 'sku', 'name', 'is_active', 'price', 'category_id', 'category_name'];
const row = ['tea', 'TEA', 'Tea', 'yes', '50', 'hot', 'Hot'];
const table = (delimiter: string) => `${names.join(delimiter)}\n${row.join(delimiter)}\n`;

function refusal(head: string) {
  try {
    throw new Error(`taken: ${JSON.stringify(findLayout(head))}`);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return error.finding;
  }
}

describe('the delimiter', () => {
  it.each([',', ';', '\t', '|'])('%j is found, and told by a sep= line', (delimiter) => {
    const found = { dialect: { delimiter, lineEnd: '\n' }, hiddenRows: 0, headerRow: 1, header: names };
    expect(findLayout(table(delimiter))).toEqual(found);
    for (const line of [`sep=${delimiter}\n`, `SEP=${delimiter}\r\n`, `"sep=${delimiter}"\n`])
      expect(findLayout(line + table(delimiter))).toEqual({ ...found, hiddenRows: 1 });
  });

  it('is not the one that stands in the cells most often', () => {
    const text = `${names.join(';')}\na,b,c,d,e,f,g,h;i,j,k,l;m\n`;
    expect(findLayout(text).dialect.delimiter).toBe(';');
  });

  it('of a sep= line counts, even where another fits better', () => {
    expect(findLayout(`sep=;\nprice;${names.join(',')}\n`)).toMatchObject({
      dialect: { delimiter: ';' },
      header: ['price', names.join(',')],
    });
  });

  it('is refused where two fit as well', () => {
    expect(refusal('product_id;sku,name\n')).toEqual({
      severity: 'error',
      row: 1,
      message: 'the columns could be parted by "," or by ";".',
      hint: 'Make the first line of the file sep=, or sep=;',
    });
    const later = `Menu\nsku,name\nprice\tsku\nname;price\n`;
    expect(refusal(later).message).toBe('the columns could be parted by "," or by ";".');
  });

  it('does not matter to a header of one column', () => {
    expect(findLayout('product_id\ntea\n')?.header).toEqual(['product_id']);
  });
});

describe('the header', () => {
  it.each([1, 2, 10])('is found in row %d', (headerRow) => {
    const above = 'Teen Neem,Karachi\n'.repeat(headerRow - 1);
    expect(findLayout(above + table(','))).toMatchObject({ headerRow, header: names });
  });

  it('may have blank rows above it, and line breaks in their cells', () => {
    const layout = findLayout(`\n"Teen\nNeem",\n\n${table(',')}`);
    expect(layout).toMatchObject({ headerRow: 4 });
  });

  it('is not found in row 11', () => {
    expect(refusal('Teen Neem,Karachi\n'.repeat(10) + table(','))).toEqual({
      severity: 'error',
      message: 'no header found in the first 10 rows.',
      hint: `The header names the columns: ${names.join(', ')} and so on. "blink menu template" prints a file to start from.`,
    });
  });

  it.each(['garbage\n', 'a,b,c\n1,2,3\n', '\u0000\u0001', 'a"b\n', '"never closed'])(
    'is not in %j',
    (text) => {
      expect(refusal(text).message).toContain('no header found');
    },
  );

  it('is the first of two that are alike', () => {
    expect(findLayout(table(',') + table(','))).toMatchObject({ headerRow: 1 });
  });

  it.each(['', '\n\n', '  \n', '\ufeff'])('is not missed in %j', (text) => {
    expect(findLayout(text).header).toEqual([]);
  });

  it.each([names.join(','), `${names.join(',')}\n`, `${names.join(',')}\r\n\r\n`])(
    'alone is a menu without products: %j',
    async (text) => {
      expect(await read(text)).toMatchObject({ items: [], problems: [] });
    },
  );

  it('is read from the beginning of a long file, wherever it is cut', async () => {
    // The header stands in the first 64 KB, a character of the rows on their end.
    const rows = Array.from({ length: 20_000 }, (_, i) => `p${i},p${i},چائے,yes,50,hot,Hot\n`).join('');
    const menu = await read(`${names.join(',')}\n${rows}`);
    expect(worded(menu)).toEqual([]);
    expect(menu.items).toHaveLength(20_000);
  });
});

it.each([
  ['product_id', 'product_id'],
  [' Product ID ', 'product_id'],
  ['PRODUCT-ID', 'product_id'],
  ['Product\u00a0 Id', 'product_id'],
  ['\ufeffproduct_id', 'product_id'],
  ['\u200eprice\u200f', 'price'],
  ['price [Clifton]', 'price_[clifton]'],
  ['', ''],
])('the heading %j is %j', (heading, name) => {
  expect(headerName(heading)).toBe(name);
});
