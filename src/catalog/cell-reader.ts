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

/** What is known of a column from the rows above. */
interface Memory {
  /** The last cell that was taken, and the part that took it. */
  raw: string;
  part: Part | undefined;
  /** What short cells were read as: files repeat themselves, and reading costs more than remembering. */
  values: Map<string, CellValue>;
}

const mostRemembered = 1000;
const longestRemembered = 12;

export function createCellReader(rules: CellRules, findings: Finding[]): CellReader {
  const memories: Memory[] = [];

  function memoryOf({ index }: BoundColumn): Memory {
    let memory = memories[index];
    if (memory === undefined) {
      memory = { raw: '', part: undefined, values: new Map() };
      memories[index] = memory;
    }
    return memory;
  }

  /** @returns undefined for a cell with nothing but spaces in it */
  function read({ column }: BoundColumn, raw: string, { values }: Memory): CellValue | Refusal | undefined {
    const isShort = raw.length <= longestRemembered;
    const known = isShort ? values.get(raw) : undefined;
    if (known !== undefined) return known;
    const text = cleanCell(raw);
    if (text === '') return undefined;
    const isMark = text === clearMark || text === emptyMark;
    const value = isMark ? marked(text, column.required) : column.kind(text, rules);
    if (isShort && !(value instanceof Refusal)) {
      if (values.size === mostRemembered) values.clear();
      values.set(raw, value);
    }
    return value;
  }

  function fill(part: Part, columns: readonly BoundColumn[], cells: Cells, row: number): void {
    for (const bound of columns) {
      const raw = cells[bound.index];
      if (raw === undefined || raw === '') continue;
      const { key } = bound.column;
      const before = part.fields[key];
      const memory = memoryOf(bound);
      if (before === raw || (memory.part === part && memory.raw === raw)) continue;
      const value = take(bound, raw, row, memory);
      if (value === undefined) continue;
      if (value instanceof Refusal) {
        part.fields[key] = before;
        continue;
      }
      if (before !== undefined && before !== value) {
        findings.push(contradiction(part, bound, raw, row));
        continue;
      }
      if (before === undefined) part.fields[key] = typeof value === 'string' ? ownText(value) : value;
      memory.raw = raw;
      memory.part = part;
    }
  }

  /** Reads a cell and reports it where it is refused or doubted. */
  function take(bound: BoundColumn, raw: string, row: number, memory: Memory) {
    const value = read(bound, raw, memory);
    if (!(value instanceof Refusal)) return value;
    const { expected, hint, doubt } = value;
    const severity = doubt === undefined ? 'error' : 'warning';
    findings.push({ severity, row, index: bound.index, value: raw, expected, hint });
    return doubt ?? value;
  }

  function id(bound: BoundColumn | undefined, cells: Cells): string | undefined {
    const raw = bound === undefined ? '' : (cells[bound.index] ?? '');
    if (bound === undefined || raw === '') return undefined;
    const value = read(bound, raw, memoryOf(bound));
    if (value instanceof Refusal) return String(value.doubt ?? cleanCell(raw));
    return value === undefined ? undefined : String(value);
  }

  return { fill, id };
}

const longestInPlace = 12;

/** A longer piece of a row keeps the whole row in memory, so what stays is copied. */
function ownText(text: string): string {
  return text.length > longestInPlace ? Buffer.from(text).toString() : text;
}

function marked(mark: string, required: boolean): CellValue | Refusal {
  if (required) return new Refusal('a value: Blink needs one');
  return mark === clearMark ? null : '';
}

function contradiction(part: Part, { index, column }: BoundColumn, value: string, row: number): Finding {
  const first = part.fields[column.key];
  const shown = first === null ? clearMark : first === '' ? emptyMark : String(first);
  return {
    severity: 'error',
    row,
    index,
    value,
    expected: `${shown}, as in row ${part.row}, or a blank cell`,
  };
}

export function isFilled(columns: readonly BoundColumn[], cells: Cells): boolean {
  for (const { index } of columns) {
    const cell = cells[index];
    if (cell !== undefined && cell !== '' && cell.trim() !== '') return true;
  }
  return false;
}
