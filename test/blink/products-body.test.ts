import { expect, test } from 'vitest';
import { productsBody, type StockQuantityKey } from '../../src/blink/products-body.ts';

const withStockKey = (products: Parameters<typeof productsBody>[0], key: StockQuantityKey | undefined) =>
  productsBody(products, key).products;

const products = [
  { id: '1', branches: [{ id: 'a', stock_quantity: 3, price: 1 }, { id: 'b' }] },
  { id: '2', branches: null, modifiers: [] },
  { id: '3', modifiers: [{ id: 'm', options: [{ id: 'o', branches: [{ id: 'a', stock_quantity: 0 }] }] }] },
];

test('nothing is copied where nothing is renamed', () => {
  expect(withStockKey(products, undefined)).toBe(products);
  expect(withStockKey(products, 'stock_quantity')).toBe(products);
  const typo = [{ id: '1', branches: [{ id: 'a', stock_qunatity: 3 }] }];
  expect(withStockKey(typo, 'stock_qunatity')).toBe(typo);
  expect(withStockKey(typo, 'stock_quantity')).toBe(typo);
});

test('the stock of products and of options is renamed in its place', () => {
  const before = structuredClone(products);
  const renamed = withStockKey(products, 'stock_qunatity');
  expect(JSON.stringify(renamed)).toBe(JSON.stringify(before).replaceAll('stock_quantity', 'stock_qunatity'));
  expect(products).toEqual(before);
  expect(renamed[1]).toBe(products[1]);
});

test('a branch that has both spellings goes out as it is', () => {
  const both = [{ branches: [{ stock_quantity: 1, stock_qunatity: 2 }] }];
  expect(withStockKey(both, 'stock_qunatity')).toBe(both);
});
