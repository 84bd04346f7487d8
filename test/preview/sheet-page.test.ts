import { expect, it } from 'vitest';
import type { Problem } from '../../src/files/problem.ts';
import { rowsToShow, sheetPage } from '../../src/preview/sheet-page.ts';

const header = ['product_id', 'tags', 'name', 'price'];
const rows = [2, 3, 4, 9].map((row) => ({
  row,
  cells: [`k${row}`, '', `Naan ${row}`, row === 3 ? '#REF!' : '50'],
}));
const wrong: Problem = {
  severity: 'error',
  row: 3,
  column: 'D',
  field: 'price',
  value: '#REF!',
  expected: 'a number',
};

const page = (problems: Problem[]) => sheetPage({ file: 'menu.csv', header, rows, problems });

it('shows what is wrong in the cell where it stands', () => {
  const text = page([
    wrong,
    { ...wrong, severity: 'warning', row: 4, column: 'C', message: 'looks cut off' },
  ]);
  expect(text).toContain(
    '<th scope="row" class="bad">3</th><td class="why"><p class="bad"><b>D</b> <span dir="auto">price is &quot;#REF!&quot;, expected a number.</span></p></td>',
  );
  expect(text).toContain('<td class="bad" dir="auto">#REF!</td>');
  expect(text).toContain('<td class="caution" dir="auto">Naan 4</td>');
  expect(text).toContain('<p>1 problem, 1 warning</p>');
  expect(text).toContain('<th scope="row" class="">2</th>');
});

it('says how many rows it leaves out, and leaves out columns that are empty or far off', () => {
  expect(page([{ ...wrong, column: 'A' }])).not.toContain('price</th>');
  const text = page([wrong]);
  expect(text).toContain('<td colspan="4">4 rows left out</td>');
  expect(text).not.toContain('tags');
  expect(page([{ ...wrong, column: 'B' }])).toContain('<small>B</small> tags');
});

it('tells of a row as a whole at its number, and of the file above the table', () => {
  const text = page([
    { severity: 'error', row: 9, message: 'the row has an option, but no modifier.' },
    { severity: 'error', message: 'a column is missing' },
    { severity: 'error', row: 70, column: 'C', message: 'not among the rows' },
  ]);
  expect(text).toContain(
    '<th scope="row" class="bad">9</th><td class="why"><p class="bad"><span dir="auto">the row has an option, but no modifier.</span></p></td>',
  );
  expect(text).toContain('<li class="bad" dir="auto">a column is missing</li>');
  expect(text).toContain('<li class="bad" dir="auto">Row 70, column C: not among the rows</li>');
});

it('tells what is wrong in another file by its name, and does not look for it in this one', () => {
  const elsewhere = { ...wrong, file: 'modifiers.csv' };
  const text = page([elsewhere]);
  expect(text).toContain(
    '<li class="bad" dir="auto">modifiers.csv, row 3, column D: price is &quot;#REF!&quot;, expected a number.</li>',
  );
  expect(text).not.toContain('<td class="bad"');
  expect(rowsToShow('menu.csv', [elsewhere]).size).toBe(0);
});

it('counts what it does not list', () => {
  const missing = (i: number): Problem => ({ severity: 'error', message: `column ${i} is missing` });
  expect(page(Array.from({ length: 503 }, (_, i) => missing(i)))).toContain('<li>… and 3 more.');
});

it('says so where nothing is wrong', () => {
  const text = sheetPage({ file: 'menu.csv', header, rows: [], problems: [] });
  expect(text).toContain('Nothing is wrong in it.');
  expect(text).not.toContain('<table');
});

it('escapes what stands in the sheet, cuts what is long, and runs no script', () => {
  const cells = ['<script>', '', '"><img src=x onerror=alert(1)>', 'A'.repeat(10_000)];
  const text = sheetPage({
    file: '<u>',
    header: ['<i>', '', 'name', 'price'],
    rows: [{ row: 2, cells }],
    problems: [{ ...wrong, row: 2, value: cells[3] }],
  });
  expect(text).not.toMatch(/<script|<img|<u>|<i>/);
  expect(text).toContain("default-src 'none'");
  expect(text.length).toBeLessThan(12_000);
});

it('asks for the rows around the wrong ones, and for no more than a browser shows well', () => {
  const at = (row: number): Problem => ({ severity: 'error', row });
  expect([...rowsToShow('menu.csv', [at(9), at(2), at(10)])].sort((a, b) => a - b)).toEqual([
    2, 3, 4, 7, 8, 9, 10, 11, 12,
  ]);
  expect(rowsToShow('menu.csv', [{ severity: 'error' }]).size).toBe(0);
  expect(
    rowsToShow(
      'menu.csv',
      Array.from({ length: 20_000 }, (_, i) => at(10 * i + 2)),
    ).size,
  ).toBeLessThan(2501);
});
