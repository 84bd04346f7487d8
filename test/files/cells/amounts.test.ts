import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CellRules, kinds, Refusal, Uncertain } from '../../../src/files/cells/cells.ts';

function refusal(kind: (text: string, rules: CellRules) => unknown, cell: string, rules: CellRules = {}) {
  const read = kind(cell, rules);
  expect(read).toBeInstanceOf(Refusal);
  return read instanceof Refusal ? read : new Refusal('');
}

const byFlags = (between: string, before: string) =>
  `As the flags have it, ${between} stands between thousands and ${before} before decimals.`;

describe('money', () => {
  it.each<[cell: string, amount: number]>([
    ['0', 0],
    ['450', 450],
    ['450.5', 450.5],
    ['450.50', 450.5],
    ['.5', 0.5],
    ['007', 7],
    ['0.001', 0.001],
    ['1250.250', 1250.25],
    ['1.2500', 1.25],
    ['0.250', 0.25],
    ['0,250', 0.25],
    ['012.500', 12.5],
    ['12,5', 12.5],
    ['1250,50', 1250.5],
    ['450.0000', 450],
    ['719.9990000', 719.999],
    ['1,250.00', 1250],
    ['1,250,000', 1_250_000],
    ['1,25,000', 125_000],
    ['12,50,000.75', 1_250_000.75],
    ['1.250,00', 1250],
    ['1.250.000', 1_250_000],
    ['999999999999.999', 999_999_999_999.999],
    ['123456789012345', 123_456_789_012_345],
    ['٤٥٠', 450],
    ['۴۵۰', 450],
    ['١٬٢٥٠٫٥٠', 1250.5],
    ['١٬٢٥٠', 1250],
    ['٠٫٢٥٠', 0.25],
    ['1,250٫5', 1250.5],
    ['\u200f450\u200e', 450],
  ])('%s is %d', (cell, amount) => {
    expect(kinds.money(cell, {})).toBe(amount);
  });

  it.each<[cell: string, rules: CellRules, amount: number]>([
    ['1,250', { thousands: ',' }, 1250],
    ['1,25,000', { thousands: ',' }, 125_000],
    ['1250.50', { thousands: ',' }, 1250.5],
    ['1250', { thousands: ',' }, 1250],
    ['1,250', { decimalComma: true }, 1.25],
    ['12,5', { decimalComma: true }, 12.5],
    ['1.250', { decimalComma: true }, 1250],
    ['1.250,75', { decimalComma: true }, 1250.75],
    ['450', { decimalComma: true }, 450],
    ['1.250', { thousands: '.' }, 1250],
    ['1.250,5', { thousands: '.' }, 1250.5],
    ['450', { thousands: '.' }, 450],
    ['1 250', { thousands: ' ' }, 1250],
    ['1\u00a0250\u202f000', { thousands: ' ' }, 1_250_000],
    ['1 250,50', { thousands: ' ', decimalComma: true }, 1250.5],
    ["1'250.50", { thousands: "'" }, 1250.5],
    ['1’250', { thousands: "'" }, 1250],
    ['450', { thousands: ',', decimalComma: true }, 450],
    ['١٫٢٥٠', { decimalComma: true }, 1.25],
    ['١٬٢٥٠', { thousands: '.' }, 1250],
  ])('%s with %j is %d', (cell, rules, amount) => {
    expect(kinds.money(cell, rules)).toBe(amount);
  });

  it.each<[cell: string, hint: string | undefined]>([
    ['1,250', 'It could mean 1250 or 1.250: run again with --thousands "," or --decimal-comma.'],
    ['1.250', 'It could mean 1250 or 1.250: run again with --decimal-comma or --thousands ",".'],
    ['١,٢٥٠', 'It could mean 1250 or 1.250: run again with --thousands "," or --decimal-comma.'],
    ['١،٢٥٠', 'It could mean 1250 or 1.250: run again with --thousands "," or --decimal-comma.'],
    ['1 250', 'If " " stands between thousands, run again with --thousands " ".'],
    ['1 250,50', 'If " " stands between thousands, run again with --thousands " " --decimal-comma.'],
    ["1'250.00", 'If "\'" stands between thousands, run again with --thousands "\'".'],
    ['Rs 450/-', 'If "Rs" is the currency, run again with --currency Rs.'],
    ['450/-', 'Write the number only, without currency or signs.'],
    ['₨450', 'If "₨" is the currency, run again with --currency ₨.'],
    ['450 PKR', 'If "PKR" is the currency, run again with --currency PKR.'],
    ['10%', 'Write the number only, without currency or signs.'],
    ['+50', 'Write the number only, without currency or signs.'],
    ['4.5E+2', 'Write the number only, without currency or signs.'],
    ['(50)', 'In accounts brackets mean a negative amount: write the price without them.'],
    ['-260', 'An amount cannot be negative.'],
    ['−260', 'An amount cannot be negative.'],
    ['#REF!', "The spreadsheet's formula failed there: mend it and export the file again."],
    ['#N/A', "The spreadsheet's formula failed there: mend it and export the file again."],
    [
      'variable',
      'Blink needs one price: write it in the cell, or leave out what has none with --skip-variable.',
    ],
    [
      'Variable',
      'Blink needs one price: write it in the cell, or leave out what has none with --skip-variable.',
    ],
    ['free', undefined],
    ['5.', undefined],
    ['.', undefined],
    ['1..5', undefined],
    ['1.2.3', undefined],
    ['1,2,3', undefined],
    ['12,34.50', undefined],
    ['1.25.000', undefined],
    ['1,250.000,00', undefined],
    ['5 0', undefined],
    ['NaN', undefined],
    ['Infinity', undefined],
    ['9'.repeat(61), undefined],
  ])('%s is refused', (cell, hint) => {
    const { expected, hint: said, doubt } = refusal(kinds.money, cell);
    expect({ expected, said, doubt }).toEqual({
      expected: 'a number like 1250 or 1250.00',
      said: hint,
      doubt: undefined,
    });
  });

  it.each<[cell: string, rules: CellRules, hint: string | undefined]>([
    ['1,25', { thousands: ',' }, byFlags('a comma', 'a point')],
    ['0,250', { thousands: ',' }, byFlags('a comma', 'a point')],
    ['0.250', { thousands: '.' }, byFlags('a point', 'a comma')],
    ['0.250', { decimalComma: true }, byFlags('a point', 'a comma')],
    ['1250,000', { thousands: ',' }, byFlags('a comma', 'a point')],
    ['1250.50', { decimalComma: true }, byFlags('a point', 'a comma')],
    ['1.25', { thousands: '.' }, byFlags('a point', 'a comma')],
    ['12.50.000', { thousands: '.' }, byFlags('a point', 'a comma')],
    ['1,250', { thousands: "'" }, byFlags('an apostrophe', 'a point')],
    ['1,250', { thousands: ' ' }, byFlags('a space', 'a point')],
    ['1.250', { thousands: ' ', decimalComma: true }, byFlags('a space', 'a comma')],
    ["1'2,500", { thousands: "'" }, 'Write the number only, without currency or signs.'],
    [
      '1,250',
      { thousands: ',', decimalComma: true },
      'A comma cannot be both: leave out --thousands or --decimal-comma.',
    ],
  ])('%s with %j is refused', (cell, rules, hint) => {
    expect(refusal(kinds.money, cell, rules).hint).toBe(hint);
  });

  it.each([
    ['719.9999', 'an amount with at most 3 decimals'],
    ['0.00049', 'an amount with at most 3 decimals'],
    ['1,250.0001', 'an amount with at most 3 decimals'],
    ['1234567890123456', 'an amount of at most 15 digits'],
    ['1234567890123.456', 'an amount of at most 15 digits'],
  ])('%s needs %s', (cell, expected) => {
    expect(refusal(kinds.money, cell).expected).toBe(expected);
  });

  it('never loses a digit', () => {
    const amounts = fc.tuple(fc.integer({ min: 0, max: 999_999_999_999 }), fc.integer({ min: 0, max: 999 }));
    fc.assert(
      fc.property(amounts, fc.boolean(), ([whole, thousandths], grouped) => {
        const fraction = String(thousandths).padStart(3, '0');
        const written = grouped ? whole.toLocaleString('en-US') : String(whole);
        const cell = `${written}.${fraction}`;
        const read = kinds.money(cell, {});
        if (/^[1-9]\d{0,2}\.\d{3}$/.test(cell)) {
          expect(read).toBeInstanceOf(Uncertain);
          return;
        }
        expect(Number(read).toFixed(3)).toBe(`${whole}.${fraction}`);
        expect(JSON.parse(JSON.stringify(read))).toBe(read);
      }),
    );
  });

  it('takes no other text for a number', () => {
    const character = fc.constantFrom(...'0123456789.,- ٠٩۰۹٫٬،\'"()eE+Rs#%');
    const rules = fc.record({
      decimalComma: fc.constantFrom(undefined, true),
      thousands: fc.constantFrom(undefined, ',' as const, '.' as const, ' ' as const, "'" as const),
    });
    fc.assert(
      fc.property(fc.string({ unit: character, minLength: 1, maxLength: 12 }), rules, (cell, given) => {
        const read = kinds.money(cell, given);
        if (read instanceof Refusal) return;
        // Whatever stands between them, the digits of the amount are those of the cell.
        const digits = (text: string) => text.replace(/[^0-9]/g, '').replace(/^0+|0+$/g, '');
        const western = cell.replace(/[٠٩۰۹]/g, (one) => ('٠۰'.includes(one) ? '0' : '9'));
        expect(digits(String(read))).toBe(digits(western));
        expect(Number.isFinite(read)).toBe(true);
        expect(cell).toMatch(/^[0-9.,٠٩۰۹٫٬، ']+$/);
      }),
      { numRuns: 2000 },
    );
  });
});

describe.each([
  ['count', kinds.count],
  ['stock', kinds.stock],
])('%s', (_, kind) => {
  it.each<[cell: string, number: number]>([
    ['0', 0],
    ['12', 12],
    ['012', 12],
    ['12.0', 12],
    ['12.00', 12],
    ['1,250,000', 1_250_000],
    ['1,250.00', 1250],
    ['١٢', 12],
    ['\u200e12', 12],
  ])('%s is %d', (cell, number) => {
    expect(kind(cell, {})).toBe(number);
  });

  it.each<[cell: string, rules: CellRules, number: number]>([
    ['1,250', { thousands: ',' }, 1250],
    ['1.250', { decimalComma: true }, 1250],
    ['12,0', { decimalComma: true }, 12],
  ])('%s with %j is %d', (cell, rules, number) => {
    expect(kind(cell, rules)).toBe(number);
  });

  it.each<[cell: string, hint: string | undefined]>([
    ['1,250', 'It could mean 1250 or 1.250: write it without the ",".'],
    ['1.000', 'It could mean 1000 or 1.000: write it without the ".".'],
    ['12 pcs', undefined],
    ['yes', undefined],
    ['#VALUE!', "The spreadsheet's formula failed there: mend it and export the file again."],
    ['1234567890123456', undefined],
    ['9'.repeat(80), undefined],
  ])('%s is refused', (cell, hint) => {
    const { expected, hint: said } = refusal(kind, cell);
    expect({ expected, said }).toEqual({ expected: 'a whole number like 12', said: hint });
  });
});

it('a count of 2.5 is none, and no hint would help', () => {
  expect(refusal(kinds.count, '2.5')).toMatchObject({ expected: 'a whole number like 12', hint: undefined });
});

describe('stock', () => {
  it.each(['-4', '-4.0', '−4', '-0', '-1,250,000', '-2.5'])(
    '%s is refused, or nothing where that is said',
    (cell) => {
      expect(refusal(kinds.stock, cell).hint).toBe(
        'To send 0 for negative stock, run again with --negative-stock zero.',
      );
      expect(kinds.stock(cell, { negativeStock: 'zero' })).toBe(0);
    },
  );

  it.each(['-', '--4', '-1,250', '-x'])('%s is no stock at all', (cell) => {
    expect(refusal(kinds.stock, cell, { negativeStock: 'zero' }).expected).toBe('a whole number from 0');
  });

  it.each(['2.5', '19.500', '2,5'])('%s pieces are none', (cell) => {
    expect(refusal(kinds.stock, cell, { thousands: cell.includes(',') ? '.' : ',' }).hint).toBe(
      'Blink counts whole pieces: write how many, or leave the cell blank to send no stock.',
    );
  });

  it('"not stocked" is not 0', () => {
    expect(refusal(kinds.stock, 'Not Stocked').hint).toBe(
      '"not stocked" is not 0: leave the cell blank to send no stock.',
    );
  });
});
