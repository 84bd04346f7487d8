import { expect, it } from 'vitest';
import { columnLetter } from '../../src/files/problem.ts';
import { pathFrom, pathText } from '../../src/finding.ts';

it.each([
  [0, 'A'],
  [25, 'Z'],
  [26, 'AA'],
  [51, 'AZ'],
  [52, 'BA'],
  [701, 'ZZ'],
  [702, 'AAA'],
])('column %d is %s', (index, letter) => {
  expect(columnLetter(index)).toBe(letter);
});

it.each([
  [[], ''],
  [['products'], 'products'],
  [['products', 3, 'branches', 0, 'price'], 'products[3].branches[0].price'],
  [[0, 'id'], '[0].id'],
])('the path %j is written %s', (path, text) => {
  expect(pathText(path)).toBe(text);
});

it.each([
  ['', []],
  ['products', ['products']],
  ['products.3.branches.0.price', ['products', 3, 'branches', 0, 'price']],
])('%j of an answer is the path %j', (field, path) => {
  expect(pathFrom(field)).toEqual(path);
});
