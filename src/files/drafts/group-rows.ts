import { type Finding, mostFindings } from '../../finding.ts';
import { type CellReader, createCellReader, isFilled, type ReadingRules } from '../cells/cell-reader.ts';
import { clearMark, emptyMark } from '../cells/cells.ts';
import { Unreadable } from '../problem.ts';
import type { Binding, BoundColumn } from '../sheet/header.ts';
import { totalsRow } from '../sheet/row-checks.ts';
import type { TableKind } from '../sheet/table-kind.ts';
import type { Draft } from './draft.ts';
import { createDraftLists } from './draft-lists.ts';
import { type FindMissing, missingFields } from './missing-fields.ts';
import { type BoundList, type BoundNesting, bindNesting, wideBranches } from './nesting.ts';

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
    for (const draft of grouped) if (findings.length < mostFindings) missing(draft);
    return { drafts: grouped, findings };
  }

  return { add, finish };
}

function newDraft({ level, lists }: BoundNesting, row: number): Draft {
  const draft: Draft = { level, row, fields: {} };
  for (const { list, always } of lists) if (always) draft[list] = [];
  return draft;
}

/** What rows add to the lists of drafts. */
interface RowsBelow {
  /** A row adds to one list at most, and to one list below that. */
  add(parent: Draft, nesting: BoundNesting, cells: Cells, row: number): void;
  /** Branches in columns such as `price [B]` stand beside that. */
  addWide(parent: Draft, cells: Cells, row: number): void;
}

function rowsBelow(columns: readonly BoundColumn[], reader: CellReader, findings: Finding[]): RowsBelow {
  const wide = wideBranches(columns);
  const drafts = createDraftLists();

  function add(parent: Draft, { lists }: BoundNesting, cells: Cells, row: number): void {
    const filled = lists.filter((list) => hasRow(parent, list, cells, row));
    if (filled.length > 1) {
      const message = 'the row has a branch and an option: it is not clear which is meant.';
      findings.push({ severity: 'error', row, message, hint: 'Give the branch and the option a row each.' });
    }
    for (const list of filled) addTo(parent, list, cells, row);
  }

  /** Whether a row adds to a list. A mark in the id column says instead that the list is empty, or null. */
  function hasRow(
    parent: Draft,
    { list, id, all, canBeNone }: BoundList,
    cells: Cells,
    row: number,
  ): boolean {
    const mark = id === undefined || !canBeNone ? '' : (cells[id.cell] ?? '').trim();
    if (mark !== clearMark && mark !== emptyMark) return isFilled(all, cells);
    const before = parent.fields[list];
    const others = all.filter((column) => column !== id);
    if (isFilled(others, cells)) refuse(row, id, `${mark} says that there is none, but the row has one.`);
    else if (before !== undefined && (before === null) !== (mark === clearMark)) {
      refuse(row, id, `${mark} here, but ${before === null ? clearMark : emptyMark} in a row above.`);
    }
    parent.fields[list] = mark === clearMark ? null : [];
    return false;
  }

  function addTo(parent: Draft, list: BoundList, cells: Cells, row: number): void {
    const id = reader.id(list.id, cells, row);
    if (id === undefined) {
      refuse(row, list.id, `${list.nameless}: ${list.idName} is blank.`);
      return;
    }
    parent[list.list] ??= [];
    const twin = drafts.find(parent[list.list], id);
    const isMore = list.canRepeat || list.lists.some(({ all }) => isFilled(all, cells));
    if (twin && !isMore) {
      refuseTwin(row, list.id, twin, id);
      return;
    }
    const draft = twin ?? newDraft(list, row);
    if (!twin) drafts.add(parent[list.list] ?? [], id, draft);
    reader.fill(draft, list.columns, cells, row);
    add(draft, list, cells, row);
  }

  function addWide(parent: Draft, cells: Cells, row: number): void {
    for (const [id, columns] of wide) {
      if (!isFilled(columns, cells)) continue;
      parent.branches ??= [];
      const twin = drafts.find(parent.branches, id);
      if (twin && !twin.wide) {
        refuseTwin(row, columns[0], twin, id);
        continue;
      }
      const draft: Draft = twin ?? { level: 'branch', row, fields: { id }, wide: true };
      if (!twin) drafts.add(parent.branches, id, draft);
      reader.fill(draft, columns, cells, row);
    }
  }

  function refuseTwin(row: number, at: BoundColumn | undefined, twin: Draft, id: string): void {
    const what = twin.level === 'option' ? 'option' : 'branch';
    const where = twin.wide ? 'the columns in brackets have' : `row ${twin.row} has`;
    refuse(row, at, `${what} "${id}" is given twice: ${where} it already.`);
  }

  function refuse(row: number, at: BoundColumn | undefined, message: string): void {
    findings.push({ severity: 'error', row, index: at?.index, message });
  }

  return { add, addWide };
}
