import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReadOptions } from '../../../src/files/kinds/file-kind.ts';
import { menuKind } from '../../../src/files/kinds/menu/menu-kind.ts';
import { stockKind } from '../../../src/files/kinds/stock.ts';
import { readFile } from '../../../src/files/read-file.ts';
import { csvLine } from '../../../src/terminal/csv.ts';
import { describeProblem } from '../../../src/terminal/problem.ts';
import { sourceOf } from '../menus.ts';

const fixtureOf = (name: string) => readFileSync(`fixtures/tills/${name}.csv`, 'utf8');
const products = fixtureOf('shopify');
const inventory = fixtureOf('shopify-inventory');
const decided: ReadOptions = { variants: 'products', skuFrom: 'handle+options', category: 'Drinks' };

const menuOf = (text: string, options: ReadOptions = decided) =>
  readFile(sourceOf(text, 'products_export.csv'), menuKind, options);
const stockOf = (text: string, options: ReadOptions = decided, prices = new Map([['*', 0]])) =>
  readFile(sourceOf(text, 'inventory.csv'), stockKind({ noDiscounts: true, prices }), options);
type File = Awaited<ReturnType<typeof menuOf | typeof stockOf>>;
const told = ({ problems }: File, which: 'error' | 'warning') =>
  problems.filter(({ severity }) => severity === which).map(describeProblem);

const lines = (...rows: (readonly string[])[]) => rows.map((row) => csvLine(row)).join('');
const header = ['Handle', 'Title', 'Type', 'Published', 'Option1 Name', 'Option1 Value'];
const fileOf = (...rows: string[][]) =>
  lines([...header, 'Variant SKU', 'Variant Price', 'Image Src', 'Status'], ...rows);
const naan = ['naan', 'Roghni Naan', 'Breads', 'true', 'Title', 'Default Title', 'N1', '80.00', '', 'active'];

describe('a product export of Shopify', () => {
  it('is known, and what has to be decided is told once each', async () => {
    const file = await menuOf(products, {});
    expect(file.till).toBe('Shopify');
    expect(told(file, 'error')).toEqual([
      expect.stringContaining(
        '"Gulab Jamun & Kulfi Cake" (Plain, 1 pound; Plain, 2 pounds; Pistachio, 1 pound …)',
      ),
      expect.stringContaining('7 rows have no SKU to make the sku of'),
      expect.stringContaining('1 row has no category'),
    ]);
  });

  it('is a menu when that is decided, and what has no place in it is told', async () => {
    const file = await menuOf(products);
    expect(told(file, 'error')).toEqual([]);
    expect(
      told(file, 'warning').map((one) =>
        one.replace(/^products_export\.csv( row \d+( \(line \d+\))?)?: /, ''),
      ),
    ).toEqual([
      expect.stringMatching(/^these columns have no place in a menu and are left out: "Vendor", /),
      expect.stringContaining('6 rows have stock, which is left out: --branch says whose it is'),
      expect.stringContaining('2 rows have a further picture of the product, which is left out'),
      expect.stringContaining('1 row has another price in "Variant Compare At Price", which is left out'),
      expect.stringContaining('1 row has another price in "Price / United Arab Emirates", which is left out'),
      expect.stringContaining('1 row has a product that is active but not in the online store'),
    ]);
    expect(file.items.map(({ id, name, price, is_active }) => [id, name, price, is_active])).toEqual([
      ['gulab-jamun-cake-plain-1-pound', 'Gulab Jamun & Kulfi Cake, Plain, 1 pound', 1200, true],
      ['gulab-jamun-cake-plain-2-pounds', 'Gulab Jamun & Kulfi Cake, Plain, 2 pounds', 2200, true],
      ['gulab-jamun-cake-pistachio-1-pound', 'Gulab Jamun & Kulfi Cake, Pistachio, 1 pound', 1350, true],
      ['gulab-jamun-cake-pistachio-2-pounds', 'Gulab Jamun & Kulfi Cake, Pistachio, 2 pounds', 2500, true],
      ['chai-masala', 'Chai Masala چائے مسالہ', 450, true],
      ['rusk', 'Cake Rusk', 180, false],
      ['doodh-patti', 'Doodh Patti دودھ پتی', 120, false],
    ]);
    expect(file.items[2]).toEqual({
      ...{ id: 'gulab-jamun-cake-pistachio-1-pound', sku: 'gulab-jamun-cake-pistachio-1-pound' },
      ...{ name: 'Gulab Jamun & Kulfi Cake, Pistachio, 1 pound', price: 1350, is_active: true },
      description: 'Soft sponge with gulab jamun pieces.\nServes six.',
      tags: 'eid, mithai',
      image: 'https://images.example.com/pistachio.jpg',
      category: { id: 'Cakes', name: 'Cakes' },
    });
  });

  it('has one option for each combination where prices are no sums', async () => {
    const file = await menuOf(products, { ...decided, variants: 'modifier' });
    expect(told(file, 'warning').join()).toContain('each combination is one option');
    const [cake] = file.items;
    expect(cake).toMatchObject({ id: 'gulab-jamun-cake', price: 1200 });
    expect(
      cake?.modifiers?.map(({ name, options }) => [name, options.map((one) => [one.name, one.price])]),
    ).toEqual([
      [
        'Flavour, Size',
        [
          ['Plain, 1 pound', 0],
          ['Plain, 2 pounds', 1000],
          ['Pistachio, 1 pound', 150],
          ['Pistachio, 2 pounds', 1300],
        ],
      ],
    ]);
  });

  it('has options to choose from though it is a draft, for the day on which it is none', async () => {
    const row = (size: string) => naan.with(4, 'Size').with(5, size).with(9, 'draft');
    const { items, problems } = await menuOf(fileOf(row('Plain'), row('Butter').with(7, '120')), {
      ...decided,
      variants: 'modifier',
    });
    expect(problems).toEqual([]);
    expect(items).toMatchObject([
      { is_active: false, modifiers: [{ options: [{ is_active: true }, { is_active: true }] }] },
    ]);
  });

  it('is read under the headers of 2024 too', async () => {
    const { items, problems } = await menuOf(fixtureOf('shopify-new'), {
      variants: 'modifier',
      branch: '63',
    });
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(items).toMatchObject([
      { id: 'chicken-karahi', name: 'Chicken Karahi چکن کڑاہی', price: 1250, modifiers: [{ name: 'Size' }] },
      { id: 'roghni-naan', sku: 'NAN-01', price: 80, branches: [{ id: '63', is_active: true }] },
    ]);
  });

  it('has the prices of the column that is chosen, where it has one', async () => {
    const file = await menuOf(products, { ...decided, priceColumn: 'price / united arab emirates' });
    expect(file.items.map(({ price }) => price)).toEqual([1200, 2200, 1350, 2500, 12, 180, 120]);
    expect(told(file, 'warning').join()).not.toContain('another price');
    const other = await menuOf(products, { ...decided, priceColumn: 'Price / Mars' });
    expect(told(other, 'error')).toEqual([
      'products_export.csv: there is no column "Price / Mars" to take prices from.\n  Give --price-column a header of the file.',
    ]);
  });

  it('has stock for the branch that is named, where it is counted', async () => {
    const file = await stockOf(products, { ...decided, branch: '63', negativeStock: 'zero' }, new Map());
    expect(told(file, 'error')).toEqual([]);
    expect(file.items.map(({ branches }) => branches)).toEqual([
      [{ id: '63', stock_quantity: 5 }],
      [{ id: '63', stock_quantity: 3 }],
      [{ id: '63', stock_quantity: 0 }],
      [{ id: '63', stock_quantity: 0 }],
      [{ id: '63', stock_quantity: 40 }],
      [{ id: '63', stock_quantity: 0 }],
      [],
    ]);
  });

  it.each<[what: string, rows: string[][], said: string]>([
    [
      'a state that nobody knows',
      [naan.with(9, 'paused')],
      'row 2, column J "Status": got "paused", expected yes or no (true/false, y/n, 1/0, active/inactive, on/off).',
    ],
    [
      'rows of one handle that contradict each other, wherever they stand',
      [
        naan,
        ['chai', 'Chai', ...naan.slice(2, 6), 'C1', ...naan.slice(7)],
        ['naan', 'Naan', '', '', '', 'Large', 'N2', '90', '', ''],
      ],
      'row 4, column B "Title": got "Naan", expected Roghni Naan, as in row 2, or a blank cell.',
    ],
    [
      'a row without a handle',
      [naan, naan.with(0, '')],
      'row 3, column A "Handle": it is blank, expected the handle of the product on every row.',
    ],
    [
      'a price that is missing',
      [naan.with(7, '')],
      'row 2, column H "Variant Price": it is blank, expected a value: every product needs one.',
    ],
  ])('refuses %s', async (_, rows, said) => {
    expect(told(await menuOf(fileOf(...rows)), 'error').join('\n')).toContain(said);
  });

  it('tells of dishes that would be free', async () => {
    const file = await menuOf(fileOf(naan.with(7, '0.00')));
    expect(told(file, 'warning').join()).toContain(
      '1 row has a price of 0: whoever orders that pays nothing.',
    );
  });

  it('takes the categories that all shops share where the shop has none of its own', async () => {
    const text = fileOf(naan)
      .replace('Type', 'Product Category')
      .replace('Breads', 'Food Items > Bakery > Bread & Buns');
    expect((await menuOf(text)).items[0]?.category).toEqual({ id: 'Bread & Buns', name: 'Bread & Buns' });
  });
});

describe('an inventory export of Shopify', () => {
  const sold = (clifton: number, gulberg: number) => [
    { id: 'Clifton', stock_quantity: clifton },
    { id: 'Gulberg', stock_quantity: gulberg },
  ];

  it('has the ids that the products have, and what can be sold in each location', async () => {
    const { items: dishes } = await menuOf(products);
    const prices = new Map(dishes.map(({ id, price }) => [String(id), price]));
    const file = await stockOf(inventory, { variants: 'products' }, prices);
    expect(told(file, 'error')).toEqual([]);
    expect(file.items.map(({ id, price, branches }) => [id, price, branches])).toEqual([
      ['gulab-jamun-cake-plain-1-pound', 1200, sold(5, 2)],
      ['gulab-jamun-cake-plain-2-pounds', 2200, sold(3, 0)],
      ['gulab-jamun-cake-pistachio-1-pound', 1350, sold(0, 4)],
      ['gulab-jamun-cake-pistachio-2-pounds', 2500, sold(1, 1)],
      ['chai-masala', 450, [{ id: 'Clifton', stock_quantity: 40 }]],
    ]);
    expect(told(file, 'warning').join()).toContain('1 row has a product that is not stocked there');
  });

  const chai = ['chai', 'Chai', 'Title', 'Default Title', 'C1', '', ''];
  const columns = ['Handle', 'Title', 'Option1 Name', 'Option1 Value', 'SKU', 'HS Code', 'COO'];
  const prices = new Map([['chai', 120]]);

  it('may have a column for each location, or a single location that is a branch of any name', async () => {
    const wide = lines([...columns, 'Clifton', 'Gulberg'], [...chai, '4', 'not stocked']);
    const [one] = (await stockOf(wide, {}, prices)).items;
    expect(one?.branches).toEqual([{ id: 'Clifton', stock_quantity: 4 }]);
    const single = lines([...columns, 'Location', 'Available', 'On hand'], [...chai, 'Clifton', '4', '6']);
    const [other] = (await stockOf(single, { branch: '63' }, prices)).items;
    expect(other?.branches).toEqual([{ id: '63', stock_quantity: 4 }]);
  });

  it('is read for one location of several, or for none where there is no such one', async () => {
    const wanted = await stockOf(inventory, { variants: 'products', branch: 'gulberg' }, prices);
    expect(told(wanted, 'warning').join()).toContain(
      'of the stores "Clifton" and "Gulberg" only "Gulberg" is read.',
    );
    const nowhere = await stockOf(inventory, { variants: 'products', branch: '63' }, prices);
    expect(told(nowhere, 'error').join()).toContain('there is no store "63" in this file');
  });

  it('says what is wrong in it', async () => {
    const text = lines(
      [...columns, 'Location', 'Available (not editable)', 'On hand (new)'],
      ...[
        [...chai, 'Clifton', '4', '7'],
        [...chai, 'Clifton', '5', ''],
        ['', ...chai.slice(1), 'Clifton', '5', ''],
      ],
    );
    const file = await stockOf(text, {}, prices);
    expect(told(file, 'error')).toEqual([
      'inventory.csv row 3, column H "Location": got "Clifton", expected each location of a variant once: Clifton is there already.',
      'inventory.csv row 4, column A "Handle": it is blank, expected the handle of the product on every row.',
    ]);
    expect(told(file, 'warning').join()).toContain('1 row has a new count in "On hand (new)"');
  });

  it('says where what the server refuses stands in it', async () => {
    const text = lines(
      [...columns, 'Location', 'Available'],
      [...chai, 'Clifton', '4'],
      [...chai, 'Gulberg', '5'],
    );
    const { locate, original } = await stockOf(text, {}, prices);
    const places = await locate([
      { index: 0, field: 'branches.1.id' },
      { index: 0, field: 'branches.1.stock_quantity' },
    ]);
    expect(places.map(({ row, column, field }) => [row, column, field])).toEqual([
      [3, 'H', 'Location'],
      [3, 'I', 'Available'],
    ]);
    expect((await original([0])).map(({ line }) => line)).toEqual([2, 3]);
  });

  it('is no menu', async () => {
    expect(told(await menuOf(inventory), 'error').join()).toContain('it is no menu');
  });
});

const blankOr = (...texts: string[]) => fc.constantFrom('', ...texts);
const anyRow = fc.tuple(
  ...[blankOr('naan', 'chai', 'halwa'), blankOr('Roghni Naan', 'چائے', '&amp;'), blankOr('Breads')],
  ...[blankOr('true', 'false', '?'), blankOr('Size', 'Title'), blankOr('Half', 'Full', 'Default Title')],
  ...[blankOr('N1', 'N2'), blankOr('80.00', '1.250', '0', 'x', '-1'), blankOr('https://a.b/c.jpg', 'c.jpg')],
  blankOr('active', 'draft', 'paused'),
);
const anyDecisions = fc.record<ReadOptions>(
  {
    variants: fc.constantFrom('products', 'modifier'),
    idFrom: fc.constantFrom('handle', 'sku', 'name-slug', 'handle+options'),
    skuFrom: fc.constantFrom('handle', 'handle+options'),
    category: fc.constant('Menu'),
    branch: fc.constant('63'),
    priceColumn: fc.constantFrom('Variant Price', 'Title', 'nothing'),
  },
  { requiredKeys: [] },
);

it('any cells are a menu, or are told', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyRow, { maxLength: 8 }), anyDecisions, async (rows, decisions) => {
      const { items, problems } = await menuOf(fileOf(...rows), decisions);
      const filled = rows.filter((row) => row.some((cell) => cell !== ''));
      expect(items.length + problems.length).toBeGreaterThanOrEqual(filled.length > 0 ? 1 : 0);
    }),
  );
});

it('each row comes out as a product, or is told, or has the one picture of its product', async () => {
  const variant = fc.record({ price: fc.integer({ min: 1, max: 9999 }), hasPicture: fc.boolean() });
  const listing = fc.record({
    variants: fc.array(variant, { minLength: 1, maxLength: 3 }),
    pictures: fc.nat(3),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(listing, { minLength: 1, maxLength: 3 }), fc.nat(), async (listings, turn) => {
      const rows = listings.flatMap(({ variants, pictures }, i) => {
        const picture = (j: number) => `https://images.example.com/${i}-${j}.jpg`;
        const dishes = variants.map(({ price, hasPicture }, j) =>
          [`dish-${i}`, 'Karahi', 'Karahi', 'true', 'Size', `${j}`, '', `${price}`].concat(
            hasPicture ? picture(j) : '',
            'active',
          ),
        );
        const further = Array.from({ length: pictures }, (_, j) =>
          [`dish-${i}`, '', '', '', '', '', '', ''].concat(picture(j + 9), ''),
        );
        return [...dishes, ...further];
      });
      // Sorted by whatever column, rows of one product are no neighbours.
      const turned = rows.map(
        (_, i) => rows[(i * (turn % 2 === 0 ? 1 : rows.length - 1)) % rows.length] ?? [],
      );
      const { items, problems } = await menuOf(fileOf(...new Set(turned)), decided);
      const all = new Set(turned);
      const pictures = [...all].filter((row) => row[8] !== '').length;
      const withPicture = new Set([...all].filter((row) => row[8] !== '').map((row) => row[0])).size;
      const [, said = '0'] =
        /(\d+) rows? (?:has|have) a further picture/.exec(problems.map(describeProblem).join()) ?? [];
      expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(items).toHaveLength([...all].filter((row) => row[7] !== '').length);
      expect(Number(said)).toBe(pictures - withPicture);
    }),
  );
});
