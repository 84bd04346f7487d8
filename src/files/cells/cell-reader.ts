import type { Finding } from '../../finding.ts';
import type { Draft } from '../drafts/draft.ts';
import type { BoundColumn } from '../sheet/header.ts';
import { withoutCurrency } from './amounts.ts';
import {
  type CellRules,
  type CellValue,
  cleanCell,
  clearMark,
  emptyMark,
  isNumber,
  Refusal,
  readCell,
  Uncertain,
  undecidedMark,
} from './cells.ts';
import { type Witness, witnessNumber } from './convention.ts';
import { readStored, type StoredAs } from './stored-cells.ts';

type Cells = readonly string[];

/** Reads the cells of rows by the rules of their columns and reports what they refuse. */
export interface CellReader {
  /** Fills a draft's fields from a row. What stands there already must not be contradicted. */
  fill(draft: Draft, columns: readonly BoundColumn[], cells: Cells, row: number): void;
  /** The id in a row, a refused one as it stands; undefined where it is blank. */
  id(bound: BoundColumn | undefined, cells: Cells, row: number): string | undefined;
}

/** What is known of a column from the rows above. Files repeat themselves, and reading costs more than remembering. */
interface Memory {
  /** The last cell that was taken for certain, what it was read as, and the draft that took it last. */
  raw: string;
  value: CellValue;
  draft: Draft | undefined;
  /** What short cells were read as. */
  values: Map<string, CellValue>;
  hasNumbers: boolean;
}

const mostRemembered = 1000;
const shortCell = 12;

/** How the cells of a file are read. */
export interface ReadingRules extends CellRules {
  /** Takes note of the file's numbers. Uncertain ones are passed over in silence: the file is read again for them. */
  witness?: Witness | undefined;
  /** What the cells of a workbook are stored as. */
  storedAs?: ((row: number, column: number) => StoredAs | undefined) | undefined;
}

export function createCellReader(rules: ReadingRules, findings: Finding[]): CellReader {
  const { witness } = rules;
  const memories = new Map<BoundColumn, Memory>();

  function memoryOf(bound: BoundColumn): Memory {
    let memory = memories.get(bound);
    if (memory === undefined) {
      const hasNumbers = isNumber(bound.column.kind);
      memory = { raw: '', value: '', draft: undefined, values: new Map(), hasNumbers };
      memories.set(bound, memory);
    }
    return memory;
  }

  /** @returns undefined for a cell with nothing but spaces in it */
  function read(bound: BoundColumn, raw: string, row: number, memory: Memory) {
    const storedAs = rules.storedAs?.(row, bound.index);
    if (storedAs !== undefined) return readStored(bound.column.kind, raw, rules, storedAs);
    if (memory.raw === raw) return memory.value;
    const { values } = memory;
    const value =
      (raw.length <= shortCell ? values.get(raw) : undefined) ?? readAnew(bound, raw, row, memory);
    if (value === undefined || value instanceof Refusal) return value;
    if (raw.length <= shortCell) {
      if (values.size === mostRemembered) values.clear();
      values.set(raw, value);
    }
    memory.raw = raw;
    memory.value = ownValue(value);
    memory.draft = undefined;
    return memory.value;
  }

  function readAnew({ column, index }: BoundColumn, raw: string, row: number, { hasNumbers }: Memory) {
    const text = cleanCell(raw);
    if (text === '') return undefined;
    if (text !== clearMark && text !== emptyMark) {
      if (!hasNumbers) return column.kind(text, rules);
      const value = readCell(column.kind, text, rules);
      if (witness) witnessNumber(witness, { text: withoutCurrency(text, rules), row, index }, value);
      return value;
    }
    if (column.required) return new Refusal('a value: Blink needs one');
    return text === clearMark ? null : '';
  }

  function fill(draft: Draft, columns: readonly BoundColumn[], cells: Cells, row: number): void {
    for (const bound of columns) {
      const raw = cells[bound.cell];
      if (raw === undefined || raw === '') continue;
      const { key } = bound.column;
      const before = draft.fields[key];
      if (isUndecided(raw)) {
        draft.fields[key] = before;
        continue;
      }
      const memory = memoryOf(bound);
      if (before === raw || (memory.draft === draft && memory.raw === raw)) continue;
      const value = take(bound, raw, row, memory);
      if (value === undefined) continue;
      if (value instanceof Refusal) draft.fields[key] = before;
      else if (before === undefined) draft.fields[key] = value;
      else if (before !== value) {
        findings.push(contradiction(draft, bound, raw, row));
        continue;
      }
      if (memory.raw === raw) memory.draft = draft;
    }
  }

  /** Reads a cell and reports it where it is refused or doubted. */
  function take(bound: BoundColumn, raw: string, row: number, memory: Memory) {
    const value = read(bound, raw, row, memory);
    if (!(value instanceof Refusal) || (witness && value instanceof Uncertain)) return value;
    const { expected, hint, doubt } = value;
    const severity = doubt === undefined ? 'error' : 'warning';
    findings.push({ severity, row, index: bound.index, value: raw, expected, hint });
    return doubt ?? value;
  }

  function id(bound: BoundColumn | undefined, cells: Cells, row: number): string | undefined {
    const raw = bound === undefined ? '' : (cells[bound.cell] ?? '');
    if (bound === undefined || raw === '') return undefined;
    if (isUndecided(raw)) return raw;
    const value = read(bound, raw, row, memoryOf(bound));
    if (value instanceof Refusal) return String(value.doubt ?? cleanCell(raw));
    return value === undefined ? undefined : String(value);
  }

  return { fill, id };
}

/** Every cell comes through here, and next to none begins with the mark. */
function isUndecided(raw: string): boolean {
  return raw.charCodeAt(0) === 0 && raw.startsWith(undecidedMark);
}

/** A long piece of a row would keep the whole row in memory, so what stays is copied. */
function ownValue(value: CellValue): CellValue {
  return typeof value === 'string' && value.length > shortCell ? Buffer.from(value).toString() : value;
}

function contradiction(draft: Draft, { index, column }: BoundColumn, value: string, row: number): Finding {
  const first = draft.fields[column.key];
  const shown = first === null ? clearMark : first === '' ? emptyMark : String(first);
  return {
    severity: 'error',
    row,
    index,
    value,
    expected: `${shown}, as in row ${draft.row}, or a blank cell`,
  };
}

export function isFilled(columns: readonly BoundColumn[], cells: Cells): boolean {
  for (const { cell: at } of columns) {
    const cell = cells[at];
    if (cell !== undefined && cell !== '' && cell.trim() !== '') return true;
  }
  return false;
}
