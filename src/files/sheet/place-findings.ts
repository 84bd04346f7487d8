import type { Finding } from '../../finding.ts';
import { type Draft, draftAt } from '../drafts/draft.ts';
import { columnLetter, type Problem } from '../problem.ts';
import { csvLines } from '../readers/csv-lines.ts';
import type { OpenedSheet } from './opened-sheet.ts';
import type { Sheet } from './sheet.ts';

/**
 * Says where findings stand, in their order: file, row, line, column letter, header.
 * @param sheet the file they were found in; a path into its drafts may lead to another one. Read again for the lines
 */
export async function placeFindings(sheet: Sheet, findings: readonly Finding[]): Promise<Problem[]> {
  const placed = findings.map((finding) => ({ finding, ...cellOf(finding, sheet) }));
  const lines = await linesOf(placed);
  return placed.map(({ finding, sheet, row, index, field }): Problem => {
    const { severity, value, expected, message, hint } = finding;
    return {
      severity,
      file: sheet.name,
      sheet: sheet.origin?.name,
      row,
      line: finding.line ?? (row === undefined ? undefined : lines.get(sheet)?.get(row)),
      column: index === undefined ? undefined : columnLetter(index),
      field: index === undefined ? field : sheet.layout.header[index]?.trim(),
      value,
      expected,
      message,
      hint,
    };
  });
}

/** Problems as a person goes through a sheet: from its first row to its last. */
export function inRowOrder(problems: readonly Problem[]): Problem[] {
  return [...problems].sort((a, b) => (a.row ?? 0) - (b.row ?? 0));
}

interface Cell {
  sheet: OpenedSheet;
  row?: number | undefined;
  index?: number | undefined;
  field?: string;
}

/** The cell a finding is about. A path leads to the row in which the draft began, and to the column of its field. */
function cellOf({ row, index, path }: Finding, own: Sheet): Cell {
  if (!path) return { sheet: own, row, index };
  const found = draftAt(own.drafts, path);
  if (!found) return { sheet: own };
  const { draft, key = 'id', sheet = own } = found;
  const bound = columnOf(draft, key, sheet);
  return { sheet, row: draft.row, field: bound?.column.name ?? key, index: bound?.index };
}

function columnOf({ wide, fields, level }: Draft, key: string, { binding }: OpenedSheet) {
  const branch = wide ? fields.id : undefined;
  return binding.columns.find(
    (bound) => bound.column.level === level && bound.column.key === key && bound.branch === branch,
  );
}

/** The physical lines of rows, by file and row. */
async function linesOf(cells: readonly Cell[]): Promise<Map<OpenedSheet, ReadonlyMap<number, number>>> {
  const wanted = new Map<OpenedSheet, Set<number>>();
  for (const { sheet, row } of cells) {
    if (row !== undefined) wanted.set(sheet, (wanted.get(sheet) ?? new Set()).add(row));
  }
  const lines = new Map<OpenedSheet, ReadonlyMap<number, number>>();
  for (const [sheet, rows] of wanted) lines.set(sheet, await rowLines(sheet, rows));
  return lines;
}

/** The physical line on which each of these rows begins; none in a workbook. Rows count as a spreadsheet shows them. */
export async function rowLines(
  { read, origin, layout: { dialect, hiddenRows } }: OpenedSheet,
  rows: ReadonlySet<number>,
): Promise<ReadonlyMap<number, number>> {
  if (origin) return new Map();
  const counted = new Set([...rows].map((row) => row + hiddenRows));
  const lines = await csvLines(read(), dialect, counted);
  return new Map([...lines].map(([row, line]) => [row - hiddenRows, line]));
}
