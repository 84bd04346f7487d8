import { describe, expect, it } from 'vitest';
import type { ReadOptions } from '../../../src/files/kinds/file-kind.ts';
import { orderKind } from '../../../src/files/kinds/order.ts';
import { readFile } from '../../../src/files/read-file.ts';
import { menuWorkbook } from '../../../src/files/xlsx/write-sheet.ts';
import { dish, placed, readMenu, sourceOf, worded } from '../menus.ts';
import { bookOf, type Cell, rowsOf, workbook } from './workbooks.ts';

const read = (content: Buffer, options?: ReadOptions) => readMenu(sourceOf(content, 'menu.xlsx'), options);
/** A menu of one dish, with these cells in place of the usual ones. */
const readDish = (cells: Readonly<Record<string, Cell>>, options?: ReadOptions) =>
  read(bookOf(...rowsOf({ ...dish(), ...cells })), options);

describe('a sheet', () => {
  it('is read like the CSV file it would be', async () => {
    const menu = await read(
      bookOf(...rowsOf(dish({ name: 'Doodh Patti دودھ پتی' }), dish({ product_id: 'b', sku: 'B' }))),
    );
    expect(worded(menu)).toEqual([]);
    expect(menu.items).toMatchObject([{ id: 'tea', name: 'Doodh Patti دودھ پتی', price: 120 }, { id: 'b' }]);
  });

  it('is known by its content, whatever its name and however it comes', async () => {
    const menu = await readMenu(sourceOf(bookOf(...rowsOf(dish())), 'standard input', 7));
    expect(menu).toMatchObject({ problems: [], items: [{ id: 'tea' }] });
  });

  it('may have titles above its header, blank rows, and rows that begin late', async () => {
    const [header = [], row = []] = rowsOf(dish(), dish({ price: 'free' })).slice(0, 2);
    const [, wrong = []] = rowsOf(dish({ product_id: 'b', sku: 'B', price: 'free' }));
    const after = '<mergeCells count="1"><mergeCell ref="A1:G1"/></mergeCells>';
    const rows = [['Menu 2026'], [], header, [], row, wrong];
    const menu = await read(workbook({ name: 'Menu', rows, after }));
    expect(worded(menu)).toEqual([
      'menu.xlsx row 6, column E "price": got "free", expected a number like 1250 or 1250.00.',
    ]);
  });

  it('has cells that are merged over several rows told of, and nothing that follows from them', async () => {
    const mergedOver = async (...refs: readonly string[]) => {
      const dishes = ['b', 'c', 'd', 'e', 'f'].map((id) =>
        dish({ product_id: id, sku: id, category_name: '' }),
      );
      const rows = rowsOf(
        dish({ category_name: 'Karahi' }),
        ...dishes,
        dish({ product_id: '', sku: '', category_name: '' }),
      );
      const merged = refs.map((ref) => `<mergeCell ref="${ref}"/>`).join('');
      const after = `<mergeCells count="${refs.length}">${merged}</mergeCells>`;
      return worded(await read(workbook({ name: 'Menu', rows: [['Rates 2026'], [], ...rows], after })));
    };
    const hint =
      '\n  Take the merging away (in Excel: Merge & Center), and write in each row what holds there.';
    expect(await mergedOver('A1:G2', 'G4:G9', 'A9:A10', 'A3:C3')).toEqual([
      `menu.xlsx row 9, column G "category_name": got "Karahi", expected a cell of its own in every row: this one is merged with those above it.${hint}`,
      `menu.xlsx row 10, column A "product_id": got "f", expected a cell of its own in every row: this one is merged with those above it.${hint}`,
    ]);
    expect((await mergedOver()).length).toBeGreaterThan(5);
  });

  it('is told from others by its header, and those are named', async () => {
    const notes = { name: 'Notes', rows: [['Call the printer']] };
    const old = { name: 'Old menu', rows: rowsOf(dish()), state: 'hidden' as const };
    const menu = await read(workbook(notes, { name: 'Menu', rows: rowsOf(dish({ price: '130' })) }, old));
    expect(menu.items).toMatchObject([{ price: 130 }]);
    expect(worded(menu)).toEqual([
      'menu.xlsx sheet "Menu": only the sheet "Menu" is read, not "Notes" and "Old menu" (hidden).',
    ]);
  });

  it.each([
    ['Old menu', 110],
    [' MENU', 120],
    ['2', 110],
    ['3', 130],
    ['__proto__', 130],
  ])('is the one that is named: --sheet "%s"', async (sheet, price) => {
    const sheets = ['Menu', 'Old menu', '__proto__'].map((name, i) => {
      return { name, rows: rowsOf(dish({ price: ['120', '110', '130'][i] ?? '' })) };
    });
    expect(await read(workbook(...sheets), { sheet })).toMatchObject({ items: [{ price }], problems: [] });
  });

  it('is asked for where it could be several, and where none is named so', async () => {
    const sheets = workbook(
      { name: 'Lunch', rows: rowsOf(dish()) },
      { name: 'Dinner', rows: rowsOf(dish()) },
    );
    expect(worded(await read(sheets))).toEqual([
      'menu.xlsx: several of its sheets could be meant: it has 1 "Lunch", 2 "Dinner".\n' +
        '  Choose one with --sheet and its name or its number.',
    ]);
    expect(worded(await read(sheets, { sheet: 'Breakfast' }))[0]).toContain('it has no sheet "Breakfast"');
    const others = workbook({ name: 'A', rows: [['x']] }, { name: 'B', rows: [['y']] });
    expect(worded(await read(others))[0]).toContain('none of its sheets has a header that is known');
  });

  it('says where something is wrong in the words of Excel, with the sheet where there are several', async () => {
    const menu = await read(
      workbook({ name: 'Menu', rows: rowsOf(dish({ price: 'free' })) }, { name: 'Notes', rows: [] }),
    );
    expect(menu.problems).toMatchObject([
      { sheet: 'Menu', row: 2, column: 'E', field: 'price', line: undefined },
    ]);
    expect(worded(menu)[0]).toContain('menu.xlsx sheet "Menu", row 2, column E "price": got "free"');
  });

  it('says what is hidden and read all the same', async () => {
    const rows = rowsOf(dish(), dish({ product_id: 'b', sku: 'B' }));
    const menu = await read(workbook({ name: 'Menu', rows, hiddenRows: [3], hiddenColumns: [4] }));
    expect(menu.items).toHaveLength(2);
    expect(worded(menu)).toEqual([
      'menu.xlsx: hidden in the sheet, and read like the others: row 3.',
      'menu.xlsx column E "price": this column is hidden in the sheet, and read like the others.',
    ]);
  });

  it('may have a row of totals, which is named', async () => {
    const rows = [...rowsOf(dish()), [null, null, 'Total', null, { formula: 'SUM(E2:E2)', result: 120 }]];
    expect(worded(await read(bookOf(...rows)))[0]).toContain(
      'row 3, column C "name": this looks like a row of totals',
    );
  });

  it('gives its rows back as text that means the same in CSV', async () => {
    const rows = rowsOf(
      { ...dish(), price: 12.345 },
      { ...dish({ product_id: 'b', sku: '00411' }), price: 1250.5 },
    );
    const menu = await read(bookOf(...rows));
    expect(menu.problems).toEqual([]);
    const [first, second] = await menu.original([0, 1]);
    expect(first).toMatchObject({ index: 0, line: 2 });
    expect(Object.fromEntries(first?.fields ?? [])).toMatchObject({ product_id: 'tea', price: '12.3450' });
    expect(Object.fromEntries(second?.fields ?? [])).toMatchObject({ sku: '00411', price: '1250.5' });
    expect(await menu.locate([{ index: 1, field: 'price' }])).toMatchObject([{ row: 3, column: 'E' }]);
  });

  it('may be of any kind', async () => {
    const orders = await readFile(sourceOf(bookOf(['id', 'status'], [107, 2])), orderKind, {});
    expect(orders).toMatchObject({ problems: [], items: [{ blink_order_id: '107' }] });
  });
});

describe('a number', () => {
  it.each<[Cell, number]>([
    [1250.5, 1250.5],
    [1.25, 1.25],
    [12.125, 12.125],
    [0.1 + 0.2, 0.3],
    [{ number: 1250, format: '#,##0.00' }, 1250],
    [{ number: 1250.5, format: '[$Rs-420] #,##0.00' }, 1250.5],
    [{ formula: 'A1*2', result: 12.5 }, 12.5],
    ['۱۲۵۰', 1250],
    ['1,250.50', 1250.5],
  ])('in %j is the price %d, whatever the flags say of texts', async (price, expected) => {
    expect(await readDish({ price })).toMatchObject({ items: [{ price: expected }], problems: [] });
    if (typeof price === 'string') return;
    expect(await readDish({ price }, { decimalComma: true })).toMatchObject({ items: [{ price: expected }] });
    expect(await readDish({ price }, { thousands: ' ' })).toMatchObject({ items: [{ price: expected }] });
  });

  it('does not decide how the texts beside it are to be read', async () => {
    const rows = rowsOf({ ...dish(), price: 12.5 }, dish({ product_id: 'b', sku: 'B', price: '1,250' }));
    expect(worded(await read(bookOf(...rows)))).toEqual([
      'menu.xlsx row 3, column E "price": got "1,250", expected a number like 1250 or 1250.00.\n' +
        '  It could mean 1250 or 1.250: run again with --thousands "," or --decimal-comma.',
    ]);
    expect((await read(bookOf(...rows), { decimalComma: true })).items).toMatchObject([
      { price: 12.5 },
      { price: 1.25 },
    ]);
  });

  it.each<[string, Cell, string]>([
    ['a percentage', { number: 0.15, format: '0%' }, 'got "15%", expected a number'],
    ['a date', { number: 46000, format: 'd-mmm' }, 'got "2025-12-09", expected a number'],
    ['an error', { error: '#REF!' }, "The spreadsheet's formula failed there"],
    [
      'a formula that was never calculated',
      { formula: 'A1*2' },
      'There is a formula whose result was never stored.',
    ],
    ['a negative one', -5.5, 'An amount cannot be negative.'],
    ['a truth value', true, 'got "true", expected a number'],
  ])('is not %s', async (_, price, message) => {
    const menu = await readDish({ price });
    expect(placed(menu)).toEqual(['2 E']);
    expect(worded(menu)[0]).toContain(message);
  });
});

describe('an id', () => {
  it.each<[Cell, string]>([
    [411, '411'],
    [{ number: 411, format: '00000' }, '00411'],
    [{ number: 3001234567, format: '0000-0000000' }, '0300-1234567'],
    ['00411', '00411'],
    [8964000123456, '8964000123456'],
    [{ shared: 'BIR-01' }, 'BIR-01'],
    [{ rich: ['BIR', '-01'] }, 'BIR-01'],
    [{ formula: 'A1&"-1"', result: 'BIR-1' }, 'BIR-1'],
  ])('in %j is %s', async (sku, expected) => {
    expect(await readDish({ sku })).toMatchObject({ items: [{ sku: expected }], problems: [] });
  });

  it.each<[string, Cell, string]>([
    ['a number with more digits than Excel keeps', 1234567890123456, 'keeps 15 digits'],
    ['a number that was shortened', { number: 1.23e12, format: '0.00E+00' }, 'keeps 15 digits'],
    ['a number with decimals', 1.1, 'writes 1.10 as 1.1'],
    ['a date', { number: 46000, format: 'd-mmm' }, 'The spreadsheet made a date of it.'],
    ['a percentage', { number: 0.15, format: '0%' }, 'The cell holds a percentage.'],
    ['an error', { error: '#N/A' }, "The spreadsheet's formula failed there"],
  ])('is not %s', async (_, sku, message) => {
    const menu = await readDish({ sku });
    expect(placed(menu)).toEqual(['2 B']);
    expect(worded(menu)[0]).toContain(message);
  });

  it('that is long or has decimals may be trusted', async () => {
    expect((await readDish({ sku: 1234567890123456 }, { trustIds: true })).items).toMatchObject([
      { sku: '1234567890123456' },
    ]);
    expect((await readDish({ sku: 1.1 }, { trustIds: true })).items).toMatchObject([{ sku: '1.1' }]);
  });
});

it('reads dates, truth values and texts as what they are', async () => {
  const menu = await readDish({
    is_active: true,
    deleted_at: { number: 46349.770833333336, format: 'yyyy-mm-dd hh:mm' },
    uom: { rich: ['half ', 'plate'] },
    description: "'=1",
    tags: { shared: 'tea, "hot"\nsweet' },
  });
  expect(menu.problems).toEqual([]);
  expect(menu.items).toMatchObject([
    {
      ...{ is_active: true, deleted_at: '2026-11-23 18:30:00', uom: 'half plate' },
      ...{ description: "'=1", tags: 'tea, "hot"\nsweet' },
    },
  ]);
});

it('refuses a name of which a date was made', async () => {
  expect(worded(await readDish({ name: { number: 46000, format: 'd-mmm' } }))[0]).toContain(
    'The spreadsheet made a date of it.',
  );
});

it.each(['_x000D_', 'a_x0041_b', '_x005F_x0041_', '\u0001', '\r\n', '\ud83c\udf36', "''=x", '  a'])(
  'gives the text %j back from a workbook of our own',
  async (name) => {
    const rows = rowsOf(dish()).map((cells) => cells.map(String));
    const [header = [], row = []] = rows;
    const changed = row.map((text, at) => (header[at] === 'name' ? `A${name}B` : text));
    const menu = await read(Buffer.from(await menuWorkbook(header, [changed])));
    expect(menu.items).toMatchObject([{ name: `A${name}B` }]);
  },
);
