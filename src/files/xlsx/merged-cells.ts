import type { Finding } from '../../finding.ts';
import type { StoredSheet } from './library.ts';

/** What the cells of a row have that are merged with those above them, by column. */
export type MergedTexts = ReadonlyMap<number, string>;

/** A row is written up to its last cell, and a stranger's workbook may merge all of them. */
const mostWritten = 1_000_000;

/**
 * The texts of cells that are merged with those above them. Only the uppermost has its text in the file. Whether all rows
 * mean it is for their owner to say; with it, the rest can be checked meanwhile.
 * @returns the texts by row
 */
export function mergedCells(
  { merged, rows }: StoredSheet,
  textAt: (row: number, column: number) => string,
): { texts: ReadonlyMap<number, MergedTexts>; findings: readonly Finding[] } {
  const texts = new Map<number, Map<number, string>>();
  const findings: Finding[] = [];
  let written = 0;
  for (const { column, first, last } of merged) {
    const value = first < rows ? textAt(first, column) : '';
    if (value === '') continue;
    findings.push({ ...notTheirs, row: last + 1, index: column, value });
    for (let row = first + 1; row <= Math.min(last, rows - 1) && written < mostWritten; row += 1) {
      texts.set(row, (texts.get(row) ?? new Map<number, string>()).set(column, value));
      written += column + 1;
    }
  }
  return { texts, findings };
}

const notTheirs: Finding = {
  severity: 'error',
  expected: 'a cell of its own in every row: this one is merged with those above it',
  hint: 'Take the merging away (in Excel: Merge & Center), and write in each row what holds there.',
};

const range = /<(?:\w+:)?mergeCell\s[^>]*?ref="[A-Z]{1,3}(\d{1,7}):[A-Z]{1,3}(\d{1,7})"/g;

/** The part of a sheet's XML that merges cells of several rows, as it may be put behind its rows; no more than a person makes. */
export function mergedInXml(afterRows: Buffer): Buffer {
  const found = [...afterRows.toString('latin1').matchAll(range)].filter(([, from, to]) => from !== to);
  if (found.length === 0) return Buffer.alloc(0);
  const refs = found.slice(0, mostRanges).map(([cell]) => `${cell.replace(/<\w+:/, '<')}/>`);
  return Buffer.from(`<mergeCells>${refs.join('')}</mergeCells>`);
}

const mostRanges = 10_000;
