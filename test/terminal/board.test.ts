import stringWidth from 'string-width';
import { expect, it } from 'vitest';
import { type BoardColumn, boardLines } from '../../src/terminal/board.ts';
import { plainStyle } from '../../src/terminal/style.ts';

interface Row {
  key: string;
  name: string;
  total: string;
  note: string;
}

const key: BoardColumn<Row> = { header: 'Order', show: (row) => row.key };
const name: BoardColumn<Row> = { header: 'Customer', show: (row) => row.name, least: 8 };
const total: BoardColumn<Row> = { header: 'Total', show: (row) => row.total, right: true };
const note: BoardColumn<Row> = { header: 'Note', show: (row) => row.note };

const rows: readonly Row[] = [
  { key: 'ABND-1', name: 'Ayesha Siddiqui', total: '450.00', note: '' },
  { key: 'ABND-2', name: 'زینب قریشی', total: '1,250.00', note: '' },
];

const draw = (width: number, shown = rows) =>
  boardLines(shown, [key, name, total, note], {
    importance: [key, total, name, note],
    width,
    style: plainStyle,
  });

it('has a column for all that there is something to show of', async () => {
  expect(await draw(80)).toEqual([
    'Order   Customer            Total',
    'ABND-1  Ayesha Siddiqui    450.00',
    'ABND-2  زینب قریشی       1,250.00',
  ]);
});

it('cuts what can be cut before it drops a column', async () => {
  expect(await draw(28)).toEqual([
    'Order   Customer       Total',
    'ABND-1  Ayesha Si…    450.00',
    'ABND-2  زینب قریشی  1,250.00',
  ]);
});

it('drops the columns that matter least', async () => {
  expect(await draw(24)).toEqual(['Order      Total', 'ABND-1    450.00', 'ABND-2  1,250.00']);
  expect(await draw(10)).toEqual(['Order', 'ABND-1', 'ABND-2']);
});

it.each([16, 20, 27, 33, 80])('is never wider than %i columns', async (width) => {
  for (const line of await draw(width)) expect(stringWidth(line)).toBeLessThanOrEqual(width);
});

it('cleans what it shows', async () => {
  const [, line] = await draw(80, [{ key: '\u001b[31mA\n', name: 'B\u0007', total: '1', note: '\u202eC' }]);
  expect(line).toBe('A      B             1  C');
});
