import type { Finding } from '../../finding.ts';
import { isNumber, kinds, Refusal, Uncertain } from '../cells/cells.ts';
import type { Column } from './columns.ts';
import type { Binding } from './header.ts';

/** What can be wrong with a row as a whole, whatever its columns mean. */

type Cells = readonly string[];

const none: readonly Finding[] = [];

/** Cells that are filled though their column has no header, or though the row should have ended before. */
export function strayCells(cells: Cells, { headerless, width }: Binding): readonly Finding[] {
  if (cells.length <= width && headerless.length === 0) return none;
  const beyond = Array.from({ length: Math.max(0, cells.length - width) }, (_, i) => width + i);
  return [...headerless, ...beyond].flatMap((index): Finding[] => {
    const value = cells[index] ?? '';
    const expected = 'nothing: the column has no header';
    return value.trim() === '' ? [] : [{ severity: 'error', index, value, expected }];
  });
}

const isTelling = ({ kind }: Column) => kind === kinds.boolean || kind === kinds.bit || isNumber(kind);

/**
 * A row above the header that reads like one below it: when a sheet is sorted together with its header, the header ends
 * up among the rows.
 */
export function aboveHeader(cells: Cells, { columns }: Binding, id: Column | undefined): Finding | undefined {
  const filled = columns.filter(({ index }) => (cells[index] ?? '').trim() !== '');
  const isData =
    filled.some(({ column }) => column === id) &&
    filled.some(({ column, index }) => isTelling(column) && isValue(column, cells[index] ?? ''));
  if (!isData) return undefined;
  return {
    severity: 'error',
    message: 'this row stands above the header and would be left out, but looks like a part of the file.',
    hint: 'Put the row with the names of the columns first.',
  };
}

function isValue({ kind }: Column, cell: string): boolean {
  const read = kind(cell.trim(), {});
  return !(read instanceof Refusal) || read instanceof Uncertain;
}

const totals = /^(grand |sub)?total(s)?:?$|^sum:?$|^کل:?$|^المجموع:?$/i;

/**
 * The row of sums that people put below a table.
 * @param id as far as the row has one: then that alone tells, because a dish may have any name
 */
export function totalsRow(cells: Cells, id: string | undefined, row: number): Finding | undefined {
  if (id !== undefined && !totals.test(id)) return undefined;
  const index = cells.findIndex((cell) => totals.test(cell.trim()));
  if (index < 0) return undefined;
  return {
    ...{ severity: 'error', row, index },
    message: `this looks like a row of totals ("${cells[index]?.trim()}"), not like a part of the file.`,
    hint: 'Delete the row.',
  };
}
