import { isNumber, kinds } from '../cells/cells.ts';
import type { Problem } from '../problem.ts';
import { type Column, menuColumns } from '../sheet/columns.ts';
import { type WrittenColumn, writeWorkbook } from './library.ts';

/** The most characters that Excel keeps in a cell, and the most rows of a sheet. */
const longestText = 32_767;
const mostRows = 1_048_576;
const unwritable = /[\ufffe\uffff]/;

/**
 * Rows as the one sheet of a workbook. Ids and names are text, so that Excel leaves them as they are, prices are numbers,
 * and yes or no is chosen from a list.
 * @param rows cells as they stand in CSV, under a header of our own columns
 */
export async function menuWorkbook(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): Promise<Uint8Array> {
  const columns = header.map((name) => menuColumns.find((column) => column.name === name));
  const written = columns.map((column, at): WrittenColumn => {
    const isYesOrNo = column !== undefined && answers(column);
    return {
      header: header[at] ?? '',
      width: widthOf([header[at] ?? '', ...rows.slice(0, lookedAt).map((row) => row[at] ?? '')]),
      isText: column === undefined || !(isNumber(column.kind) || isYesOrNo),
      choices: isYesOrNo ? ['yes', 'no'] : undefined,
    };
  });
  const cells = rows.map((row) => row.map((text, at) => cellOf(columns[at], text)));
  return writeWorkbook('Menu', written, cells);
}

/** What Excel has no room for. */
export function tooMuchForExcel(header: readonly string[], rows: readonly (readonly string[])[]): Problem[] {
  if (rows.length >= mostRows) {
    return [
      {
        severity: 'error',
        message: `a sheet of Excel has ${mostRows} rows, and this menu takes ${rows.length + 1}.`,
      },
    ];
  }
  return rows.flatMap((row, i) =>
    row.flatMap((text, at): Problem[] => {
      const isTooLong = text.length > longestText;
      if (!isTooLong && !unwritable.test(text)) return [];
      const message = isTooLong
        ? `it has ${text.length} characters, and a cell of Excel holds ${longestText}.`
        : 'it has a character that workbooks cannot hold (U+FFFE or U+FFFF).';
      return [{ severity: 'error', row: i + 2, field: header[at], message }];
    }),
  );
}

function answers({ kind }: Column): boolean {
  return kind === kinds.boolean || kind === kinds.bit;
}

const plainNumber = /^\d+(\.\d+)?$/;

function cellOf(column: Column | undefined, text: string): string | number {
  if (column === undefined) return text;
  if (isNumber(column.kind) && plainNumber.test(text)) return Number(text);
  if (!answers(column)) return text;
  return text === 'true' || text === '1' ? 'yes' : text === 'false' || text === '0' ? 'no' : text;
}

const lookedAt = 200;
const narrowest = 10;
const widest = 40;

/** Wide enough for most cells; in characters. */
function widthOf(texts: readonly string[]): number {
  const longest = texts.reduce((most, text) => Math.max(most, text.length), 0);
  return Math.min(widest, Math.max(narrowest, longest + 2));
}
