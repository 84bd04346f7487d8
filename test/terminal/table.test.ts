import stringWidth from 'string-width';
import { expect, it } from 'vitest';
import { plainStyle } from '../../src/terminal/style.ts';
import { drawTable } from '../../src/terminal/table.ts';

const header = ['Id', 'Name', 'Price'];
const rows = [
  ['bbq-01', 'Chicken Tikka چکن تکہ', '520'],
  ['des-06', 'Nan Khatai نان‌خطائی', '1450'],
  ['x', 'مُحَمَّد', ''],
  ['y', '🍕 pizza 漢字', '5'],
];

it('keeps columns in line, whatever the script', async () => {
  const drawn = await drawTable({ header, rows, right: new Set([2]) }, 80, plainStyle);
  const lines = drawn.trimEnd().split('\n');
  expect(lines[0]).toBe('Id      Name                   Price');
  const ends = lines.filter((line) => /\d$/.test(line)).map((line) => stringWidth(line));
  expect(new Set(ends)).toEqual(new Set([stringWidth(lines[0] ?? '')]));
  for (const [i, row] of rows.entries()) expect(lines[i + 1]).toContain(row[1]);
});

it('cuts the widest column to the width of the terminal, between characters', async () => {
  const long = [['a', `${'چکن '.repeat(40)}👨‍👩‍👧`, '5']];
  const drawn = await drawTable({ header, rows: long, right: new Set([2]) }, 40, plainStyle);
  for (const line of drawn.trimEnd().split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(40);
  expect(drawn).toContain('…');
});

it('cuts nothing in a pipe', async () => {
  const name = 'x'.repeat(500);
  const drawn = await drawTable({ header, rows: [['a', name, '5']] }, Number.POSITIVE_INFINITY, plainStyle);
  expect(drawn).toContain(name);
});

it('keeps every text in its place, beside ones that have no width', async () => {
  const drawn = await drawTable(
    {
      header,
      rows: [
        ['\u200d', '', '1'],
        ['\u0301', 'b', '2'],
      ],
    },
    80,
    plainStyle,
  );
  expect(drawn).toBe('Id  Name  Price\n          1\n    b     2\n');
});

it('cuts what is of no use in part only when nothing else can give way', async () => {
  const wide = [['+923001234567890', 'Chicken Tikka چکن تکہ', '2024-03-11 09:11:26']];
  const whole = new Set([0, 2]);
  const drawn = await drawTable({ header, rows: wide, whole }, 50, plainStyle);
  expect(drawn.split('\n')[1]).toBe('+923001234567890  Chicken Ti…  2024-03-11 09:11:26');
  const narrow = await drawTable({ header, rows: wide, whole }, 30, plainStyle);
  expect(stringWidth(narrow.split('\n')[1] ?? '')).toBeLessThanOrEqual(30);
});

it.each([80, 20, Number.POSITIVE_INFINITY])(
  'draws the same at any length, %s columns wide',
  async (width) => {
    const many = Array.from({ length: 30 }, () => rows).flat();
    const drawn = await drawTable({ header, rows: many, right: new Set([2]) }, width, plainStyle);
    const lines = drawn.trimEnd().split('\n').slice(1);
    expect(lines).toHaveLength(many.length);
    expect(new Set(lines).size).toBe(rows.length);
    for (const [i, line] of lines.entries()) expect(line).toBe(lines[i % rows.length]);
  },
);

it.each([80, 20])('draws plain rows alike, beside other scripts or not, %s columns wide', async (width) => {
  const plain = [['bbq-01', 'Chicken Tikka • 12 pieces', '1 × 520…']];
  const shape = { header, right: new Set([2]) };
  const alone = await drawTable({ ...shape, rows: plain }, width, plainStyle);
  const beside = await drawTable({ ...shape, rows: [...plain, ['x', 'مُحَمَّد', '']] }, width, plainStyle);
  const long = Array.from({ length: 60 }, () => plain).flat();
  expect(beside).toContain(alone);
  expect(
    new Set((await drawTable({ ...shape, rows: long }, width, plainStyle)).trimEnd().split('\n')),
  ).toEqual(new Set(alone.trimEnd().split('\n')));
});
