import { type CellRules, type CellValue, cleanCell, clearMark, emptyMark, Refusal } from './cells.ts';
import type { BoundColumn } from './header.ts';
import type { Part } from './part.ts';
import type { Finding } from './problem.ts';

type Cells = readonly string[];

/** Reads the cells of rows by the rules of their columns and reports what they refuse. */
export interface CellReader {
  /** Fills a part's fields from a row. What stands there already must not be contradicted. */
  fill(part: Part, columns: readonly BoundColumn[], cells: Cells, row: number): void;
  /** The id in a row, a refused one as it stands; undefined where it is blank. */
  id(bound: BoundColumn | undefined, cells: Cells): string | undefined;
}

export function createCellReader(rules: CellRules, findings: Finding[]): CellReader {
  // Files repeat themselves from row to row: the last good reading of each column saves most of the work.
  const last = new Map<BoundColumn, { raw: string; value: CellValue }>();

  function read(bound: BoundColumn, raw: string, row: number): CellValue | Refusal | undefined {
    const before = last.get(bound);
    if (before !== undefined && before.raw === raw) return before.value;
    const text = cleanCell(raw);
    if (text === '') return undefined;
    const { column, index } = bound;
    const value =
      text === clearMark || text === emptyMark ? marked(text, column.required) : column.kind(text, rules);
    if (!(value instanceof Refusal)) {
      if (before) Object.assign(before, { raw, value });
      else last.set(bound, { raw, value });
      return value;
    }
    const severity = value.doubt === undefined ? 'error' : 'warning';
    findings.push({ severity, row, index, value: raw, expected: value.expected, hint: value.hint });
    return value.doubt ?? value;
  }

  function fill(part: Part, columns: readonly BoundColumn[], cells: Cells, row: number): void {
    for (const bound of columns) {
      const raw = cells[bound.index];
      if (raw === undefined || raw === '') continue;
      const value = read(bound, raw, row);
      if (value === undefined) continue;
      const { key } = bound.column;
      const before = part.fields[key];
      if (value instanceof Refusal) part.fields[key] ??= undefined;
      else if (before === undefined) part.fields[key] = value;
      else if (before !== value) findings.push(contradiction(part, bound, raw, row));
    }
  }

  function id(bound: BoundColumn | undefined, cells: Cells): string | undefined {
    const raw = bound === undefined ? '' : (cells[bound.index] ?? '');
    if (bound === undefined || raw === '') return undefined;
    const before = last.get(bound);
    if (before?.raw === raw) return String(before.value);
    const text = cleanCell(raw);
    if (text === '') return undefined;
    const value = bound.column.kind(text, rules);
    return value instanceof Refusal ? text : String(value);
  }

  return { fill, id };
}

function marked(mark: string, required: boolean): CellValue | Refusal {
  if (required) return new Refusal('a value: Blink needs one');
  return mark === clearMark ? null : '';
}

function contradiction(part: Part, { index, column }: BoundColumn, value: string, row: number): Finding {
  const expected = `${String(part.fields[column.key])}, as in row ${part.row}, or a blank cell`;
  return { severity: 'error', row, index, value, expected };
}

export function isFilled(columns: readonly BoundColumn[], cells: Cells): boolean {
  for (const { index } of columns) {
    const cell = cells[index];
    if (cell !== undefined && cell !== '' && cell.trim() !== '') return true;
  }
  return false;
}
