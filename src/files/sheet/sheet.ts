import type { ReadingRules } from '../cells/cell-reader.ts';
import type { CellRules } from '../cells/cells.ts';
import { decide, witnessFor } from '../cells/convention.ts';
import type { Grouping } from '../kinds/menu/group.ts';
import type { Part } from '../kinds/menu/part.ts';
import { type Finding, mostFindings, type Problem, Unreadable } from '../problem.ts';
import { csvRows } from '../readers/csv.ts';
import { csvLines } from '../readers/csv-lines.ts';
import { type Encoding, utf8Chunks } from '../readers/encoding.ts';
import type { Source } from '../readers/source.ts';
import type { Column } from './columns.ts';
import { type Binding, bindHeader } from './header.ts';
import { findLayout, headerName, type Layout } from './layout.ts';
import { placeFindings } from './places.ts';
import { aboveHeader, strayCells } from './row-checks.ts';

/** What a CSV file may hold: its columns, those it must have, and what its rows make. */
export interface SheetKind {
  columns: readonly Column[];
  /** The first of them is the id by which rows are told apart. */
  required: readonly Column[];
  group(binding: Binding, rules: ReadingRules): Grouping;
}

/** A CSV file, grouped. */
export interface Sheet {
  parts: Part[];
  findings: Finding[];
  /** False where a column is missing, or is not understood. */
  headerIsRight: boolean;
  /** Says where findings stand: row, line, column letter, header. */
  place(findings: readonly Finding[]): Promise<Problem[]>;
  /** The cells of these rows as they stand in the file, with the line each begins on. Read anew. */
  original(rows: ReadonlySet<number>): Promise<Original[]>;
}

/** A row as it stands in the file. */
export interface Original {
  row: number;
  line: number | undefined;
  /** By the file's own headers. */
  cells: readonly (readonly [header: string, text: string])[];
}

/** Reads a CSV file to its end, or to where it cannot be read any further. */
export async function readSheet(
  source: Source,
  kind: SheetKind,
  rules: CellRules,
  encoding?: Encoding,
): Promise<Sheet> {
  const known = new Map(kind.columns.map((column) => [headerName(column.name), column]));
  const open = () => utf8Chunks(source, encoding);
  const found = findLayout(await firstLines(open()), known);
  if (!found) {
    const nothing = { parts: [], findings: [], headerIsRight: true };
    return { ...nothing, place: async () => [], original: async () => [] };
  }
  const layout: Layout = found;
  const { dialect, header, hiddenRows } = layout;
  const readRows = async (rules: ReadingRules): Promise<Grouped> => {
    const binding = bindHeader(layout, known, kind.required);
    return group(kind, kind.group(binding, rules), open(), layout, binding);
  };
  const witness = witnessFor(rules);
  let grouped = await readRows({ ...rules, witness });
  const decision = witness && decide(witness);
  if (decision) grouped = await readRows({ ...rules, shown: decision.shown });
  const { binding, parts, headerIsRight } = grouped;
  const findings = [...grouped.findings, ...(decision?.findings ?? [])];
  const place = (found: readonly Finding[]) =>
    placeFindings({ name: source.name, open, layout, binding, parts }, found);

  async function original(rows: ReadonlySet<number>): Promise<Original[]> {
    const shown = new Set([...rows].map((row) => row + hiddenRows));
    const lines = await csvLines(open(), dialect, shown);
    const originals: Original[] = [];
    let row = -hiddenRows;
    for await (const batch of csvRows(open(), dialect)) {
      for (const cells of batch) {
        row += 1;
        if (!rows.has(row)) continue;
        const named = header.map((name, i) => [name, cells[i] ?? ''] as const);
        originals.push({ row, line: lines.get(row + hiddenRows), cells: named });
      }
    }
    return originals;
  }

  return { parts, findings, headerIsRight, place, original };
}

/** What the rows of a file make. */
interface Grouped {
  binding: Binding;
  parts: Part[];
  findings: Finding[];
  headerIsRight: boolean;
}

async function group(
  { required: [id] }: SheetKind,
  grouping: Grouping,
  chunks: AsyncIterable<Uint8Array>,
  layout: Layout,
  binding: Binding,
): Promise<Grouped> {
  // Without its ids this is most likely another kind of file: that says more than what is wrong with each row.
  const headerIsRight = !binding.findings.some(({ severity }) => severity === 'error');
  const usable = id === undefined || binding.columns.some(({ column }) => column === id);
  const read = usable ? await addRows(grouping, chunks, layout, binding, id) : [];
  const { parts, findings } = grouping.finish();
  const told = [...findings, ...read].filter(({ severity }) => usable || severity === 'error');
  return { binding, parts, findings: told, headerIsRight };
}

const headSize = 1 << 16;

/** Five times as many as a spreadsheet holds, blank ones too. */
const mostRows = 5_000_000;

/** The beginning of a text, cut at the end of a line where there is more of it. */
async function firstLines(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const taken: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    taken.push(chunk);
    length += chunk.length;
    if (length > headSize) break;
  }
  const head = Buffer.concat(taken).subarray(0, headSize).toString();
  if (length <= headSize) return head;
  const end = Math.max(head.lastIndexOf('\n'), head.lastIndexOf('\r'));
  return end < 0 ? head : head.slice(0, end + 1);
}

/** @returns what is wrong with rows as a whole, and what kept the file from being read to its end */
async function addRows(
  grouping: Grouping,
  chunks: AsyncIterable<Uint8Array>,
  { dialect, hiddenRows, headerRow }: Layout,
  binding: Binding,
  id: Column | undefined,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  let row = -hiddenRows;
  try {
    for await (const batch of csvRows(chunks, dialect)) {
      for (const cells of batch) {
        row += 1;
        if (row > headerRow) {
          grouping.add(cells, row);
          for (const stray of strayCells(cells, binding)) findings.push({ ...stray, row });
        } else if (row > 0 && row < headerRow) {
          const lost = aboveHeader(cells, binding, id);
          if (lost) findings.push({ ...lost, row });
        }
      }
      if (row > mostRows) throw new Unreadable({ message: `there are over ${mostRows} rows.` });
      if (binding.findings.length + findings.length > mostFindings) {
        throw new Unreadable({
          message: `there are over ${mostFindings} problems above: nothing more was read.`,
        });
      }
    }
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    // Where bytes are wrong their line is known, and how many rows stand before them is not.
    findings.push(error.finding.line === undefined ? { row: row + 1, ...error.finding } : error.finding);
  }
  return findings;
}
