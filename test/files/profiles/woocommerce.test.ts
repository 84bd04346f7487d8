import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReadOptions } from '../../../src/files/kinds/file-kind.ts';
import { menuKind } from '../../../src/files/kinds/menu/menu-kind.ts';
import { stockKind } from '../../../src/files/kinds/stock.ts';
import { woocommerce } from '../../../src/files/profiles/woocommerce.ts';
import { attributePlaces, placesInOrder } from '../../../src/files/profiles/woocommerce-columns.ts';
import { readFile } from '../../../src/files/read-file.ts';
import { csvLine } from '../../../src/terminal/csv.ts';
import { describeProblem } from '../../../src/terminal/problem.ts';
import { sourceOf } from '../menus.ts';

/** French, with a comma before decimals; the variations stand far from their parent, and name it in two ways. */
const fixture = readFileSync('fixtures/tills/woocommerce.csv', 'utf8');
const menuOf = (text: string, options: ReadOptions = { variants: 'products' }) =>
  readFile(sourceOf(text, 'wc-product-export.csv'), menuKind, options);
const stock = stockKind({ noDiscounts: false, prices: new Map() });
const stockOf = (text: string, options: ReadOptions) =>
  readFile(sourceOf(text, 'wc-product-export.csv'), stock, { variants: 'products', ...options });
type File = Awaited<ReturnType<typeof menuOf | typeof stockOf>>;
const told = ({ problems }: File, which: 'error' | 'warning') =>
  problems
    .filter(({ severity }) => severity === which)
    .map((one) => describeProblem(one).replace(/^wc-product-export\.csv/, ''));

const lines = (...rows: (readonly string[])[]) => rows.map((row) => csvLine(row)).join('');
const header = ['ID', 'Type', 'SKU', 'Name', 'Published', 'Visibility in catalog', 'Sale price'];
const more = ['Regular price', 'Categories', 'Parent', 'Stock', 'Date sale price ends'];
const attribute = ['Attribute 1 name', 'Attribute 1 value(s)', 'Attribute 1 visible', 'Attribute 1 global'];
const fileOf = (...rows: string[][]) => lines([...header, ...more, ...attribute], ...rows);
const naan = [
  '12',
  'simple',
  'NAN',
  'Roghni Naan',
  '1',
  'visible',
  '',
  '80.00',
  'Breads',
  '',
  '',
  '',
  '',
  '',
  '',
  '',
];
const karahi = [
  '11',
  'variable',
  'KAR',
  'Karahi',
  '1',
  'visible',
  '',
  '',
  'Karahi',
  '',
  '',
  '',
  'Size',
  'Half, Full',
  '1',
  '0',
];
const half = [
  '21',
  'variation',
  'KAR-H',
  'Karahi - Half',
  '1',
  'visible',
  '',
  '1250',
  '',
  'KAR',
  '6',
  '',
  'Size',
  'Half',
  '',
  '0',
];

describe('a product export of WooCommerce', () => {
  it('is known in any language, and its variants are to be decided', async () => {
    const file = await menuOf(fixture, {});
    expect(file.till).toBe('WooCommerce');
    expect(told(file, 'error')).toEqual([
      expect.stringContaining('"Karahi de poulet چکن کڑاہی" (Demi; Entier) has variants, and Blink has none'),
    ]);
  });

  it('is a menu when that is decided, with what it says in the cells of its parent', async () => {
    const file = await menuOf(fixture);
    expect(told(file, 'error')).toEqual([]);
    expect(
      file.items.map(({ id, sku, name, price, is_active }) => [id, sku, name, price, is_active]),
    ).toEqual([
      ['12', 'NAN-01', 'Roghni Naan', 2.5, true],
      ['13', 'LAS-01', 'Lassi & menthe', 3.5, true],
      ['14', 'KHE-01', 'Kheer', 4.25, false],
      ['21', 'KAR-D', 'Karahi de poulet چکن کڑاہی, Demi', 12.5, true],
      ['22', 'KAR-E', 'Karahi de poulet چکن کڑاہی, Entier', 24, true],
    ]);
    expect(file.items[3]).toMatchObject({
      description: 'Préparé à la minute.\nPour deux & plus.',
      image: 'https://images.example.com/karahi.jpg',
      category: { id: 'Plats > Karahi', name: 'Karahi' },
    });
    expect(file.items[2]?.category).toEqual({ id: 'Desserts, douceurs', name: 'Desserts, douceurs' });
  });

  it('tells what has no place in a menu', async () => {
    expect(told(await menuOf(fixture), 'warning')).toEqual([
      expect.stringContaining('these columns have no place in a menu and are left out: "Mis en avant ?"'),
      expect.stringContaining('1 row has further pictures, which are left out'),
      expect.stringContaining('3 rows have stock, which is left out: --branch says whose it is'),
      expect.stringContaining('1 row has a sale price, and a menu has no place for it'),
      expect.stringContaining('1 row has several categories: the first is taken'),
    ]);
  });

  it('has a choice of what its variations are', async () => {
    const { items } = await menuOf(fixture, { variants: 'modifier' });
    expect(items.at(-1)).toMatchObject({
      ...{ id: '11', price: 12.5 },
      modifiers: [
        {
          ...{ name: 'Taille', minimum_options: 1, maximum_options: 1 },
          options: [
            { name: 'Demi', sku: 'KAR-D', price: 0 },
            { name: 'Entier', sku: 'KAR-E', price: 11.5 },
          ],
        },
      ],
    });
  });

  it('has regular prices, sale prices and the stock of a branch', async () => {
    const { items, problems } = await stockOf(fixture, { branch: '63' });
    expect(problems).toEqual([]);
    expect(
      items.map(({ id, price, discount_price, branches }) => [id, price, discount_price, branches]),
    ).toEqual([
      ['12', 2.5, 0, [{ id: '63', stock_quantity: 30 }]],
      ['13', 3.5, 3.2, [{ id: '63', stock_quantity: 0 }]],
      ['14', 4.25, 0, []],
      ['21', 12.5, 0, [{ id: '63', stock_quantity: 6 }]],
      ['22', 24, 0, [{ id: '63', stock_quantity: 4 }]],
    ]);
  });

  it.each<[what: string, row: string[], said: string]>([
    ['a draft', naan.with(4, "'-1"), 'no'],
    ['a private product', naan.with(4, '0'), 'no'],
    ['a product that is hidden in the shop', naan.with(5, 'hidden'), 'no'],
    ['a published product', naan, 'yes'],
  ])('%s is sold or not', async (_, row, sold) => {
    const { items } = await menuOf(fileOf(row));
    expect(items.map(({ is_active }) => is_active)).toEqual([sold === 'yes']);
  });

  it.each<[what: string, rows: string[][], said: string]>([
    ['a variation without its parent', [half], '1 row has a parent that is not in the file, like "KAR"'],
    ['what cannot be bought', [naan.with(7, '')], '1 row has no regular price'],
    ['a state that it does not have', [naan.with(4, '7')], 'got "7", expected yes or no'],
  ])('refuses %s', async (_, rows, said) => {
    expect(told(await menuOf(fileOf(naan.with(0, '1').with(2, 'N0'), ...rows)), 'error')).toEqual([
      expect.stringContaining(said),
    ]);
  });

  it.each<[what: string, rows: string[][], said: string]>([
    ['a product without variations', [naan, karahi], '1 row has no variations in the file'],
    ['collections', [naan, naan.with(1, 'grouped')], 'no dish of the shop (grouped or external)'],
    ['types that it does not know', [naan.with(1, 'bundle')], 'a type of an extension, like "bundle"'],
    ['attributes of what has no variations', [naan.with(12, 'Bread').with(13, 'Leavened')], 'has attributes'],
    [
      'what is left out without a price',
      [naan, naan.with(0, '13').with(7, '')],
      '1 row has no regular price and is left out',
    ],
  ])('leaves out %s, and says so', async (_, rows, said) => {
    const file = await menuOf(fileOf(...rows), { skipVariable: true });
    expect(told(file, 'error')).toEqual([]);
    expect(told(file, 'warning').join()).toContain(said);
    expect(file.items.map(({ name }) => name)).toEqual(['Roghni Naan']);
  });

  it('does not know which sale prices hold today', async () => {
    const row = naan.with(6, '70.00').with(11, '2026-12-01');
    expect(told(await stockOf(fileOf(row), {}), 'error')).toEqual([
      expect.stringContaining('1 row has a sale price that holds on some days only'),
    ]);
    expect(told(await menuOf(fileOf(row)), 'error')).toEqual([]);
  });

  it('names a variation without attributes by what it adds to the name of its parent', async () => {
    const text = fileOf(karahi, half.with(12, '').with(13, ''));
    expect((await menuOf(text)).items.map(({ name }) => name)).toEqual(['Karahi, Half']);
  });

  it('may begin with a blank line, a tab and a byte order mark', async () => {
    const { items, till } = await menuOf(`\n\t\ufeff${fileOf(naan)}`);
    expect([till, items.length]).toEqual(['WooCommerce', 1]);
  });
});

/** The columns of a whole export, from the first version on that has one. */
const order = (isLater: boolean, hasCode: boolean) => [
  ...[
    'ID',
    'Tür',
    'Stok kodu (SKU)',
    ...(hasCode ? ['GTIN, UPC, EAN ya da ISBN'] : []),
    'İsim',
    'Yayımlanmış',
  ],
  ...[
    'Öne çıkan?',
    'Katalogda görünürlük',
    'Kısa açıklama',
    'Açıklama',
    'Başlangıç',
    'Bitiş',
    'Vergi',
    'Vergi sınıfı',
  ],
  ...['Stokta?', 'Stok', ...(isLater ? ['Düşük stok'] : []), 'Ön sipariş?', 'Ayrı ayrı?', 'Ağırlık (kg)'],
  ...['Uzunluk (cm)', 'Genişlik (cm)', 'Yükseklik (cm)', 'Yorum?', 'Not', 'İndirimli fiyat', 'Normal fiyat'],
  ...['Kategoriler', 'Etiketler', 'Gönderim', 'Görseller', 'Limit', 'Gün', 'Ebeveyn', 'Grup'],
];

describe('a whole export in a language that nobody has seen', () => {
  it.each<[isLater: boolean, hasCode: boolean]>([
    [false, false],
    [true, false],
    [true, true],
  ])('has its columns in the order of all others: %s, %s', (isLater, hasCode) => {
    const names = order(isLater, hasCode);
    const found = [...placesInOrder(names)].map(([column, place]) => [column, names[place]]);
    expect(Object.fromEntries(found)).toEqual({
      ...{ id: 'ID', type: 'Tür', sku: 'Stok kodu (SKU)', name: 'İsim', published: 'Yayımlanmış' },
      ...{ visibility: 'Katalogda görünürlük', summary: 'Kısa açıklama', description: 'Açıklama' },
      ...{ saleStarts: 'Başlangıç', saleEnds: 'Bitiş', inStock: 'Stokta?', stock: 'Stok' },
      ...{ salePrice: 'İndirimli fiyat', price: 'Normal fiyat', categories: 'Kategoriler' },
      ...{ tags: 'Etiketler', images: 'Görseller', parent: 'Ebeveyn' },
    });
    expect(woocommerce.tables[0].countKnown(names, menuKind)).toBeGreaterThan(10);
  });

  it('but not a part of one, and not the file of somebody else', () => {
    expect(placesInOrder(order(true, true).slice(0, 12)).size).toBe(0);
    expect(placesInOrder(['Kod', ...order(true, true).slice(1)]).size).toBe(0);
    expect(woocommerce.tables[0].countKnown(['id', 'name', 'sku', 'price'], menuKind)).toBe(0);
  });

  it('and attributes by their numbers, which downloads and other data have too', () => {
    const names = [
      'Nombre del atributo 1',
      'Valor(es) 1',
      'Visible 1',
      'Global 1',
      'Meta: x1',
      'Descarga 1',
      'URL 1',
    ];
    expect(attributePlaces(names)).toEqual([{ name: 0, value: 1, columns: [0, 1, 2, 3] }]);
  });
});

const blankOr = (...texts: string[]) => fc.constantFrom('', ...texts);
const anyRow = fc.tuple(
  ...[
    blankOr('1', '2', '3'),
    blankOr('simple', 'variable', 'variation', 'grouped', 'bundle', 'simple, virtual'),
  ],
  ...[
    blankOr('A', 'B'),
    blankOr('Naan', 'چائے'),
    blankOr('1', '0', "'-1", 'x'),
    blankOr('hidden', 'visible'),
  ],
  ...[
    blankOr('70', 'x'),
    blankOr('80', '1,250', '2,5', '3.5'),
    blankOr('A > B, C', 'B\\, C', ','),
    blankOr('A', 'id:1'),
  ],
  ...[
    blankOr('4', 'parent', '-2'),
    blankOr('2026-12-01'),
    blankOr('Size'),
    blankOr('Half'),
    blankOr('1'),
    blankOr('0'),
  ],
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
    fc.asyncProperty(fc.array(anyRow, { minLength: 1, maxLength: 8 }), decisions, async (rows, decided) => {
      const filled = rows.filter((row) => row.some((cell) => cell !== ''));
      for (const file of [await menuOf(fileOf(...rows), decided), await stockOf(fileOf(...rows), decided)]) {
        expect(file.items.length + file.problems.length).toBeGreaterThanOrEqual(Math.min(1, filled.length));
      }
    }),
  );
});

it('each row comes out as a product, or as the parent of one, or is told as left out', async () => {
  const kind = fc.constantFrom('simple', 'variable', 'grouped', 'priceless');
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(kind, fc.nat(3)), { minLength: 1, maxLength: 5 }), async (made) => {
      const rows = made.flatMap(([type, count], i) => {
        const own = [`${i}`, type === 'priceless' ? 'simple' : type, `S${i}`];
        const parent = [...own, ...naan.slice(3)].with(7, type === 'simple' ? '80' : '');
        const variations = Array.from({ length: type === 'variable' ? count : 0 }, (_, j) =>
          [`${i}-${j}`, 'variation', `S${i}-${j}`, ...half.slice(3)].with(9, `S${i}`).with(13, `Size ${j}`),
        );
        return [...variations, parent];
      });
      const { items, problems } = await menuOf(fileOf(...rows), { variants: 'products', skipVariable: true });
      expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
      const said = problems.map(({ message = '' }) => message);
      const count = (what: string) =>
        Number(/^\d+/.exec(said.find((message) => message.includes(what)) ?? '0')?.[0]);
      const parents = made.filter(([type, variations]) => type === 'variable' && variations > 0).length;
      const left = count('no variations') + count('grouped') + count('no regular price');
      expect(items.length + parents + left).toBe(rows.length);
    }),
  );
});
