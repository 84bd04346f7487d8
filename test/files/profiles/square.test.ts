import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReadOptions } from '../../../src/files/kinds/file-kind.ts';
import { menuKind } from '../../../src/files/kinds/menu/menu-kind.ts';
import { stockKind } from '../../../src/files/kinds/stock.ts';
import { modifierSets } from '../../../src/files/profiles/square-columns.ts';
import { readFile } from '../../../src/files/read-file.ts';
import { csvLine } from '../../../src/terminal/csv.ts';
import { describeProblem } from '../../../src/terminal/problem.ts';
import { sourceOf } from '../menus.ts';

const fixture = readFileSync('fixtures/tills/square.csv', 'utf8');
const sauces =
  'modifier_id,modifier_name,minimum_options,maximum_options,modifier_priority,option_id,option_name,option_is_active,option_priority\n';
const modifiers = sourceOf(
  [
    `${sauces}Extra toppings,Extra toppings,0,1,1,raita,Raita,yes,1`,
    'Spice - REBO6QOQQKC6K3H75WMX7HEV,Spice,0,1,2,hot,Hot,yes,1',
  ].join('\n'),
  'modifiers.csv',
);
const decided: ReadOptions = {
  ...{ variants: 'products', skuFrom: 'token', category: 'Menu' },
  ...{ skipVariable: true, priceColumn: 'Price', modifiers },
};

const menuOf = (text: string, options: ReadOptions = decided) =>
  readFile(sourceOf(text, 'catalog.csv'), menuKind, options);
const stock = stockKind({ noDiscounts: true, prices: new Map() });
const stockOf = (text: string, options: ReadOptions = decided) =>
  readFile(sourceOf(text, 'catalog.csv'), stock, options);
type File = Awaited<ReturnType<typeof menuOf | typeof stockOf>>;
const told = ({ problems }: File, which: 'error' | 'warning') =>
  problems.filter(({ severity }) => severity === which).map(describeProblem);

const lines = (...rows: (readonly string[])[]) => rows.map((row) => csvLine(row)).join('');
const columns = ['Token', 'Item Name', 'Variation Name', 'Price', 'Categories', 'Archived', 'Sellable'];
const naan = ['T1', 'Roghni Naan', 'Regular', '80.00', 'Breads', 'N', ''];

describe('an item library of Square', () => {
  it('is known below a blank row, and what has to be decided is told once each', async () => {
    const file = await menuOf(fixture, {});
    expect(file).toMatchObject({
      till: 'Square',
      lacking: ['Extra toppings', 'Spice - REBO6QOQQKC6K3H75WMX7HEV'],
    });
    expect(told(file, 'error')).toEqual([
      expect.stringContaining('"Chicken Biryani چکن بریانی" (Single; Family) has variants'),
      expect.stringContaining('6 rows have no SKU to make the sku of'),
      expect.stringContaining('modifiers are named, but not what is in them'),
      expect.stringContaining(
        '1 row has an "Online Sale Price" that is not the "Price", 1 of them a higher one',
      ),
      expect.stringContaining('1 row has no price of its own ("variable")'),
      expect.stringContaining('3 rows have no category'),
    ]);
  });

  it('is a menu when that is decided', async () => {
    const file = await menuOf(fixture);
    expect(told(file, 'error')).toEqual([]);
    expect(
      file.items.map(({ name, price, is_active, category }) => [name, price, is_active, category.id]),
    ).toEqual([
      ['Chicken Biryani چکن بریانی, Single', 450, true, 'Rice'],
      ['Chicken Biryani چکن بریانی, Family', 1600, true, 'Rice'],
      ['Roghni Naan', 80, true, 'Breads > Tandoor'],
      ['Kheer', 250, false, 'Menu'],
      ['Lassi', 180, false, 'Menu'],
    ]);
    expect(file.items[0]).toMatchObject({
      id: 'ABABABABABABABABABABABAB',
      modifiers: [{ id: 'Extra toppings' }, { name: 'Spice' }],
    });
    expect(told(file, 'warning')).toEqual([
      expect.stringContaining('these columns have no place in a menu and are left out: "Item Type"'),
      expect.stringContaining('2 rows have stock, which is left out: --branch says whose it is'),
      expect.stringContaining('1 row has no price of its own ("variable") and is left out'),
      expect.stringContaining('1 row has an item that is not shown online'),
    ]);
  });

  it('takes what the online shop asks for, where it has a price of its own', async () => {
    const { items } = await menuOf(fixture, { ...decided, priceColumn: 'Online Sale Price' });
    expect(items.map(({ price }) => price)).toEqual([450, 1700, 80, 250, 180]);
  });

  it('has stock in its locations, or in the branch that its only one is', async () => {
    const branches = async (options: ReadOptions) =>
      (await stockOf(fixture, { ...decided, ...options })).items.slice(0, 3).map((one) => one.branches);
    expect(await branches({})).toEqual([
      [{ id: 'Clifton', stock_quantity: 20 }],
      [{ id: 'Clifton', stock_quantity: 5 }],
      [],
    ]);
    expect(await branches({ branch: '63' })).toEqual([
      [{ id: '63', stock_quantity: 20 }],
      [{ id: '63', stock_quantity: 5 }],
      [],
    ]);
  });

  it('has branches of a menu where it has several locations', async () => {
    const places = [
      'Enabled Clifton',
      'Price Clifton',
      'Current Quantity Clifton',
      'Current Quantity Gulberg',
    ];
    const text = lines([...columns, ...places], [...naan, 'N', '90.00', '4', '7']);
    const { items, problems } = await menuOf(text, { ...decided, modifiers: undefined });
    expect(problems).toEqual([]);
    expect(items[0]?.branches).toEqual([
      { id: 'Clifton', is_active: false, price: 90, stock_quantity: 4 },
      { id: 'Gulberg', is_active: true, stock_quantity: 7 },
    ]);
  });

  it('sells what is neither archived nor kept from being sold', async () => {
    const { items } = await menuOf(
      lines(
        columns,
        naan,
        naan.with(0, 'T2').with(1, 'Kulcha').with(5, 'Y'),
        naan.with(0, 'T3').with(1, 'Taftan').with(6, 'N'),
      ),
    );
    expect(items.map(({ is_active }) => is_active)).toEqual([true, false, false]);
  });

  it('has descriptions as text, whoever wrote HTML into one', async () => {
    const cells = [...columns, 'Description'];
    const { items } = await menuOf(
      lines(
        cells,
        [...naan, 'Soup & salad\nfor <2 people'],
        [...naan.with(0, 'T2').with(1, 'Kulcha'), '<p>Soft &amp; hot</p>with ghee<br>'],
      ),
    );
    expect(items.map(({ description }) => description)).toEqual([
      'Soup & salad\nfor <2 people',
      'Soft & hot\nwith ghee',
    ]);
  });

  it('asks at the till for what has no price', async () => {
    const file = await menuOf(lines(columns, naan.with(3, '')), { ...decided, skipVariable: undefined });
    expect(told(file, 'error')).toEqual([
      expect.stringContaining('1 row has no price of its own ("variable")'),
    ]);
  });

  it('needs the name of the item', async () => {
    expect(told(await menuOf(lines(columns, naan, naan.with(1, ''))), 'error')).toEqual([
      'catalog.csv row 3, column B "Item Name": it is blank, expected the name of the item on every row.',
    ]);
  });
});

it('sets of modifiers are told apart by their tokens where their names are the same', () => {
  const names = ['Modifier Set - Sauces', 'Modifier Set - size - O5YV6FYGMQFSBYT4LT727PZH'];
  const of = (...header: string[]) => modifierSets(header).map(({ name }) => name);
  expect(of(...names)).toEqual(['Sauces', 'size']);
  expect(of(...names, 'Modifier Set - Size - REBO6QOQQKC6K3H75WMX7HEV')).toEqual([
    'Sauces',
    'size - O5YV6FYGMQFSBYT4LT727PZH',
    'Size - REBO6QOQQKC6K3H75WMX7HEV',
  ]);
});

const blankOr = (...texts: string[]) => fc.constantFrom('', ...texts);
const anyRow = fc.tuple(
  ...[
    blankOr('T1', 'T2'),
    blankOr('Naan', 'چائے'),
    blankOr('Regular', 'Large'),
    blankOr('80', 'variable', 'x'),
  ],
  ...[blankOr('Breads', 'A > B, C'), blankOr('Y', 'N'), blankOr('N', '?')],
);

it('any cells are a menu or stock, or are told', async () => {
  const decisions = fc.record<ReadOptions>(
    {
      variants: fc.constantFrom('products', 'modifier'),
      skipVariable: fc.boolean(),
      branch: fc.constant('63'),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(anyRow, { minLength: 1, maxLength: 8 }), decisions, async (rows, options) => {
      const filled = rows.filter((row) => row.some((cell) => cell !== ''));
      for (const file of [
        await menuOf(lines(columns, ...rows), options),
        await stockOf(lines(columns, ...rows), options),
      ]) {
        expect(file.items.length + file.problems.length).toBeGreaterThanOrEqual(Math.min(1, filled.length));
      }
    }),
  );
});

it('as many rows as go in come out as products, or are told as left out', async () => {
  const priced = fc.tuple(fc.constantFrom('Naan', 'Chai', 'Karahi'), fc.constantFrom('80', 'variable', ''));
  await fc.assert(
    fc.asyncProperty(fc.array(priced, { minLength: 1, maxLength: 9 }), async (made) => {
      const rows = made.map(([name, price], i) => [`T${i}`, name, `Size ${i}`, price, 'Menu', 'N', '']);
      const { items, problems } = await menuOf(lines(columns, ...rows));
      const left = made.filter(([, price]) => price !== '80').length;
      expect(items).toHaveLength(rows.length - left);
      const said = problems.map(({ message = '' }) => message).join();
      expect(Number(/(\d+) rows? (?:has|have) no price of/.exec(said)?.[1] ?? 0)).toBe(left);
    }),
  );
});
