import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cleanCell } from '../../src/files/cells/cells.ts';
import { csvLine } from '../../src/terminal/csv.ts';

it.each([
  ['plain', 'plain'],
  ['a,b', '"a,b"'],
  ['12" Pizza', '"12"" Pizza"'],
  ['two\nlines', '"two\nlines"'],
  ['=1+1', "'=1+1"],
  ['@home', "'@home"],
  ['-', "'-"],
  ['-5', '-5'],
  ['+923001234567', '+923001234567'],
  ['+1-2', "'+1-2"],
  ["'=1", "''=1"],
  [' padded ', '" padded "'],
])('%j is written as %j', (text, written) => {
  expect(csvLine([text])).toBe(`${written}\n`);
});

it('is read back by a reader of another make, and by ours without the guard', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1 }), (cells) => {
      const [row = []]: string[][] = parse(csvLine(['x', ...cells]));
      expect(row.slice(1).map(cleanCell)).toEqual(cells.map((cell) => cleanCell(csvGuarded(cell))));
    }),
  );
});

/** What a cell becomes with its guard: cleaning it gives the trimmed text itself. */
function csvGuarded(cell: string): string {
  const trimmed = cell.trim().normalize('NFC');
  return /^'*[=+\-@]/.test(trimmed) && cell === cell.trimStart() && !/^[+-]?\d[\d.,]*$/.test(cell)
    ? `'${cell}`
    : cell;
}
