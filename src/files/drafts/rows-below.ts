import type { Finding } from '../../finding.ts';
import { type CellReader, isFilled } from '../cells/cell-reader.ts';
import { clearMark, emptyMark } from '../cells/cells.ts';
import type { BoundColumn } from '../sheet/header.ts';
import type { Draft } from './draft.ts';
import { createDraftLists } from './draft-lists.ts';
import { type BoundList, type BoundNesting, wideBranches } from './nesting.ts';

type Cells = readonly string[];

/** A draft that begins in a row, with the lists that are there from the beginning. */
export function newDraft({ level, lists }: BoundNesting, row: number): Draft {
  const draft: Draft = { level, row, fields: {} };
  for (const { list, always } of lists) if (always) draft[list] = [];
  return draft;
}

/** What rows add to the lists of drafts. */
export interface RowsBelow {
  /** A row adds to one list at most, and to one list below that. */
  add(parent: Draft, nesting: BoundNesting, cells: Cells, row: number): void;
  /** Branches in columns such as `price [B]` stand beside that. */
  addWide(parent: Draft, cells: Cells, row: number): void;
}

export function rowsBelow(
  columns: readonly BoundColumn[],
  reader: CellReader,
  findings: Finding[],
): RowsBelow {
  const wide = wideBranches(columns);
  const drafts = createDraftLists();

  function add(parent: Draft, { lists }: BoundNesting, cells: Cells, row: number): void {
    if (lists.length === 0) return;
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
    if (twin && !list.canRepeat && !list.lists.some(({ all }) => isFilled(all, cells))) {
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
