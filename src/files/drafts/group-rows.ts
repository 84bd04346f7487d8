import { type Finding, mostFindings } from '../../finding.ts';
import { type CellReader, createCellReader, isFilled, type ReadingRules } from '../cells/cell-reader.ts';
import { Unreadable } from '../problem.ts';
import type { Binding } from '../sheet/header.ts';
import { totalsRow } from '../sheet/row-checks.ts';
import type { TableKind } from '../sheet/table-kind.ts';
import { fillDefaults } from './defaults.ts';
import type { Draft } from './draft.ts';
import { type FindMissing, missingFields } from './missing-fields.ts';
import { type BoundNesting, bindNesting } from './nesting.ts';
import { newDraft, rowsBelow } from './rows-below.ts';

type Cells = readonly string[];

/** Rows in, drafts of items out. */
export interface Grouping {
  /** Takes one row, numbered as a spreadsheet does. */
  add(cells: Cells, row: number): void;
  /** Every draft in the order of its first row, and everything that was wrong. */
  finish(): { drafts: Draft[]; findings: Finding[] };
}

/** Makes drafts of rows as a kind of file has it: a draft of each row, or one of all rows with the same id. */
export function groupRows(kind: TableKind, binding: Binding, rules: ReadingRules): Grouping {
  const { findings, columns } = binding;
  const nesting = bindNesting(kind.nesting, columns, kind.columns);
  const reader = createCellReader(rules, findings);
  const missing = missingFields(kind, columns, findings);
  return nesting.level === 'record'
    ? eachRow(kind, nesting, reader, missing, findings)
    : byId(kind, nesting, binding, reader, missing);
}

/** More than any spreadsheet has rows. */
const mostDrafts = 1_000_000;

/** @throws Unreadable where there are more drafts than memory is to hold */
function checkCount(count: number, { many }: TableKind, row: number): void {
  if (count >= mostDrafts) throw new Unreadable({ row, message: `there are over ${mostDrafts} ${many}.` });
}

function isBlank(cells: Cells): boolean {
  return cells.every((cell) => cell.trim() === '');
}

/** Every row is a record of its own; blank rows are passed over. */
function eachRow(
  kind: TableKind,
  { level, columns }: BoundNesting,
  reader: CellReader,
  missing: FindMissing,
  findings: Finding[],
): Grouping {
  const drafts: Draft[] = [];
  return {
    add(cells, row) {
      if (isBlank(cells)) return;
      checkCount(drafts.length, kind, row);
      const draft: Draft = { level, row, fields: {} };
      reader.fill(draft, columns, cells, row);
      fillDefaults(draft, kind);
      missing(draft);
      drafts.push(draft);
    },
    finish: () => ({ drafts, findings }),
  };
}

/**
 * Rows of one id make one draft, neighbours or not. The first value of a field counts, blank inherits it, another value is
 * an error.
 */
function byId(
  kind: TableKind,
  nesting: BoundNesting,
  { columns, findings }: Binding,
  reader: CellReader,
  missing: FindMissing,
): Grouping {
  const drafts = new Map<string, Draft>();
  const below = rowsBelow(columns, reader, findings);

  function add(cells: Cells, row: number): void {
    const id = reader.id(nesting.id, cells, row);
    const draft = (id === undefined ? undefined : drafts.get(id)) ?? begin(id, cells, row);
    if (!draft) return;
    reader.fill(draft, nesting.columns, cells, row);
    if (nesting.category && isFilled(nesting.category, cells)) {
      draft.category ??= { level: 'category', row, fields: {} };
      reader.fill(draft.category, nesting.category, cells, row);
    }
    below.addWide(draft, cells, row);
    below.add(draft, nesting, cells, row);
  }

  function begin(id: string | undefined, cells: Cells, row: number): Draft | undefined {
    const totals = totalsRow(cells, id, row);
    if (totals) findings.push(totals);
    else if (id !== undefined) {
      checkCount(drafts.size, kind, row);
      const draft = newDraft(nesting, row);
      drafts.set(id, draft);
      return draft;
    } else if (!isBlank(cells)) {
      const expected = `the id of the ${nesting.level} on every row`;
      findings.push({ severity: 'error', row, index: nesting.id?.index, expected });
    }
    return undefined;
  }

  function finish(): { drafts: Draft[]; findings: Finding[] } {
    const grouped = [...drafts.values()];
    for (const { column } of nesting.columns) {
      const { key, ifBlank } = column;
      if (ifBlank !== undefined) for (const { fields } of grouped) fields[key] ??= ifBlank;
    }
    for (const draft of grouped) fillDefaults(draft, kind);
    for (const draft of grouped) if (findings.length < mostFindings) missing(draft);
    return { drafts: grouped, findings };
  }

  return { add, finish };
}
