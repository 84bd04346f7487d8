import { expect, it } from 'vitest';
import { showRupees } from '../../src/terminal/rupees.ts';

it.each([
  [39, '39.00'],
  ['39.000', '39.00'],
  [0, '0.00'],
  ['66.67', '66.67'],
  [0.1, '0.10'],
  ['0.125', '0.125'],
  ['1234567.5', '1,234,567.50'],
  ['0012', '12.00'],
  [-5, '-5.00'],
  ['12345678901234567.25', '12,345,678,901,234,567.25'],
  [null, undefined],
  [undefined, undefined],
  ['', undefined],
  ['free', 'free'],
])('%s is shown as %s', (amount, shown) => {
  expect(showRupees(amount)).toBe(shown);
});
