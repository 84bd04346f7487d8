import { expect, test } from 'vitest';
import { amountOf, asNumber, inFull, inShort, share } from '../../src/simulator/samples/amount.ts';

test.each([
  [94.72, '94.720', '94.72', 94.72],
  ['39.000', '39.000', '39', 39],
  [0.1, '0.100', '0.1', 0.1],
  [100, '100.000', '100', 100],
  ['0', '0.000', '0', 0],
  [1.0005, '1.001', '1.001', 1.001],
  [1e-7, '0.000', '0', 0],
  [null, '0.000', '0', 0],
  ['39,5', '0.000', '0', 0],
])('%j is %s, %s in short', (value, full, short, number) => {
  const amount = amountOf(value);
  expect([inFull(amount), inShort(amount), asNumber(amount)]).toEqual([full, short, number]);
});

test('sums are exact where binary fractions are not', () => {
  expect(inShort(amountOf(0.1) + amountOf(0.2))).toBe('0.3');
  expect(inShort(amountOf('94.72') * 3n)).toBe('284.16');
});

test.each([
  ['59', '7.67'],
  ['0.03', '0'],
  ['0.04', '0.01'],
  ['349.5', '45.44'],
])('13 percent of %s are %s, to the paisa', (amount, tax) => {
  expect(inShort(share(amountOf(amount), 13n))).toBe(tax);
});
