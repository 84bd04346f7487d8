import { type Finding, mostFindings } from '../../finding.ts';
import type { ReadingRules } from '../cells/cell-reader.ts';
import type { CellRules } from '../cells/cells.ts';
import { decide, witnessFor } from '../cells/convention.ts';
import { groupRows } from '../drafts/group-rows.ts';
import { Unreadable } from '../problem.ts';
import type { Decisions } from '../profiles/decisions.ts';
import type { Recognised } from '../profiles/profile.ts';
import { csvRows } from '../readers/csv.ts';
import type { Text } from '../readers/text.ts';
import type { Binding } from './header.ts';
import { aboveHeader, strayCells } from './row-checks.ts';
import type { Sheet } from './sheet.ts';

/** Reads a CSV file to its end, or to where it cannot be read any further. */
export async function readSheet(
  { name, read, origin }: Text,
  { layout, table, kind }: Recognised,
  rules: CellRules & Decisions,
): Promise<Sheet> {
  const opened = { name, read, layout, origin };
  const given = { ...rules, ...table.rules?.(layout, rules), storedAs: origin?.storedAs };
  const witness = witnessFor(given);
  const grouped = await readRows(opened, table, kind, { ...given, witness });
  const decision = witness && decide(witness);
  if (!decision) return { ...opened, ...grouped };
  // What the file's own numbers show is known now: it is read again by that.
  const again = await readRows(opened, table, kind, { ...given, shown: decision.shown });
  return { ...opened, ...again, findings: [...again.findings, ...decision.findings] };
}

type Opened = Pick<Sheet, 'name' | 'read' | 'layout' | 'origin'>;

async function readRows(
  opened: Opened,
  table: Recognised['table'],
  kind: Recognised['kind'],
  rules: ReadingRules & Decisions,
): Promise<Omit<Sheet, keyof Opened>> {
  const [id] = kind.required;
  const { layout } = opened;
  const binding = table.bind(layout, kind, rules);
  const headerIsRight = binding.findings.every(({ severity }) => severity !== 'error');
  // Without its ids this is most likely another kind of file: that says more than what is wrong with each row.
  const isUsable = id === undefined || binding.columns.some(({ column }) => column === id);
  const grouping = groupRows(kind, binding, rules);
  const transform = table.transform?.({ layout, kind, rules });
  const rows = {
    add(cells: readonly string[], row: number): void {
      if (!transform) grouping.add(cells, row);
      else for (const made of transform.add({ cells, row })) grouping.add(made.cells, made.row);
    },
    end(): void {
      for (const made of transform?.end?.() ?? []) grouping.add(made.cells, made.row);
    },
  };
  const wrong = isUsable ? await addRows(rows, opened, binding, kind) : [];
  const { drafts, findings } = grouping.finish();
  const ofRows = opened.origin?.findings.filter(({ row = Infinity }) => row > layout.headerRow) ?? [];
  const found = [...ofRows, ...(transform?.findings?.() ?? [])];
  const told = [...found, ...findings, ...wrong].filter(({ severity }) => isUsable || severity === 'error');
  return { binding, drafts, findings: told, headerIsRight };
}

/** Where rows go. */
interface Rows {
  add(cells: readonly string[], row: number): void;
  end(): void;
}

/** Five times as many as a spreadsheet holds, blank ones too. */
const mostRows = 5_000_000;

/** @returns what is wrong with rows as a whole, and what kept the file from being read to its end */
async function addRows(
  rows: Rows,
  { read, layout: { dialect, hiddenRows, headerRow } }: Opened,
  binding: Binding,
  { required: [id] }: Recognised['kind'],
): Promise<Finding[]> {
  const findings: Finding[] = [];
  let row = -hiddenRows;
  try {
    for await (const batch of csvRows(read(), dialect)) {
      for (const cells of batch) {
        row += 1;
        if (row > headerRow) {
          rows.add(cells, row);
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
    rows.end();
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    // Where bytes are wrong their line is known, and how many rows stand before them is not.
    findings.push(error.finding.line === undefined ? { row: row + 1, ...error.finding } : error.finding);
  }
  return findings;
}
