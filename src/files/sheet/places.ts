import { type Part, partAt } from '../kinds/menu/part.ts';
import { columnLetter, type Finding, type Problem } from '../problem.ts';
import { csvLines } from '../readers/csv-lines.ts';
import type { Binding } from './header.ts';
import type { Layout } from './layout.ts';

/** A CSV file that was read, for saying where in it something stands. */
export interface ReadSheet {
  name: string;
  /** Its text from the beginning, in UTF-8. */
  open(): AsyncIterable<Uint8Array>;
  layout: Layout;
  binding: Binding;
  parts: readonly Part[];
}

/** Says where findings stand, in their order: row, line, column letter, header. The file is read again for the lines. */
export async function placeFindings(sheet: ReadSheet, findings: readonly Finding[]): Promise<Problem[]> {
  const { name, open, binding, parts } = sheet;
  const { dialect, header, hiddenRows } = sheet.layout;
  const placed = findings.map((finding) => ({ finding, ...cellOf(finding, parts, binding) }));
  const rows = new Set(
    placed.flatMap(({ row, file }) => (row === undefined || file ? [] : [row + hiddenRows])),
  );
  const lines = rows.size > 0 ? await csvLines(open(), dialect, rows) : new Map<number, number>();
  return placed.map(({ finding, row, index, file, field }): Problem => {
    const { severity, value, expected, message, hint } = finding;
    return {
      severity,
      file: file ?? name,
      row,
      line: finding.line ?? (row === undefined || file ? undefined : lines.get(row + hiddenRows)),
      column: index === undefined ? undefined : columnLetter(index),
      field: index === undefined ? field : header[index]?.trim(),
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
  row?: number | undefined;
  index?: number | undefined;
  field?: string;
  file?: string | undefined;
}

/** The cell a finding is about. A path leads to the row in which the part began, and to the column of its field. */
function cellOf(finding: Finding, parts: readonly Part[], { columns }: Binding): Cell {
  if (!finding.path) return finding;
  const found = partAt(parts, finding.path);
  if (!found) return {};
  const { part, key = 'id', file } = found;
  const branch = part.wide ? part.fields.id : undefined;
  const bound = columns.find(
    ({ column, branch: wide }) => column.level === part.level && column.key === key && wide === branch,
  );
  return { row: part.row, field: bound?.column.name ?? key, index: file ? undefined : bound?.index, file };
}
