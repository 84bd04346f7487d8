import type { CellRules } from './cells.ts';
import type { Column } from './columns.ts';
import { type Grouping, groupRows } from './group.ts';
import { type Binding, bindHeader, findLayout, type Layout } from './header.ts';
import { type Part, partAt } from './part.ts';
import { columnLetter, type Finding, type Problem, Unreadable } from './problem.ts';
import { csvLines, csvRows } from './readers/csv.ts';
import { type Encoding, utf8Chunks } from './readers/encoding.ts';
import type { Source } from './readers/source.ts';

/** What a CSV file may hold: its columns, those it must have, and what its rows are grouped by. */
export interface SheetKind {
  root: 'product' | 'modifier';
  columns: readonly Column[];
  required: readonly Column[];
}

/** A CSV file, grouped. */
export interface Sheet {
  parts: Part[];
  findings: Finding[];
  /** Says where findings stand: row, line, column letter, header. */
  place(findings: readonly Finding[]): Promise<Problem[]>;
}

const headSize = 1 << 16;

/** Reads a CSV file to its end, or to where it cannot be read any further. */
export async function readSheet(
  source: Source,
  kind: SheetKind,
  rules: CellRules,
  encoding?: Encoding,
): Promise<Sheet> {
  const known = new Map(kind.columns.map((column) => [column.name, column]));
  const open = () => utf8Chunks(source, encoding);
  const layout = findLayout(await firstText(open()), known);
  if (!layout) return { parts: [], findings: [], place: async () => [] };
  const binding = bindHeader(layout, known, kind.required);
  const grouping = groupRows(kind.root, binding, rules);
  const stop = await addRows(grouping, open(), layout);
  const { parts, findings } = grouping.finish();
  if (stop) findings.push(stop);

  async function place(found: readonly Finding[]): Promise<Problem[]> {
    const placed = found.map((finding) => ({ finding, ...cellOf(finding, parts, binding) }));
    const hidden = layout?.hiddenRows ?? 0;
    const rows = new Set(placed.flatMap(({ row }) => (row === undefined ? [] : [row + hidden])));
    const lines =
      rows.size > 0 && layout ? await csvLines(open(), layout.dialect, rows) : new Map<number, number>();
    return placed
      .map(({ finding, row, index, file, field }): Problem => {
        const line = finding.line ?? (row === undefined || file ? undefined : lines.get(row + hidden));
        const header = index === undefined ? field : layout?.header[index]?.trim();
        const { severity, value, expected, message, hint } = finding;
        const column = index === undefined ? undefined : columnLetter(index);
        return {
          severity,
          file: file ?? source.name,
          row,
          line,
          column,
          field: header,
          value,
          expected,
          message,
          hint,
        };
      })
      .sort((a, b) => (a.row ?? 0) - (b.row ?? 0));
  }

  return { parts, findings, place };
}

async function firstText(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const taken: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    taken.push(chunk);
    length += chunk.length;
    if (length >= headSize) break;
  }
  return Buffer.concat(taken).subarray(0, headSize).toString();
}

/** @returns what kept the file from being read to its end, if anything */
async function addRows(
  grouping: Grouping,
  chunks: AsyncIterable<Uint8Array>,
  { dialect, hiddenRows, headerRow }: Layout,
): Promise<Finding | undefined> {
  let row = -hiddenRows;
  try {
    for await (const batch of csvRows(chunks, dialect)) {
      for (const cells of batch) {
        row += 1;
        if (row > headerRow) grouping.add(cells, row);
      }
    }
  } catch (error) {
    if (error instanceof Unreadable) return error.finding;
    throw error;
  }
  return undefined;
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
