import { createCellReader, isFilled } from './cell-reader.ts';
import { type CellRules, clearMark, emptyMark } from './cells.ts';
import type { Level } from './columns.ts';
import type { Binding, BoundColumn } from './header.ts';
import type { Part } from './part.ts';
import type { Finding } from './problem.ts';
import { missingFields } from './required.ts';

type Cells = readonly string[];

/** Rows in, parts of a menu out. */
export interface Grouping {
  /** Takes one row, numbered as a spreadsheet does. */
  add(cells: Cells, row: number): void;
  /** Every part in the order of its first row, and everything that was wrong. */
  finish(): { parts: Part[]; findings: Finding[] };
}

/**
 * Groups rows by the id of `root`, neighbours or not. The first value of a field counts, blank inherits it, another
 * value is an error. A row adds at most one branch or one option.
 */
export function groupRows(root: 'product' | 'modifier', binding: Binding, rules: CellRules): Grouping {
  const bound = bindLevels(binding);
  const findings: Finding[] = [...binding.findings];
  const parts = new Map<string, Part>();
  const reader = createCellReader(rules, findings);
  const { sharedModifiers, headerless } = binding;
  const width =
    1 + Math.max(...binding.columns.map(({ index }) => index), sharedModifiers ?? 0, ...headerless);
  const rootId = idOf(bound[root]);

  function add(cells: Cells, row: number): void {
    if (cells.length > width || headerless.size > 0) refuseStrayCells(cells, row);
    const id = reader.id(rootId, cells);
    if (id === undefined) {
      const expected = `the id of the ${root} on every row`;
      if (cells.some((cell) => cell.trim() !== ''))
        findings.push({ severity: 'error', row, index: rootId?.index, expected });
      return;
    }
    let part = parts.get(id);
    if (part === undefined) {
      part = root === 'product' ? newProduct(row) : newModifier(row);
      parts.set(id, part);
    }
    reader.fill(part, bound[root], cells, row);
    if (root === 'product') addToProduct(part, cells, row);
    else addOption(part, cells, row);
  }

  function addToProduct(product: Part, cells: Cells, row: number): void {
    if (product.category) reader.fill(product.category, bound.category, cells, row);
    if (sharedModifiers !== undefined) readShared(product, cells[sharedModifiers] ?? '');
    for (const [branch, columns] of bound.wide) addWideBranch(product, branch, columns, cells, row);
    const hasBranch = isFilled(bound.branch, cells);
    const hasOption = isFilled(bound.anyOption, cells);
    if (hasBranch && hasOption) refuseBoth(row);
    if (hasBranch) addBranch(product, 'branch', cells, row);
    if (hasOption) addModifier(product, cells, row);
  }

  function addWideBranch(
    product: Part,
    id: string,
    columns: readonly BoundColumn[],
    cells: Cells,
    row: number,
  ): void {
    if (!isFilled(columns, cells)) return;
    product.branches ??= [];
    let branch = withId(product.branches, id);
    if (!branch) {
      branch = { level: 'branch', row, fields: { id }, wide: true };
      product.branches.push(branch);
    }
    reader.fill(branch, columns, cells, row);
  }

  function addBranch(parent: Part, level: 'branch' | 'optionBranch', cells: Cells, row: number): void {
    const idBound = idOf(bound[level]);
    const none = markedList(idBound, cells);
    if (none !== undefined) {
      parent.fields.branches = none;
      return;
    }
    const id = reader.id(idBound, cells);
    if (id === undefined) {
      refuse(
        row,
        idBound,
        `the row says something of a branch, but not of which: ${idName[level]} is blank.`,
      );
      return;
    }
    parent.branches ??= [];
    const twin = withId(parent.branches, id);
    if (twin) {
      const where = twin.wide ? 'the columns in brackets have' : `row ${twin.row} has`;
      refuse(row, idBound, `branch "${id}" is given twice: ${where} it already.`);
      return;
    }
    const branch: Part = { level, row, fields: {} };
    reader.fill(branch, bound[level], cells, row);
    parent.branches.push(branch);
  }

  function addModifier(product: Part, cells: Cells, row: number): void {
    const idBound = idOf(bound.modifier);
    const none = markedList(idBound, cells);
    if (none !== undefined) {
      product.fields.modifiers = none;
      return;
    }
    const id = reader.id(idBound, cells);
    if (id === undefined) {
      refuse(row, idBound, 'the row has an option, but not of which modifier: modifier_id is blank.');
      return;
    }
    product.modifiers ??= [];
    let modifier = withId(product.modifiers, id);
    if (!modifier) {
      modifier = newModifier(row);
      product.modifiers.push(modifier);
    }
    reader.fill(modifier, bound.modifier, cells, row);
    addOption(modifier, cells, row);
  }

  function addOption(modifier: Part, cells: Cells, row: number): void {
    const hasBranch = isFilled(bound.optionBranch, cells);
    if (!hasBranch && !isFilled(bound.option, cells)) return;
    const idBound = idOf(bound.option);
    const id = reader.id(idBound, cells);
    if (id === undefined) {
      refuse(row, idBound, 'the row says something of an option, but not of which: option_id is blank.');
      return;
    }
    modifier.options ??= [];
    let option = withId(modifier.options, id);
    if (option && !hasBranch) {
      refuse(row, idBound, `option "${id}" is given twice: row ${option.row} has it already.`);
      return;
    }
    if (!option) {
      option = { level: 'option', row, fields: {} };
      modifier.options.push(option);
    }
    reader.fill(option, bound.option, cells, row);
    if (hasBranch) addBranch(option, 'optionBranch', cells, row);
  }

  function refuse(row: number, at: BoundColumn | undefined, message: string): void {
    findings.push({ severity: 'error', row, index: at?.index, message });
  }

  function refuseBoth(row: number): void {
    const message = 'the row has a branch and an option: it is not clear which is meant.';
    findings.push({ severity: 'error', row, message, hint: 'Give the branch and the option a row each.' });
  }

  function refuseStrayCells(cells: Cells, row: number): void {
    cells.forEach((value, index) => {
      if (value.trim() === '' || (index < width && !headerless.has(index))) return;
      findings.push({ severity: 'error', row, index, value, expected: 'nothing: the column has no header' });
    });
  }

  function finish(): { parts: Part[]; findings: Finding[] } {
    const grouped = [...parts.values()];
    findings.push(...missingFields(grouped, binding.columns));
    return { parts: grouped, findings };
  }

  return { add, finish };
}

const idName = { branch: 'branch_id', optionBranch: 'option_branch_id' } as const;

interface BoundLevels extends Record<Level, BoundColumn[]> {
  /** Every column that speaks of a modifier, its options or their branches. */
  anyOption: BoundColumn[];
  /** The columns in brackets, by branch. */
  wide: Map<string, BoundColumn[]>;
}

function bindLevels({ columns }: Binding): BoundLevels {
  const of = (...levels: Level[]) =>
    columns.filter(({ column, branch }) => levels.includes(column.level) && branch === undefined);
  const wide = new Map<string, BoundColumn[]>();
  for (const bound of columns) {
    if (bound.branch !== undefined) wide.set(bound.branch, [...(wide.get(bound.branch) ?? []), bound]);
  }
  return {
    product: of('product'),
    category: of('category'),
    branch: of('branch'),
    modifier: of('modifier'),
    option: of('option'),
    optionBranch: of('optionBranch'),
    anyOption: of('modifier', 'option', 'optionBranch'),
    wide,
  };
}

function idOf(columns: readonly BoundColumn[]): BoundColumn | undefined {
  return columns.find(({ column }) => column.key === 'id');
}

function withId(parts: readonly Part[], id: string): Part | undefined {
  return parts.find(({ fields }) => fields.id === id);
}

/** The list that a mark in an id column stands for: none known (`[]`), or null. */
function markedList(bound: BoundColumn | undefined, cells: Cells): [] | null | undefined {
  const cell = bound === undefined ? '' : (cells[bound.index] ?? '').trim();
  if (cell === clearMark) return null;
  return cell === emptyMark ? [] : undefined;
}

function newProduct(row: number): Part {
  return { level: 'product', row, fields: {}, category: { level: 'category', row, fields: {} } };
}

function newModifier(row: number): Part {
  return { level: 'modifier', row, fields: {}, options: [] };
}

/** Several modifiers in one cell: `size|sauce`. */
function readShared(product: Part, cell: string): void {
  if (cell.trim() === '') return;
  product.shared = cell
    .split('|')
    .map((id) => id.trim())
    .filter((id) => id !== '');
}
