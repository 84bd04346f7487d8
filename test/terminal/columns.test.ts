import stringWidth from 'string-width';
import { expect, it } from 'vitest';
import { type LineColumn, lineColumns } from '../../src/terminal/columns.ts';

const columns: readonly LineColumn[] = [
  { header: 'Order', width: 8 },
  { header: 'Channel', width: 7, dispensable: true },
  { header: 'Customer', width: 10, grows: true },
  { header: 'Total', width: 8, right: true },
  { header: 'Due', width: 16, dispensable: true },
];
const cells = ['KHI-1042', 'IOS', 'محمد علی', '1,250', '2024-06-26 09:26'];

it('lines fit their terminal, and stand below each other whatever the script', async () => {
  for (const width of [40, 60, 80, 200]) {
    const line = await lineColumns(columns, width);
    const others = [
      ['x'.repeat(50), '', 'y'.repeat(99), '1,250', ''],
      ['1', '', '🍛🍛🍛🍛🍛🍛🍛', '1,250', ''],
    ];
    const shown = [cells, ...others].map(line);
    for (const text of shown) expect(stringWidth(text)).toBeLessThanOrEqual(width);
    const ends = shown.map((text) => stringWidth(text.slice(0, text.indexOf('1,250'))));
    expect(new Set(ends).size).toBe(1);
  }
});

const customer = (width: number) => `محمد علی${' '.repeat(width - 8)}`;

it('what can be done without is left out where there is no room', async () => {
  expect((await lineColumns(columns, 40))(cells)).toBe(`KHI-1042  IOS      ${customer(11)}     1,250`);
  expect((await lineColumns(columns, 30))(cells)).toBe(`KHI-1042  ${customer(10)}     1,250`);
});

it('the customer gets the room that is left', async () => {
  const line = await lineColumns(columns, 70);
  expect(line(cells)).toBe(`KHI-1042  IOS      ${customer(23)}     1,250  2024-06-26 09:26`);
});
