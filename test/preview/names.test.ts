import { expect, test } from 'vitest';
import { price } from '../../src/preview/amounts.ts';
import { nameParts } from '../../src/preview/names.ts';

test.each([
  ['Chicken Karahi', { latin: 'Chicken Karahi' }],
  ['چکن کڑاہی', { urdu: 'چکن کڑاہی' }],
  ['Chicken Karahi چکن کڑاہی', { latin: 'Chicken Karahi', urdu: 'چکن کڑاہی' }],
  ['چکن کڑاہی Chicken', { latin: 'Chicken', urdu: 'چکن کڑاہی' }],
  ['Nan Khatai نان\u200cخطائی', { latin: 'Nan Khatai', urdu: 'نان\u200cخطائی' }],
  ['Deal 1 چکن with رائتہ', { latin: 'Deal 1 چکن with رائتہ' }],
  [' ', { latin: '' }],
])('%j is %j', (name, parts) => {
  expect(nameParts(name)).toEqual(parts);
});

test.each([
  [1250, 'Rs 1,250'],
  [12.5, 'Rs 12.50'],
  [0, 'Rs 0'],
  [1234567.125, 'Rs 1,234,567.125'],
])('%d is %s', (amount, text) => {
  expect(price(amount)).toBe(text);
});
