import { expect, it } from 'vitest';
import { describeProblems } from '../../src/terminal/problem.ts';

const cell = (row: number, value: string, more: object = {}) => ({
  ...{ file: 'menu.csv', row, line: row, column: 'I', field: 'price', value },
  ...{ expected: 'a number like 1250 or 1250.00', hint: 'Write the number only.', ...more },
});

it('one cause in many rows is told once, with its rows', () => {
  const { shown, left } = describeProblems(
    [2, 5, 7, 12].map((row) => cell(row, `Rs ${row}/-`)),
    50,
  );
  expect(left).toBe(0);
  expect(shown).toEqual([
    'menu.csv 4 rows (2, 5, 7, 12), column I "price": got "Rs 2/-" and the like, expected a number like 1250 or 1250.00.\n' +
      '  Write the number only.',
  ]);
});

it.each([
  ['that follow each other', Array.from({ length: 150 }, (_, i) => i + 2), '150 rows (2–151), '],
  ['here and there', [2, 3, 5, 6, 7, 12], '6 rows (2, 3, 5–7, 12), '],
  ['that come in any order', [9, 4, 8, 7], '4 rows (4, 7–9), '],
  [
    'very many',
    Array.from({ length: 183 }, (_, i) => 2 * i + 2),
    '183 rows (2, 4, 6, 8, 10, 12, 14, 16, 18, 20 and 173 more), ',
  ],
])('names rows %s', (_, rows, named) => {
  const { shown } = describeProblems(
    rows.map((row) => cell(row, 'free')),
    50,
  );
  expect(shown).toEqual([
    `menu.csv ${named}column I "price": got "free", expected a number like 1250 or 1250.00.\n  Write the number only.`,
  ]);
});

it('numbers within a hint make no other cause of it', () => {
  const details = [1250, 1300, 1450, 1500].map((price, i) =>
    cell(i, `${price / 1000}`, { hint: `It could mean ${price} or ${price / 1000}.` }),
  );
  expect(describeProblems(details, 50).shown).toHaveLength(1);
});

it.each([
  ['few', [cell(2, 'free'), cell(3, 'free'), cell(4, 'free')]],
  ['in other columns', ['I', 'J', 'K', 'L'].map((column) => cell(2, 'free', { column }))],
  ['of other words', ['a', 'b', 'c', 'd'].map((message, i) => cell(i, 'free', { message }))],
  ['without a place', [1, 2, 3, 4].map(() => ({ message: 'refused' }))],
])('problems that are %s are told one by one', (_, details) => {
  expect(describeProblems(details, 50).shown).toHaveLength(details.length);
});

it('what stands between stays in its place, and what is not shown is counted', () => {
  const many = [2, 3, 4, 5].map((row) => cell(row, 'free'));
  const other = { ...cell(3, 'maybe'), column: 'H', field: 'is_active' };
  const details = [...many.slice(0, 2), other, ...many.slice(2)];
  expect(describeProblems(details, 50).shown.map((text) => text.split(', col')[0])).toEqual([
    'menu.csv 4 rows (2–5)',
    'menu.csv row 3',
  ]);
  expect(describeProblems([other, ...many], 1)).toMatchObject({ left: 4 });
});

it.each([
  ['the lines are named', 1, 'menu.json 4 lines (4–7), products[].price: got "free", expected a number.'],
  [
    'one line is named once',
    0,
    'menu.json line 4, 4 times, products[].price: got "free", expected a number.',
  ],
])('in JSON %s', (_, step, words) => {
  const details = [0, 1, 2, 3].map((i) => {
    const field = `products[${i}].price`;
    return { file: 'menu.json', line: step * i + 4, field, value: 'free', expected: 'a number' };
  });
  expect(describeProblems(details, 50).shown).toEqual([words]);
});
