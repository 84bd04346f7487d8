import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CellRules } from '../../../src/files/cells/cells.ts';
import { stockKind } from '../../../src/files/kinds/stock.ts';
import { readFile } from '../../../src/files/read-file.ts';
import { csvOf, dish, read, sourceOf, worded } from '../menus.ts';

/** A menu with one product for each price. */
function menuOf(prices: readonly string[], delimiter = ','): string {
  return csvOf(
    prices.map((price, i) => dish({ product_id: `p${i}`, sku: `S${i}`, price })),
    delimiter,
  );
}

async function pricesOf(cells: readonly string[], rules: CellRules = {}, delimiter = ',') {
  const { items: products, problems } = await read(menuOf(cells, delimiter), rules);
  const errors = problems.filter(({ severity }) => severity === 'error');
  return errors.length > 0 ? errors.map(({ value }) => value) : products.map(({ price }) => price);
}

describe('what is certain decides what is not', () => {
  it.each<[cells: string[], amounts: number[]]>([
    [
      ['1.250', '12,50'],
      [1250, 12.5],
    ],
    [
      ['1.250', '0,5', '450'],
      [1250, 0.5, 450],
    ],
    [
      ['1.250', '1.250,00'],
      [1250, 1250],
    ],
    [
      ['1.250', '1.250.000'],
      [1250, 1_250_000],
    ],
    [
      ['1.250', '12.5'],
      [1.25, 12.5],
    ],
    [
      ['1.250', '0.250'],
      [1.25, 0.25],
    ],
    [
      ['1,250', '12.50', '1,25,000'],
      [1250, 12.5, 125_000],
    ],
    [
      ['1,250', '1,250,000'],
      [1250, 1_250_000],
    ],
    [
      ['1,250', '12,5'],
      [1.25, 12.5],
    ],
    [
      ['۱.۲۵۰', '١٢,٥'],
      [1250, 12.5],
    ],
  ])('%j', async (cells, amounts) => {
    expect(await pricesOf(cells, {}, ';')).toEqual(amounts);
    expect(await pricesOf(cells.toReversed(), {}, '\t')).toEqual(amounts.toReversed());
  });

  it('and is told once, with the cell that decided', async () => {
    const menu = await read(menuOf(['450', '1.250', '2.500', '12,50'], ';'));
    expect(worded(menu)).toEqual([
      'menu.csv row 3, column E "price": "1.250" is read as 1250: in row 5 ("12,50") a comma stands before decimals.\n' +
        '  If it means something else, run again with --thousands ",".',
    ]);
  });

  it('in whatever column of amounts or numbers it stands', async () => {
    const rows = [
      dish({
        branch_id: '63',
        branch_is_active: 'yes',
        branch_price: '1.250',
        branch_stock_quantity: '1.000',
      }),
      dish({ branch_id: '64', branch_is_active: 'yes', branch_price: '99,90', branch_stock_quantity: '3' }),
    ];
    const { items: products } = await read(csvOf(rows, ';'));
    expect(products[0]?.branches).toMatchObject([
      { price: 1250, stock_quantity: 1000 },
      { price: 99.9, stock_quantity: 3 },
    ]);
  });

  it('also over a hundred thousand rows that say nothing', async () => {
    const cells = Array.from({ length: 100_001 }, () => '1.250');
    expect(new Set(await pricesOf([...cells, '12,5'], {}, ';'))).toEqual(new Set([1250, 12.5]));
  });

  it('in a file of its own: the modifiers are read as theirs is written', async () => {
    const modifiers = csvOf(
      [
        { option_id: 'half', option_price: '1.250' },
        { option_id: 'full', option_price: '99,5' },
      ].map((option) => ({
        ...{ modifier_id: 'size', modifier_name: 'Size', maximum_options: '1', modifier_priority: '1' },
        ...{ option_name: 'Size', option_is_active: 'yes', option_priority: '1', ...option },
      })),
      ';',
    );
    const menu = await read(csvOf([dish({ price: '12.5', modifiers: 'size' })]), {
      modifiers: sourceOf(modifiers, 'modifiers.csv'),
    });
    expect(menu.items[0]).toMatchObject({
      price: 12.5,
      modifiers: [{ options: [{ price: 1250 }, { price: 99.5 }] }],
    });
  });

  it('in numbers of JSON that stand in quotes, but not in its own', async () => {
    const text = JSON.stringify([
      { id: 'a', price: '1.250', discount_price: 1.25, branches: [] },
      { id: 'b', price: '12,5', discount_price: 0, branches: [] },
    ]);
    const kind = stockKind({ noDiscounts: false, prices: new Map() });
    const { items: records, problems } = await readFile(sourceOf(text, 'stock.json'), kind);
    expect(records).toMatchObject([{ price: 1250, discount_price: 1.25 }, { price: 12.5 }]);
    expect(problems).toMatchObject([{ severity: 'warning', field: 'products[0].price' }]);
  });
});

describe('what nothing decides is refused', () => {
  it.each([[['1.250', '450']], [['1,250', '450']], [['1.250', '١٢٫٥']], [['1.250', '12.5 Rs']]])(
    '%j',
    async (cells) => {
      expect(await pricesOf(cells, {}, ';')).toContain(cells[0]);
    },
  );

  it('unless a flag says how the file is written', async () => {
    const cells = ['1.250', '450'];
    expect(await pricesOf(cells, { decimalComma: true })).toEqual([1250, 450]);
    expect(await pricesOf(cells, { thousands: ',' })).toEqual([1.25, 450]);
  });
});

describe('what contradicts itself is refused', () => {
  it('together, with the cells that are written otherwise than most', async () => {
    const menu = await read(menuOf(['12.50', '99.90', '1.250', '7,5', '12.5'], ';'));
    expect(worded(menu)).toEqual([
      'menu.csv row 2, column E "price": got "12.50", expected numbers written in one way: here a point stands before decimals, in row 5 ("7,5") a comma.\n' +
        '  Write all of them in the same way.',
      'menu.csv row 5, column E "price": got "7,5", expected a number like 1250 or 1250.00.\n' +
        '  Elsewhere in the file, in row 2 ("12.50"), a point stands before decimals.',
    ]);
  });
});

describe('any amounts, written in any one way', () => {
  const digits = fc.constantFrom(0x30, 0x660, 0x6f0);
  const way = fc.record({
    decimal: fc.constantFrom('.' as const, ',' as const),
    thousands: fc.constantFrom('', ',' as const, '.' as const, ' ' as const, "'" as const),
    zero: digits,
    places: fc.constantFrom(0, 1, 2, 3),
  });
  const amounts = fc.array(fc.oneof(fc.nat({ max: 5_000_000 }), fc.nat({ max: 2_000_000_000 })), {
    minLength: 1,
    maxLength: 6,
  });

  /** @param thousandths so that the expected amount is not made by the code under test */
  function written(
    thousandths: number,
    {
      decimal,
      thousands,
      zero,
      places,
    }: { decimal: string; thousands: string; zero: number; places: number },
  ): string {
    const fraction = String(thousandths % 1000)
      .padStart(3, '0')
      .replace(/0+$/, '')
      .padEnd(places, '0');
    const whole = String(Math.floor(thousandths / 1000)).replace(/\B(?=(\d{3})+$)/g, thousands);
    const cell = fraction === '' ? whole : `${whole}${decimal}${fraction}`;
    return cell.replace(/\d/g, (digit) => String.fromCharCode(zero + Number(digit)));
  }

  it('are read as they are, or refused, and never as others', async () => {
    await fc.assert(
      fc.asyncProperty(amounts, way, async (given, how) => {
        fc.pre(how.decimal !== how.thousands);
        const { items: products, problems } = await read(
          menuOf(
            given.map((one) => written(one, how)),
            '\t',
          ),
        );
        const isRefused = problems.some(({ severity }) => severity === 'error');
        if (!isRefused) expect(products.map(({ price }) => price)).toEqual(given.map((one) => one / 1000));
      }),
      { numRuns: 1000 },
    );
  });

  it('are read as they are when flags say how they are written', async () => {
    await fc.assert(
      fc.asyncProperty(amounts, way, async (given, how) => {
        fc.pre(how.decimal !== how.thousands);
        const rules: CellRules = {
          thousands: how.thousands === '' ? undefined : how.thousands,
          decimalComma: how.decimal === ',' ? true : undefined,
        };
        fc.pre(rules.thousands !== undefined || rules.decimalComma === true);
        const { items: products, problems } = await read(
          menuOf(
            given.map((one) => written(one, how)),
            '\t',
          ),
          rules,
        );
        expect(problems).toEqual([]);
        expect(products.map(({ price }) => price)).toEqual(given.map((one) => one / 1000));
      }),
      { numRuns: 1000 },
    );
  });

  it('leave the reader as finite numbers or not at all, whatever stands in the cells and the flags', async () => {
    const cell = fc.string({
      unit: fc.constantFrom(..."0123456789.,-+ ٠٩٫٬،'eE()NaInfinty"),
      minLength: 1,
      maxLength: 9,
    });
    const rules = fc.record({
      decimalComma: fc.constantFrom(undefined, true as const),
      thousands: fc.constantFrom(undefined, ',' as const, '.' as const, ' ' as const, "'" as const),
      negativeStock: fc.constantFrom(undefined, 'zero' as const),
    });
    const columns = fc.record({ price: cell, branch_price: cell, branch_stock_quantity: cell });
    await fc.assert(
      fc.asyncProperty(fc.array(columns, { minLength: 1, maxLength: 4 }), rules, async (rows, given) => {
        const text = csvOf(
          rows.map((cells, i) =>
            dish({ ...cells, product_id: `p${i}`, sku: `${i}`, branch_id: '63', branch_is_active: '1' }),
          ),
          '\t',
        );
        const { items: products } = await read(text, given);
        for (const { price, branches } of products) {
          const [branch] = branches ?? [];
          for (const number of [price, branch?.price, branch?.stock_quantity]) {
            if (number !== undefined) expect(Number.isFinite(number)).toBe(true);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('what decides nothing', () => {
  it('is a number that is refused for what it is', async () => {
    // Four decimals after a point are no amount, so they are no reason either.
    expect(await pricesOf(['1,250', '12.3456'])).toEqual(['1,250', '12.3456']);
  });

  it('is a comma with nothing before it', async () => {
    expect(await pricesOf([',5', '450'], {}, ';')).toEqual([',5']);
  });
});

it('where certain numbers contradict each other, the more common way is taken for the right one', async () => {
  const told = async (cells: string[]) => worded(await read(menuOf(cells, ';'))).join(' ');
  const commas = await told(['12.5', '12,5', '13,5', '14,5']);
  expect(commas).toContain('a comma stands before decimals, in row 2 ("12.5") a point');
  const points = await told(['12,5', '12.5', '13.5', '14.5']);
  expect(points).toContain('a point stands before decimals, in row 2 ("12,5") a comma');
});
