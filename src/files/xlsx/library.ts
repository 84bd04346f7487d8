import { colToLetter, readXlsx, type CellValue as Value, type WriteSheet, writeXlsx } from 'hucre/xlsx';

/*
 * The one file that knows the library for workbooks. It gives cells as they are stored, with the format by which Excel
 * shows them.
 */

/** A cell that says something. */
export interface StoredCell {
  value: string | number | boolean | Date;
  /** Excel's own code for how it is shown: `00000`, `0%`. */
  format?: string | undefined;
}

/** What stands in a cell whose formula was never calculated. */
export const uncalculated = Symbol('a formula without a result');

/** Cells of several rows that a sheet shows as one, counted from 0. */
export interface Merged {
  column: number;
  first: number;
  last: number;
}

/** A sheet of a workbook, with its rows and columns counted from 0. */
export interface StoredSheet {
  name: string;
  isHidden: boolean;
  rows: number;
  /** The cells of a row, as far as they go. */
  cells(row: number): readonly (StoredCell | typeof uncalculated | undefined)[];
  isHiddenRow(row: number): boolean;
  hiddenColumns: readonly number[];
  merged: readonly Merged[];
}

/** @throws the library's error where it is no workbook after all */
export async function readWorkbook(bytes: Uint8Array): Promise<StoredSheet[]> {
  const { sheets } = await readXlsx(bytes, { readStyles: true });
  return sheets.map(({ name, hidden, veryHidden, rows, cells, rowDefs, columns = [], merges = [] }) => ({
    name,
    isHidden: (hidden ?? false) || (veryHidden ?? false),
    rows: rows.length,
    cells: (row) =>
      (rows[row] ?? []).map((value, column) => {
        const cell = cells?.get(`${row},${column}`);
        if (value !== null && value !== undefined) return { value, format: cell?.style?.numFmt };
        return cell?.formula === undefined ? undefined : uncalculated;
      }),
    isHiddenRow: (row) => rowDefs?.get(row)?.hidden ?? false,
    hiddenColumns: columns.flatMap(({ hidden }, index) => (hidden ? [index] : [])),
    merged: merges
      .filter(({ startRow, endRow }) => endRow > startRow)
      .map(({ startRow, endRow, startCol }) => ({ column: startCol, first: startRow, last: endRow })),
  }));
}

/** A column of a sheet to be written. */
export interface WrittenColumn {
  header: string;
  /** In characters. */
  width: number;
  /** True where cells are text, whatever they look like: Excel leaves them as they are. */
  isText: boolean;
  /** What is offered to choose from. */
  choices?: readonly string[] | undefined;
}

/** @returns a workbook of one sheet, its header bold and always in sight */
export async function writeWorkbook(
  name: string,
  columns: readonly WrittenColumn[],
  rows: readonly (readonly (string | number)[])[],
): Promise<Uint8Array> {
  const header: Value[] = columns.map((column) => column.header);
  const body = rows.map((row) => row.map(written));
  const sheet: WriteSheet = {
    name,
    columns: columns.map(({ width, isText }) => ({ width, ...(isText && { numFmt: '@' }) })),
    rows: [header, ...body],
    cells: new Map(columns.map((_, index) => [`0,${index}`, { style: { font: { bold: true } } }])),
    freezePane: { rows: 1 },
    dataValidations: columns.flatMap(({ choices }, index) => {
      const letter = colToLetter(index);
      const range = `${letter}2:${letter}${rows.length + spareRows}`;
      // What is not on the list may be typed all the same: [clear] is right in some columns.
      const list = { type: 'list', allowBlank: true, showErrorMessage: false, range } as const;
      return choices ? [{ ...list, values: [...choices] }] : [];
    }),
  };
  return writeXlsx({ sheets: [sheet] });
}

/** In workbooks `_x0041_` is how a letter is written by its number. The library writes it so, but not a text that looks like it. */
function written(cell: string | number): Value {
  if (cell === '') return null;
  return typeof cell === 'string' ? cell.replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_') : cell;
}

/** For the dishes that are added. */
const spareRows = 1000;
