import { describe, expect, it } from 'vitest';
import { menuKind } from '../../../src/files/kinds/menu/menu-kind.ts';
import { stockKind } from '../../../src/files/kinds/stock.ts';
import type { Decisions } from '../../../src/files/profiles/decisions.ts';
import { itemTable } from '../../../src/files/profiles/item-table.ts';
import type { Profile } from '../../../src/files/profiles/profile.ts';
import type { TillItem } from '../../../src/files/profiles/till-item.ts';
import { readFile } from '../../../src/files/read-file.ts';
import { describeProblem } from '../../../src/terminal/problem.ts';
import { sourceOf } from '../menus.ts';

/** A till that nobody has: a row for each variant, with its handle, its sku and up to two options. */
const till: Profile = {
  name: 'loyverse',
  title: 'Tandoor',
  tables: [
    itemTable({
      countKnown: (header) => (header[0] === 'Handle' ? header.length : 0),
      columns: () => ({
        fields: { 'product.name': 2, 'category.name': 4, 'product.price': 7, 'product.is_active': 8 },
        branches: new Map([['Clifton', { price: 9 }]]),
        used: [0, 1, 3, 5, 6],
      }),
      items: (rows) => ({
        findings: [],
        items: rows.map(({ cells, row }): TillItem => {
          const [handle = '', sku = '', name = '', localized = '', category = '', size = '', crust = ''] =
            cells;
          const [, , , , , , , price = '', sold = '', clifton = ''] = cells;
          const options = [
            { name: 'Size', value: size },
            { name: 'Crust', value: crust },
          ].filter(({ value }) => value !== '');
          return {
            ...{ row, group: handle, sources: { handle, sku }, name, localized, options },
            texts: {
              'product.price': price,
              'product.is_active': sold,
              'category.id': category,
              'category.name': category,
            },
            ...(clifton !== '' && { branches: new Map([['Clifton', { price: clifton, is_active: sold }]]) }),
          };
        }),
      }),
      ids: { id: 'sku', sku: 'sku' },
    }),
  ],
};

const header = 'Handle,SKU,Name,Urdu,Category,Size,Crust,Price,Sold,Price [Clifton],Barcode';
const karahi = [
  'karahi,K1,Chicken Karahi,,Karahi,Half,,1250,yes,,',
  'karahi,K2,Chicken Karahi,,Karahi,Full,,2400.50,yes,,',
];
const naan = 'naan,N1,Roghni Naan,,Tandoor,,,80,yes,,';
const fileOf = (...rows: string[]) => sourceOf([header, ...rows].join('\n'), 'tandoor.csv');
const menuOf = (rows: readonly string[], decisions: Decisions = {}) =>
  readFile(fileOf(...rows), menuKind, { profiles: [till], ...decisions });
const told = async (rows: readonly string[], decisions?: Decisions) =>
  (await menuOf(rows, decisions)).problems.map(describeProblem);

describe('what an operator has to decide is told once, with the flags', () => {
  it.each<[what: string, rows: string[], said: string, decisions: Decisions]>([
    [
      'variants',
      karahi,
      'tandoor.csv row 2: "Chicken Karahi" (Half; Full) has variants, and Blink has none.\n' +
        '  --variants products makes each a product of its own ("Chicken Karahi, Half"). ' +
        '--variants modifier makes one product of them, with a choice that it requires.',
      { variants: 'products' },
    ],
    [
      'prices that are asked for at the till',
      [naan, 'tip,T,Tip,,Other,,,variable,yes,,', 'bag,B,Bag,,Other,,,Variable,yes,,'],
      'tandoor.csv row 3: 2 rows have no price of their own ("variable") (rows 3 and 4).\n' +
        '  Write their prices in the cells, or leave them out with --skip-variable.',
      { skipVariable: true },
    ],
    [
      'categories',
      [naan, 'chai,C,Chai,,,,,120,yes,,'],
      'tandoor.csv row 3: 1 row has no category.\n' +
        '  --category "Menu" puts them into the category of that name.',
      { category: 'Menu' },
    ],
    [
      'names in two languages',
      ['naan,N1,Roghni Naan,روغنی نان,Tandoor,,,80,yes,,'],
      'tandoor.csv row 2: 1 row has two names, like "Roghni Naan" and "روغنی نان".\n' +
        '  --name name takes the first, --name localized the second, --name both joins them.',
      { name: 'both' },
    ],
  ])('%s', async (_, rows, said, decisions) => {
    expect(await told(rows)).toEqual([said]);
    const decided = await menuOf(rows, decisions);
    expect(decided.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(decided.items.length).toBeGreaterThan(0);
  });

  it('ids and skus, with what would make all of them different', async () => {
    const rows = ['naan,,Roghni Naan,,Tandoor,,,80,yes,,', 'chai,C1,Chai,,Drinks,,,120,yes,,'];
    expect(await told(rows)).toEqual([
      'tandoor.csv row 2: 1 row has no SKU to make the id of.\n  Run again with --id-from handle, --id-from name-slug, or --id-from handle+options: each is different in all rows.',
      'tandoor.csv row 2: 1 row has no SKU to make the sku of.\n  Run again with --sku-from handle, --sku-from name-slug, or --sku-from handle+options: each is different in all rows.',
    ]);
    const { items } = await menuOf(rows, { idFrom: 'handle+options', skuFrom: 'name-slug' });
    expect(items.map(({ id, sku }) => [id, sku])).toEqual([
      ['naan', 'roghni-naan'],
      ['chai', 'chai'],
    ]);
  });

  it('ids that are the same because a spreadsheet shortened them', async () => {
    const rows = ['naan,1.23E+12,Naan,,Tandoor,,,80,yes,,', 'roti,1.23E+12,Roti,,Tandoor,,,60,yes,,'];
    const [id, sku, ...others] = await told(rows);
    expect(others).toEqual([]);
    expect(sku).toContain('several products have one sku');
    expect(id).toBe(
      'tandoor.csv row 2: made of the SKU, several products have one id: "1.23E+12" in rows 2 and 3.\n  The spreadsheet shortened a long number. Format the column as text and type or export it again. Run again with --id-from handle, --id-from name-slug, or --id-from handle+options: each is different in all rows.',
    );
    expect(await told(rows.slice(0, 1))).toEqual([
      expect.stringContaining('got "1.23E+12", expected an id with all its digits.'),
    ]);
  });

  it('ids that come out the same, each with its rows', async () => {
    const decisions: Decisions = { variants: 'products', idFrom: 'handle', skuFrom: 'handle+options' };
    expect(await told([...karahi, naan], decisions)).toEqual([
      'tandoor.csv row 2: made of the handle, several products have one id: "karahi" in rows 2 and 3.\n  Run again with --id-from sku, --id-from name-slug, or --id-from handle+options: each is different in all rows.',
    ]);
  });

  it('and what is left out is told too, so that what comes in goes out or is named', async () => {
    const rows = [naan, 'tip,T,Tip,,Other,,,variable,yes,,0099'];
    expect(await told(rows, { skipVariable: true })).toEqual([
      'tandoor.csv: these columns have no place in a menu and are left out: "Barcode".',
      'tandoor.csv row 3: 1 row has no price of its own ("variable") and is left out.',
    ]);
  });

  it.each<[what: string, rows: string[], said: string]>([
    [
      'an option given twice',
      [...karahi, 'karahi,K3,Chicken Karahi,,Karahi,Half,,1300,yes,,'],
      'tandoor.csv row 2: "Chicken Karahi, Half" is there more than once (rows 2 and 4).',
    ],
    [
      'a product given twice',
      [naan, naan.replace('N1', 'N2'), naan.replace('N1', 'N3')],
      'tandoor.csv row 2: "Roghni Naan" is there more than once (rows 2, 3, and 4).',
    ],
    [
      'a file that was pasted below itself',
      [...karahi, naan, ...karahi, naan],
      'tandoor.csv row 2: 3 products or variants are there more than once, like "Chicken Karahi, Half" (rows 2, 3, 4, 5, 6, and 7).',
    ],
  ])('and %s is wrong whatever is decided', async (_, rows, said) => {
    const hint = '\n  Delete the rows that are too many, or give their variants other names.';
    for (const variants of ['products', 'modifier'] as const)
      expect(await told(rows, { variants })).toEqual([`${said}${hint}`]);
  });

  it('a variant without a value is named as one', async () => {
    const [said] = await told([...karahi, 'karahi,K3,Chicken Karahi,,Karahi,,,1500,yes,,']);
    expect(said).toContain('"Chicken Karahi" (Half; Full; no option) has variants');
  });

  it('but a price that is missing is wrong, and never 0', async () => {
    expect(await told(['chai,C,Chai,,Drinks,,,,yes,,'])).toEqual([
      'tandoor.csv row 2, column H "Price": it is blank, expected a value: every product needs one.',
    ]);
  });
});

describe('variants', () => {
  const half = { id: 'K1', sku: 'K1', name: 'Chicken Karahi, Half', price: 1250 };
  const full = { id: 'K2', sku: 'K2', name: 'Chicken Karahi, Full', price: 2400.5 };
  const optionsOf = async (...rows: string[]) => {
    const { items, problems } = await menuOf(rows, { variants: 'modifier' });
    const [product] = items;
    const modifiers = product?.modifiers?.map(({ name, options }) => [
      name,
      ...options.map((option) => `${option.name} ${option.price}`),
    ]);
    return { items: items.length, price: product?.price, modifiers, problems: problems.map(describeProblem) };
  };

  it('are products', async () => {
    const { items, problems } = await menuOf([...karahi, naan], { variants: 'products' });
    expect(problems).toEqual([]);
    expect(items).toMatchObject([half, full, { id: 'N1', name: 'Roghni Naan' }]);
  });

  it('are options of a product, which cost what they cost more than the cheapest', async () => {
    const [one = '', other = ''] = karahi;
    const { items, problems } = await menuOf([other, naan, one], { variants: 'modifier' });
    expect(problems).toEqual([]);
    expect(items).toMatchObject([
      {
        ...{ id: 'karahi', sku: 'karahi', name: 'Chicken Karahi', price: 1250 },
        modifiers: [
          {
            ...{ id: 'karahi-size', name: 'Size', minimum_options: 1, maximum_options: 1 },
            options: [
              { id: 'karahi-size-full', name: 'Full', sku: 'K2', price: 1150.5 },
              { id: 'karahi-size-half', name: 'Half', sku: 'K1', price: 0 },
            ],
          },
        ],
      },
      { id: 'N1' },
    ]);
  });

  const pizza = (size: string, crust: string, price: number, sold = 'yes') =>
    `pizza,P${size}${crust},Fajita Pizza,,Pizza,${size},${crust},${price},${sold},,`;

  it('of two choices are two modifiers where all prices are sums', async () => {
    const rows = [
      pizza('S', 'Thin', 500),
      pizza('S', 'Pan', 550),
      pizza('L', 'Thin', 900),
      pizza('L', 'Pan', 950),
    ];
    expect(await optionsOf(...rows)).toEqual({
      ...{ items: 1, price: 500 },
      problems: [
        'tandoor.csv row 2: choices are options by themselves, so the skus of their combinations are left out (rows 2, 3, 4, and 5).',
      ],
      modifiers: [
        ['Size', 'S 0', 'L 400'],
        ['Crust', 'Thin 0', 'Pan 50'],
      ],
    });
  });

  it.each([
    [
      'prices are no sums',
      [pizza('S', 'Thin', 500), pizza('S', 'Pan', 550), pizza('L', 'Thin', 900), pizza('L', 'Pan', 999)],
      'L, Pan 499',
    ],
    [
      'a combination is missing',
      [pizza('S', 'Thin', 500), pizza('S', 'Pan', 550), pizza('L', 'Pan', 950)],
      'L, Pan 450',
    ],
    [
      'the dearest combination is missing',
      [pizza('S', 'Thin', 500), pizza('S', 'Pan', 550), pizza('L', 'Thin', 900)],
      'L, Thin 400',
    ],
    [
      'one combination is not sold',
      [
        pizza('S', 'Thin', 500),
        pizza('S', 'Pan', 550),
        pizza('L', 'Thin', 900),
        pizza('L', 'Pan', 950, 'no'),
      ],
      'L, Pan 450',
    ],
  ])('are one flat choice where %s', async (_, rows, dearest) => {
    const { price, modifiers, problems } = await optionsOf(...rows);
    expect(price).toBe(500);
    expect(modifiers).toHaveLength(1);
    expect(modifiers?.[0]).toContain(dearest);
    expect(problems.join()).toContain('each combination is one option (rows 2,');
  });

  it('cost in a branch what they cost more there', async () => {
    const rows = ['k,K1,Karahi,,Karahi,Half,,1250,yes,1300,', 'k,K2,Karahi,,Karahi,Full,,2400,yes,2600,'];
    const { items, problems } = await menuOf(rows, { variants: 'modifier' });
    expect(problems).toEqual([]);
    expect(items).toMatchObject([
      {
        price: 1250,
        branches: [{ id: 'Clifton', price: 1300, is_active: true }],
        modifiers: [
          {
            options: [
              { name: 'Half', price: 0, branches: [{ id: 'Clifton', price: 0 }] },
              { name: 'Full', price: 1150, branches: [{ id: 'Clifton', price: 1300 }] },
            ],
          },
        ],
      },
    ]);
  });

  it('have ids of their own though their names are spelt alike', async () => {
    const rows = [
      'k,K1,Karahi,,Karahi,Half,,1250,yes,,',
      'k,K2,Karahi,,Karahi,Half +,,1300,yes,,',
      'k,K3,Karahi,,Karahi,☕,,1400,yes,,',
    ];
    const { items, problems } = await menuOf(rows, { variants: 'modifier' });
    expect(problems).toEqual([]);
    expect(items[0]?.modifiers?.[0]?.options.map(({ id }) => id)).toEqual([
      'k-size-Half',
      'k-size-Half +',
      'k-size-☕',
    ]);
  });

  it('whose price cannot be read are told, and nothing is made of them', async () => {
    const [one = ''] = karahi;
    const { items, problems } = await menuOf(
      [one, 'karahi,K2,Chicken Karahi,,Karahi,Full,,2400 or so,yes,,'],
      { variants: 'modifier' },
    );
    expect(problems.map(describeProblem).join()).toContain(
      'tandoor.csv row 3, column H "Price": got "2400 or so"',
    );
    expect(items).toEqual([]);
  });

  it('have no stock where they are options, which is told', async () => {
    const kind = stockKind({ noDiscounts: true, prices: new Map() });
    const options = { profiles: [till], variants: 'modifier' } as const;
    const { items, problems } = await readFile(fileOf(...karahi, naan), kind, options);
    expect(items).toMatchObject([{ id: 'N1', price: 80 }]);
    expect(problems.map(describeProblem).join()).toContain('are left out (rows 2 and 3)');
  });
});

describe('the row of sums below a table', () => {
  it.each([
    ['in the first column', 'Grand Total,,,,,,,"3,730.50",,,'],
    ['in the column of names, with a currency', ',,TOTAL:,,,,,Rs 3730.50,,,'],
    ['in Urdu, with nothing else', ',,,,,,کل,,,,'],
  ])('is named as one %s', async (_, totals) => {
    const [said, ...others] = await told([...karahi, totals], { variants: 'products', category: 'Menu' });
    expect(said).toMatch(/^tandoor.csv row 4, column \w "\w+": this looks like a row of totals/);
    expect(others).toEqual([]);
  });

  it('is no dish of that name', async () => {
    const yoghurt = 'total,T1,Total,,Dairy,,,350,yes,,';
    expect((await menuOf([yoghurt])).items).toMatchObject([{ id: 'T1', name: 'Total', price: 350 }]);
  });
});

describe('defaults', () => {
  const lacking = 'chai,C,Chai,,Drinks,,,,,,';

  it('say what blank cells do not', async () => {
    const { items, problems } = await menuOf([naan, lacking], {
      default: ['price=120', 'is_active=no', 'uom=cup'],
    });
    expect(problems).toEqual([]);
    expect(items).toMatchObject([
      { id: 'N1', price: 80, is_active: true, uom: 'cup' },
      { id: 'C', price: 120, is_active: false, uom: 'cup' },
    ]);
  });

  it.each([
    ['is_activ=yes', 'Did you mean "is_active"?'],
    ['is_active', 'write it as field=value'],
    ['is_active=', 'write it as field=value'],
    ['price=much', 'expected a number'],
    ['product_id=1', 'no two of them'],
    ['sku=1', 'no two of them'],
  ])('%s is refused', async (given, why) => {
    await expect(menuOf([naan], { default: [given] })).rejects.toThrow(why);
  });
});
