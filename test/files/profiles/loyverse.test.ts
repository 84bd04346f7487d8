import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReadOptions } from '../../../src/files/kinds/file-kind.ts';
import { menuKind } from '../../../src/files/kinds/menu/menu-kind.ts';
import { stockKind } from '../../../src/files/kinds/stock.ts';
import { loyverseColumns } from '../../../src/files/profiles/loyverse-columns.ts';
import { readFile } from '../../../src/files/read-file.ts';
import { fileSource } from '../../../src/files/readers/source.ts';
import { csvLine } from '../../../src/terminal/csv.ts';
import { describeProblem } from '../../../src/terminal/problem.ts';
import { sourceOf } from '../menus.ts';

const fixture = readFileSync('fixtures/tills/loyverse.csv', 'utf8');
const modifiers = fileSource('fixtures/tills/loyverse-modifiers.csv');
const decided: ReadOptions = {
  ...{ variants: 'products', skipVariable: true, category: 'Menu', default: ['uom=kg'], modifiers },
};

const menuOf = (text: string, options: ReadOptions = {}) =>
  readFile(sourceOf(text, 'loyverse.csv'), menuKind, options);
const noPrices = stockKind({ noDiscounts: true, prices: new Map() });
const stockOf = (text: string, options: ReadOptions = {}) =>
  readFile(sourceOf(text, 'loyverse.csv'), noPrices, {
    skipVariable: true,
    variants: 'products',
    ...options,
  });
const errorsIn = ({ problems }: Awaited<ReturnType<typeof menuOf | typeof stockOf>>) =>
  problems.filter(({ severity }) => severity === 'error').map(describeProblem);

describe('an export of Loyverse', () => {
  it('is known, and what has to be decided is told once each', async () => {
    const file = await menuOf(fixture);
    expect(file).toMatchObject({ till: 'Loyverse', lacking: ['Sauces', 'Hot or Iced'] });
    expect(errorsIn(file)).toEqual([
      'loyverse.csv row 2: "Chicken Karahi چکن کڑاہی" (Half; Full) has variants, and Blink has none.\n  --variants products makes each a product of its own ("Chicken Karahi چکن کڑاہی, Half"). --variants modifier makes one product of them, with a choice that it requires.',
      'loyverse.csv row 2, column Z "Modifier - "Sauces"": modifiers are named, but not what is in them: Sauces and Hot or Iced.\n  Give the file that has their options with --modifiers FILE.',
      'loyverse.csv row 8: 1 row is sold by weight, and the file does not say in which unit.\n  --default uom=kg says that prices are for a kilogram.',
      'loyverse.csv row 9: 1 row has no price of its own ("variable").\n  Write their prices in the cells, or leave them out with --skip-variable.',
      'loyverse.csv row 10: 1 row has no category.\n  --category "Menu" puts them into the category of that name.',
    ]);
  });

  it('is a menu when that is decided, and what has no place in it is told', async () => {
    const { items, problems } = await menuOf(fixture, decided);
    expect(problems.map(describeProblem)).toEqual([
      'loyverse.csv: these columns have no place in a menu and are left out: "Cost", "SKU of included item", "Quantity of included item", "Track stock", "Use production", "In stock [Clifton]", "Low stock [Clifton]", and "Tax - "GST" (16%)".',
      'loyverse.csv row 7: what composite items are made of has no place in Blink.',
      'loyverse.csv row 9: 1 row has no price of its own ("variable") and is left out.',
    ]);
    expect(items.map(({ id, name, price, uom }) => [id, name, price, uom])).toEqual([
      ['10001', 'Chicken Karahi چکن کڑاہی, Half', 1250, undefined],
      ['10002', 'Chicken Karahi چکن کڑاہی, Full', 2400.5, undefined],
      ['10003', 'Roghni Naan', 80, undefined],
      ['10004', 'Doodh Patti ☕', 150, undefined],
      ['10005', 'Family Deal', 3200, undefined],
      ['10006', 'Mixed Mithai', 1800, 'kg'],
      ['10008', 'Gulab Jamun', 120, undefined],
    ]);
    const [half, full] = items;
    expect(half).toMatchObject({
      description: 'With tomatoes & green chillies.\nSautéed in desi ghee.',
      category: { id: 'Karahi', name: 'Karahi' },
      modifiers: [{ id: 'Sauces', maximum_options: 2, options: [{ price: 60 }, { price: 40 }] }],
    });
    expect(full?.modifiers).toEqual(half?.modifiers);
    expect(full?.category).toEqual(half?.category);
  });

  it('has one product of variants where they are a modifier', async () => {
    const { items, problems } = await menuOf(fixture, { ...decided, variants: 'modifier' });
    expect(problems.some(({ severity }) => severity === 'error')).toBe(false);
    expect(items[0]).toMatchObject({
      ...{ id: 'chicken-karahi', name: 'Chicken Karahi چکن کڑاہی', price: 1250 },
      modifiers: [
        {
          name: 'Size',
          options: [
            { name: 'Half', price: 0 },
            { name: 'Full', price: 1150.5 },
          ],
        },
        { id: 'Sauces' },
      ],
    });
  });

  it('has stock, for the branch that the operator names', async () => {
    expect(errorsIn(await stockOf(fixture))).toEqual([
      'loyverse.csv row 5, column W "In stock [Clifton]": got "-3.000", expected a whole number from 0.\n  To send 0 for negative stock, run again with --negative-stock zero.',
    ]);
    const { items, problems } = await stockOf(fixture, { negativeStock: 'zero', branch: '63' });
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    const stock = items.map(({ id, price, branches }) => [
      id,
      price,
      branches[0]?.id,
      branches[0]?.stock_quantity,
    ]);
    expect(stock).toContainEqual(['10003', 80, '63', 120]);
    expect(stock).toContainEqual(['10004', 150, '63', 0]);
    expect(items).toHaveLength(7);
  });

  it('takes the prices of what is asked for at the till from a menu', async () => {
    const kind = stockKind({ noDiscounts: true, prices: new Map([['10007', 25]]) });
    const options = { variants: 'products', negativeStock: 'zero' } as const;
    const { items, problems } = await readFile(sourceOf(fixture), kind, options);
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(items.find(({ id }) => id === '10007')).toMatchObject({
      price: 25,
      branches: [{ stock_quantity: 900 }],
    });
  });
});

describe('stores are branches where there are several', () => {
  const header =
    'Handle,SKU,Name,Category,Sold by weight,Available for sale [Clifton],Price [Clifton],In stock [Clifton],Available for sale [Saddar],Price [Saddar],In stock [Saddar]';
  const fileOf = (...rows: string[]) => [header, ...rows].join('\n');

  it('with the price and the stock of each', async () => {
    const { items, problems } = await menuOf(
      fileOf('naan,1,Naan,Breads,N,Y,80,12.000,N,90,0.000', 'chai,2,Chai,Drinks,N,Y,150,,Y,150,'),
    );
    expect(problems.map(describeProblem)).toEqual([
      'loyverse.csv row 2: 1 row has a price of its own in each store; in branches that are not in the file it is that of "Clifton".',
    ]);
    expect(items).toMatchObject([
      {
        ...{ price: 80, is_active: true },
        branches: [
          { id: 'Clifton', price: 80, is_active: true, stock_quantity: 12 },
          { id: 'Saddar', price: 90, is_active: false, stock_quantity: 0 },
        ],
      },
      { price: 150, branches: [{ price: 150 }, { price: 150 }] },
    ]);
  });

  it('unless one of them is wanted', async () => {
    const file = fileOf('naan,1,Naan,Breads,N,Y,80,12.000,N,90,0.000');
    const { items, problems } = await menuOf(file, { branch: 'saddar' });
    expect(problems.map(describeProblem)).toEqual([
      'loyverse.csv: of the stores "Clifton" and "Saddar" only "Saddar" is read.',
      'loyverse.csv: these columns have no place in a menu and are left out: "Available for sale [Clifton]", "Price [Clifton]", and "In stock [Clifton]".',
    ]);
    expect(items).toMatchObject([
      { price: 90, is_active: false, branches: [{ id: 'Saddar', stock_quantity: 0 }] },
    ]);
    expect(errorsIn(await menuOf(file, { branch: 'Malir' }))).toEqual([
      'loyverse.csv: there is no store "Malir" in this file: it has "Clifton" and "Saddar".\n  Give --branch one of these names.',
    ]);
  });
});

const spanish =
  'Handle,REF,Nombre,Categoria,Descripción,Vendido por peso,Opción 1 nombre,Opción 1 valor,Opción 2 nombre,Opción 2 valor,Opción 3 nombre,Opción 3 valor';
const afterOptions = {
  old: 'Coste,Codigo de barras,REF del componente,Cantidad del componente,Seguir el Inventario',
  withDefault:
    'Precio por defecto,Coste,Codigo de barras,REF del componente,Cantidad del componente,Seguir el Inventario',
  today:
    'Coste,Codigo de barras,REF del componente,Cantidad del componente,Seguir el Inventario,Usar prodcucción,Proveedor,Costo de compra',
};
const store =
  'Disponibles para la venta [Obrador],Precio [Obrador],En inventario [Obrador],Existencias bajas [Obrador]';

describe('headers in other languages are known by their places', () => {
  it.each<[keyof typeof afterOptions, price: number, defaultPrice: number]>([
    ['old', 18, -1],
    ['withDefault', 19, 12],
    ['today', 21, -1],
  ])('%s', (which, price, defaultPrice) => {
    const header = `${spanish},${afterOptions[which]},${store},"modificador - ""Salsas""","impuesto - ""IVA 4%"" (4%)"`;
    const cells = header.split(',').map((cell) => cell.replace(/^"|"$/g, '').replaceAll('""', '"'));
    const found = loyverseColumns(cells);
    expect(found).toMatchObject({ defaultPrice, stores: [{ name: 'Obrador', available: price - 1, price }] });
    expect(found?.modifiers).toEqual([{ name: 'Salsas', index: price + 3 }]);
  });

  it('and read as in English', async () => {
    const rows = [
      'pan,10205,1 kg Pagès,pa,,N,,,,,,,0.00,,,,N,Y,3.90,,',
      'coca,10206,Coca,pa,<p>Past&iacute;s</p>,N,Mida,Gran,,,,,0.00,,,,N,Y,4.50,,',
    ];
    const { items, problems, till } = await menuOf(
      [`${spanish},${afterOptions.old},${store}`, ...rows].join('\n'),
    );
    expect(till).toBe('Loyverse');
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(items).toMatchObject([
      { id: '10205', name: '1 kg Pagès', price: 3.9, is_active: true },
      { id: '10206', name: 'Coca, Gran', price: 4.5, description: 'Pastís' },
    ]);
  });

  it.each([
    ['our own', 'product_id,sku,name,is_active,price,category_id,category_name'],
    [
      'one that has branches in brackets',
      'product_id,sku,name,is_active,price,category_id,category_name,price [63],is_active [63],stock_quantity [63]',
    ],
    ['fewer columns before the stores', `${spanish},Coste,${store}`],
    [
      'options that are not numbered',
      `${spanish.replace('2 valor', '3 valor')},${afterOptions.old},${store}`,
    ],
  ])('%s are not', (_, header) => {
    expect(loyverseColumns(header.split(','))).toBeUndefined();
  });
});

describe('a spreadsheet that saved the export again', () => {
  const header =
    'Handle;SKU;Name;Category;Sold by weight;Available for sale [Clifton];Price [Clifton];In stock [Clifton]';
  const fileOf = (...rows: string[]) => [header, ...rows].join('\n');

  it('may have made thousands of stock, which is refused', async () => {
    expect(errorsIn(await stockOf(fileOf('naan;1;Naan;Breads;N;Y;80,50;19000')))).toEqual([
      'loyverse.csv row 2: a spreadsheet saved this export again, and may have made 19000 of 19.000 in stock.\n  Export it again from Loyverse, and give that file as it is.',
    ]);
  });

  it('left it alone where it still has its three decimals', async () => {
    const { items } = await stockOf(
      fileOf('naan;1;Naan;Breads;N;Y;80,50;19.000', 'chai;2;Chai;Drinks;N;Y;150;7,000'),
    );
    expect(items.map(({ price, branches }) => [price, branches[0]?.stock_quantity])).toEqual([
      [80.5, 19],
      [150, 7],
    ]);
  });

  it('leaves prices that could mean two things, which are refused with the flags', async () => {
    const [problem] = errorsIn(await menuOf(fileOf('naan;1;Naan;Breads;N;Y;1.250;')));
    expect(problem).toContain(
      'It could mean 1250 or 1.250: run again with --decimal-comma or --thousands ","',
    );
  });

  it('that parts columns by commas may have written prices in another way all the same', async () => {
    const withPrices = (...prices: string[]) => {
      const rows = prices.map((price, i) => [
        `dish${i}`,
        String(i),
        `Dish ${i}`,
        'Menu',
        'N',
        'Y',
        price,
        '',
      ]);
      return [header.split(';'), ...rows].map(csvLine).join('');
    };
    const grouped = withPrices('1.250', '80', '2.400');
    expect(errorsIn(await menuOf(grouped))).toEqual([
      'loyverse.csv row 2: 2 rows have a price like "1.250" beside "80", and a spreadsheet may have made it of 1250 (rows 2 and 4).\n  If it is 1250, run again with --decimal-comma, if it is 1.25, with --thousands ",".',
    ]);
    const pricesOf = async (text: string, options?: ReadOptions) =>
      (await menuOf(text, options)).items.map(({ price }) => price);
    expect(await pricesOf(grouped, { decimalComma: true })).toEqual([1250, 80, 2400]);
    expect(await pricesOf(grouped, { thousands: ',' })).toEqual([1.25, 80, 2.4]);
    // Dinars have three decimals everywhere.
    expect(await pricesOf(withPrices('1.250', '0.500'))).toEqual([1.25, 0.5]);
    const commas = withPrices('1250,50', '80,00');
    expect(errorsIn(await menuOf(commas)).join()).toContain(
      'Loyverse writes a point before decimals. If a spreadsheet made that a comma, run again with --decimal-comma.',
    );
    expect(await pricesOf(commas, { decimalComma: true })).toEqual([1250.5, 80]);
  });
});

const names = loyverseHeader();

function loyverseHeader(): string[] {
  const [header = ''] = fixture.split('\n');
  return header
    .split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/)
    .map((cell) => cell.replace(/^"|"$/g, '').replaceAll('""', '"'));
}

const garbage = fc.array(
  fc.array(
    fc.oneof(fc.constantFrom('', 'Y', 'variable', '-3.000', '<p>a', '&eacute;'), fc.string({ maxLength: 8 })),
    {
      maxLength: names.length,
    },
  ),
  { maxLength: 12 },
);

it('any cells are a menu, or are told', async () => {
  await fc.assert(
    fc.asyncProperty(garbage, fc.constantFrom('products', 'modifier'), async (rows, variants) => {
      const text = [names, ...rows].map((cells) => csvLine(cells)).join('');
      const { items, problems } = await menuOf(text, { ...decided, variants });
      const isRight = problems.every(({ severity }) => severity !== 'error');
      if (isRight) expect(items.every(({ price }) => Number.isFinite(price))).toBe(true);
      expect(items.length === 0 && isRight && rows.flat().some((cell) => cell.trim() !== '')).toBe(false);
    }),
  );
});

/** A row as Loyverse writes it, but for its sku. */
const row = fc.record({
  handle: fc.constantFrom('karahi', 'naan', 'چائے', 'a/b | ☕'),
  option: fc.constantFrom('Half', 'Full'),
  price: fc.constantFrom('80', '1250.50', '0.00', 'variable'),
  sold: fc.constantFrom('Y', 'N'),
  isPart: fc.constantFrom(false, false, true),
});

function cellsOf(
  { handle, option, price, sold, isPart }: typeof row extends fc.Arbitrary<infer T> ? T : never,
  i: number,
): string[] {
  const cells: Record<string, string> = isPart
    ? { Handle: handle, 'SKU of included item': '10001', 'Quantity of included item': '2.000' }
    : {
        ...{ Handle: handle, SKU: String(20000 + i), Name: `Dish of ${handle}`, Category: 'Dishes' },
        ...{ 'Sold by weight': 'N', 'Option 1 name': 'Size', 'Option 1 value': `${option} ${i}` },
        ...{ 'Available for sale [Clifton]': sold, 'Price [Clifton]': price },
      };
  return names.map((name) => cells[name] ?? '');
}

it('as many rows as go in come out as products, or are told as left out', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 9 }), async (rows) => {
      const text = [names, ...rows.map(cellsOf)].map((cells) => csvLine(cells)).join('');
      const { items, problems } = await menuOf(text, decided);
      expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
      const told = problems
        .filter(({ row: place }) => place !== undefined)
        .map(({ message = '' }) => {
          const [, places = '1'] = /\(rows ([^)]*)\)/.exec(message) ?? [];
          return places.match(/\d+/g)?.length ?? 0;
        });
      expect(items.length + told.reduce((sum, count) => sum + count, 0)).toBe(rows.length);
    }),
  );
});
