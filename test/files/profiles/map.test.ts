import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { menuKind } from '../../../src/files/kinds/menu/menu-kind.ts';
import { stockKind } from '../../../src/files/kinds/stock.ts';
import type { Decisions } from '../../../src/files/profiles/decisions.ts';
import { mapFileText, parseMapFile, parseMapping } from '../../../src/files/profiles/map/map-file.ts';
import { mappedProfile } from '../../../src/files/profiles/map/mapped-profile.ts';
import { proposeMap } from '../../../src/files/profiles/map/propose.ts';
import { readFile } from '../../../src/files/read-file.ts';
import { describeProblem } from '../../../src/terminal/problem.ts';
import { sourceOf } from '../menus.ts';

const header = 'Qisam,Naam,Urdu,Qeemat,Size,Extras,Clifton,Notes';
const map = [
  ...['Qisam=category_name', 'Naam=name', 'Urdu=second_name', 'Qeemat=price', 'Size=variants'],
  ...['Extras=modifiers', 'Clifton=price [63]', 'Notes=ignore'],
];
const decided: Decisions = {
  ...{ idFrom: 'name-slug', skuFrom: 'name-slug', name: 'name', variants: 'products' },
  default: ['is_active=yes'],
};
const naan = 'Tandoor,Roghni Naan,روغنی نان,80,,,90,fresh';
const karahi = 'Karahi,Chicken Karahi,,1450,Half|Full,,,';

const read = (rows: readonly string[], decisions: Decisions = decided, columns = map, first = header) =>
  readFile(sourceOf([first, ...rows].join('\n'), 'rates.csv'), menuKind, {
    profiles: [mappedProfile(columns.map(parseMapping), menuKind)],
    ...decisions,
  });
const told = async (...given: Parameters<typeof read>) =>
  (await read(...given)).problems.map(describeProblem);

describe('a sheet of one’s own, by what its columns mean', () => {
  it('becomes products', async () => {
    const { items, problems } = await read([naan]);
    expect(problems).toEqual([]);
    expect(items).toEqual([
      {
        ...{ id: 'roghni-naan', sku: 'roghni-naan', name: 'Roghni Naan', is_active: true, price: 80 },
        category: { id: 'Tandoor', name: 'Tandoor' },
        branches: [{ id: '63', is_active: true, price: 90 }],
      },
    ]);
  });

  it('sells a dish in a branch that has no price of it as everywhere, and not where a column says no', async () => {
    const columns = [...map.slice(0, -2), 'Clifton=price [63]', 'Notes=is_active [63]'];
    const rows = ['Tandoor,Roti,,30,,,,', 'Tandoor,Naan,,80,,,90,no', 'Tandoor,Kulcha,,120,,,,yes'];
    const { items, problems } = await read(rows, decided, columns);
    expect(problems).toEqual([]);
    expect(items.map(({ branches }) => branches)).toEqual([
      undefined,
      [{ id: '63', is_active: false, price: 90 }],
      [{ id: '63', is_active: true }],
    ]);
  });

  it('has two names, of which one is chosen or both', async () => {
    const [both] = (await read([naan], { ...decided, name: 'both' })).items;
    expect(both?.name).toBe('Roghni Naan روغنی نان');
    expect(await told([naan], { ...decided, name: undefined })).toEqual([
      expect.stringContaining('1 row has two names, like "Roghni Naan" and "روغنی نان"'),
    ]);
  });

  it('has several variants of one price in a cell', async () => {
    const { items } = await read([karahi]);
    expect(items.map(({ id, name, price }) => [id, name, price])).toEqual([
      ['chicken-karahi-half', 'Chicken Karahi, Half', 1450],
      ['chicken-karahi-full', 'Chicken Karahi, Full', 1450],
    ]);
  });

  it('has variants of different prices on rows of their own', async () => {
    const rows = ['Karahi,Chicken Karahi,,1450,Half,,,', naan, 'Karahi,Chicken Karahi,,2600,Full,,,'];
    const { items, problems } = await read(rows, { ...decided, variants: 'modifier' });
    expect(problems).toEqual([]);
    expect(items).toHaveLength(2);
    const [{ price, modifiers = [] } = { price: 0 }] = items;
    const options = modifiers?.[0]?.options.map((option) => [option.name, option.price]);
    expect({ price, options }).toEqual({
      price: 1450,
      options: [
        ['Half', 0],
        ['Full', 1150],
      ],
    });
  });

  it('asks for what it does not say, each once', async () => {
    const said = await told([naan, karahi], { name: 'name' });
    expect(said.map((text) => text.split('\n').at(-1)?.trim())).toEqual([
      '--default is_active=yes says that all are.',
      'Run again with --id-from name-slug: each is different in all rows.',
      'Run again with --sku-from name-slug: each is different in all rows.',
      expect.stringContaining('--variants products'),
    ]);
    expect(said[1]).toContain('rates.csv row 2: 2 rows have no product_id to make the id of (rows 2 and 3).');
  });

  it('takes columns by our names where the map says nothing of them', async () => {
    const first = 'product_id,SKU,Naam,is_active,Price,category_id,category_name';
    const row = 'n1,N1,Roghni Naan,no,80,t,Tandoor';
    const { items, problems } = await read([row], {}, ['Naam=name'], first);
    expect(problems).toEqual([]);
    expect(items).toEqual([
      {
        ...{ id: 'n1', sku: 'N1', name: 'Roghni Naan', is_active: false, price: 80 },
        category: { id: 't', name: 'Tandoor' },
      },
    ]);
  });

  it('may have rows for branches and options, as our own files', async () => {
    const first =
      'Code,SKU,Naam,is_active,Price,category_id,category_name,Shop,branch_is_active,branch_price';
    const rows = ['n1,N1,Roghni Naan,yes,80,t,Tandoor,63,yes,90', 'n1,,,,,,,64,no,'];
    const { items, problems } = await read(
      rows,
      {},
      ['Code=product_id', 'Naam=name', 'Shop=branch_id'],
      first,
    );
    expect(problems).toEqual([]);
    expect(items[0]?.branches).toEqual([
      { id: '63', is_active: true, price: 90 },
      { id: '64', is_active: false },
    ]);
  });

  it('loses no column in silence', async () => {
    expect(await told([naan], decided, map.slice(0, -1))).toEqual([
      'rates.csv: these columns have no place in a menu and are left out: "Notes".',
    ]);
  });

  it('gives stock too', async () => {
    const kind = stockKind({ noDiscounts: true, prices: new Map() });
    const profiles = [
      mappedProfile(['Code=product_id', 'Rate=price', 'Qty=stock_quantity [63]'].map(parseMapping), kind),
    ];
    const { items, problems } = await readFile(sourceOf('Code,Rate,Qty\nnaan,80,12\n'), kind, { profiles });
    expect({ items, problems }).toEqual({
      items: [{ id: 'naan', price: 80, discount_price: 0, branches: [{ id: '63', stock_quantity: 12 }] }],
      problems: [],
    });
  });
});

describe('a map that is wrong', () => {
  it.each<[what: string, columns: string[], first: string, said: string]>([
    [
      'names a column that is not there',
      ['Naam=name', 'Qeemt=price'],
      header,
      'rates.csv: the map names a column "Qeemt", which is not there: did you mean "Qeemat"?',
    ],
    [
      'names one that is there twice',
      ['Naam=name', 'Rate=price'],
      'Naam,Rate,Rate',
      'rates.csv: the map names "Rate", which stands twice: in columns B and C.\n  Rename one of them in the sheet.',
    ],
    [
      'has no name of the dish',
      ['Qeemat=price'],
      header,
      'rates.csv: none of its columns is the name of the dish: say which with --map COLUMN=name.',
    ],
  ])('%s', async (_, columns, first, said) => {
    const { items, problems } = await read([naan], decided, columns, first);
    expect(items).toEqual([]);
    expect(problems.map(describeProblem)).toContain(said);
  });

  it.each([
    ['Naam=nmae', /no field "nmae".*/, 'Did you mean "name"?'],
    ['Naam=nothing like it', /no field/, 'The fields are product_id, sku, name'],
  ])('%s', (text, message, hint) => {
    expect(() => mappedProfile([parseMapping(text)], menuKind)).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(message),
        hint: expect.stringContaining(hint),
      }),
    );
  });

  it.each([
    ['price', 'price'],
    ['price [63]', 'Price[63]'],
    ['second_name', 'second_name'],
  ])('has two columns that are %s and %s', (one, other) => {
    const columns = [
      { column: 'Dine-in', meaning: one },
      { column: 'Delivery', meaning: other },
    ];
    expect(() => mappedProfile(columns, menuKind)).toThrow(': "Dine-in" and "Delivery".');
  });

  it.each(['Naam', '=name', 'Naam='])('"%s" is no mapping', (text) => {
    expect(() => parseMapping(text)).toThrow('write it as column=field');
  });
});

describe('a map file', () => {
  it('says what the flags would, and may have comments', () => {
    const text =
      '\ufeff# ours\r\nRate = in Rs=price\r\n\r\n--id-from=name-slug\r\n--default is_active=yes\r\n';
    expect(parseMapFile('m.txt', text)).toEqual({
      columns: [{ column: 'Rate = in Rs', meaning: 'price' }],
      decisions: { idFrom: 'name-slug', default: ['is_active=yes'] },
    });
  });

  it.each([
    ['Naam=name\nQeemat', 'm.txt line 2: "Qeemat" is neither'],
    ['--id-from=row-number', 'm.txt line 1: "--id-from=row-number" is neither'],
    ['--yes=1', 'line 1'],
  ])('%j makes no sense', (text, message) => {
    expect(() => parseMapFile('m.txt', text)).toThrow(message);
  });

  it('comes back as it was written', () => {
    const word = fc.stringMatching(/^[A-Za-z\u0627-\u06cc][A-Za-z\u0627-\u06cc =[\]]{0,8}[a-z]$/);
    const mapping = fc.record({
      column: word,
      meaning: fc.constantFrom('name', 'price', 'price [63]', 'ignore'),
    });
    fc.assert(
      fc.property(fc.array(mapping), fc.boolean(), (columns, all) => {
        const decisions: Decisions = {
          ...(all && { idFrom: 'sku', skuFrom: 'name-slug', variants: 'modifier', category: 'BBQ & Karahi' }),
          default: all ? ['is_active=yes', 'uom=plate'] : [],
        };
        expect(parseMapFile('m.txt', mapFileText('rates.csv', { columns, decisions }))).toEqual({
          columns,
          decisions: all ? decisions : {},
        });
      }),
    );
  });
});

test.each<[header: string, proposed: string]>([
  [
    'Category,Name,Description,Price,Variants,Addons,Badge',
    'category_name name description price variants modifiers tags',
  ],
  ['Qisam,Naam,Qeemat,Tafseel', 'category_name name price description'],
  ['قسم,نام,قیمت', 'category_name name price'],
  // With the letters of windows-1256.
  ['تفصيل,قيمت', 'description price'],
  ['Item Name,Urdu Name,Selling Price,Photo URL', 'name second_name price image'],
  ['Desciption,Categery,Naem', 'description category_name ignore'],
  ['Name,Dish,Rate,Price', 'name ignore ignore price'],
  ['Date,Time,Rating', 'ignore ignore ignore'],
  ['Option 1 name,Option 1 value', 'ignore ignore'],
])('for %s the proposal is %s', (header, proposed) => {
  expect(
    proposeMap(header.split(','), menuKind)
      .map(({ meaning }) => meaning)
      .join(' '),
  ).toBe(proposed);
});
