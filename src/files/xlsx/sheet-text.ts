import type { Finding } from '../../finding.ts';
import type { StoredAs } from '../cells/stored-cells.ts';
import type { SheetOrigin } from '../readers/text.ts';
import { cellText } from './cell-text.ts';
import type { StoredSheet } from './library.ts';
import { mergedCells } from './merged-cells.ts';

/** A sheet as the CSV text it would be, with a row for each row of the sheet, and what that text does not say. */
export interface SheetText {
  chunks: readonly Buffer[];
  storedAs: SheetOrigin['storedAs'];
  /** What is hidden in the sheet and read all the same. */
  findings: readonly Finding[];
}

/** More than any sheet has columns. */
const widest = 1 << 15;
const chunkRows = 500;

/** Everything that is known of CSV holds for sheets, too, when they are written as one: the line `sep=,` says how. */
export function sheetText(sheet: StoredSheet): SheetText {
  const chunks = [Buffer.from('sep=,\n')];
  const stored = new Map<number, StoredAs>();
  const hiddenRows: number[] = [];
  const merged = mergedCells(sheet, (row, column) => cellText(sheet.cells(row)[column]).text);
  let lines: string[] = [];
  let isBlank = true;
  for (let row = 0; row < sheet.rows; row += 1) {
    const texts = sheet.cells(row).map((cell, column) => {
      const { text, storedAs } = cellText(cell);
      if (storedAs !== undefined) stored.set((row + 1) * widest + column, storedAs);
      return text;
    });
    for (const [column, text] of merged.texts.get(row) ?? []) {
      while (texts.length <= column) texts.push('');
      texts[column] ||= text;
    }
    while (texts.at(-1) === '') texts.pop();
    isBlank &&= texts.length === 0;
    if (texts.length > 0 && sheet.isHiddenRow(row)) hiddenRows.push(row + 1);
    lines.push(`${texts.map(quoted).join(',')}\n`);
    if (lines.length < chunkRows) continue;
    chunks.push(Buffer.from(lines.join('')));
    lines = [];
  }
  chunks.push(Buffer.from(lines.join('')));
  return {
    chunks: isBlank ? [] : chunks,
    storedAs: (row, column) => stored.get(row * widest + column),
    findings: [...hiddenFindings(hiddenRows, sheet.hiddenColumns), ...merged.findings],
  };
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const mostNamed = 10;

function hiddenFindings(rows: readonly number[], columns: readonly number[]): Finding[] {
  const [row] = rows;
  const more = rows.length > mostNamed ? ` and ${rows.length - mostNamed} more` : '';
  const named = rows.slice(0, mostNamed).join(', ');
  const message = `hidden in the sheet, and read like the others: row ${named}${more}.`;
  return [
    ...(row === undefined ? [] : [{ severity: 'warning', message } as const]),
    ...columns.map((index): Finding => {
      return {
        severity: 'warning',
        index,
        message: 'this column is hidden in the sheet, and read like the others.',
      };
    }),
  ];
}
