import { createCellReader, isFilled, type ReadingRules } from '../../cells/cell-reader.ts';
import { clearMark, emptyMark } from '../../cells/cells.ts';
import { type Finding, Unreadable } from '../../problem.ts';
import type { Binding, BoundColumn } from '../../sheet/header.ts';
import { type BoundLevel, bindLevels } from '../../sheet/levels.ts';
import { totalsRow } from '../../sheet/row-checks.ts';
import type { Part } from './part.ts';
import { createPartLists } from './part-lists.ts';
import { missingFields } from './required.ts';

type Cells = readonly string[];

/** More than any spreadsheet has rows. */
const mostParts = 1_000_000;

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
export function groupRows(root: 'product' | 'modifier', binding: Binding, rules: ReadingRules): Grouping {
  const bound = bindLevels(binding);
  const { findings } = binding;
  const parts = new Map<string, Part>();
  const reader = createCellReader(rules, findings);
  const lists = createPartLists();

  function add(cells: Cells, row: number): void {
    const { id: idColumn, columns } = bound[root];
    const id = reader.id(idColumn, cells, row);
    let part = id === undefined ? undefined : parts.get(id);
    if (!part) {
      const sums = totalsRow(cells, id, row);
      if (sums) findings.push(sums);
      else if (id !== undefined) part = newPart(id, row);
      else if (cells.some((cell) => cell.trim() !== '')) refuseNameless(row, idColumn);
    }
    if (!part) return;
    reader.fill(part, columns, cells, row);
    if (root === 'product') addToProduct(part, cells, row);
    else addOption(part, cells, row);
  }

  function newPart(id: string, row: number): Part {
    checkCount(parts.size, `${root}s: this is not a menu`, row);
    const part: Part = root === 'product' ? { level: root, row, fields: {} } : newModifier(row);
    parts.set(id, part);
    return part;
  }

  function addToProduct(product: Part, cells: Cells, row: number): void {
    if (isFilled(bound.category.columns, cells)) {
      product.category ??= { level: 'category', row, fields: {} };
      reader.fill(product.category, bound.category.columns, cells, row);
    }
    for (const [branch, columns] of bound.wide) addWideBranch(product, branch, columns, cells, row);
    const hasBranch = addsTo(product, 'branches', bound.branch, cells, row);
    const hasOption = addsTo(product, 'modifiers', bound.anyOption, cells, row);
    if (hasBranch && hasOption) refuseBoth(row);
    if (hasBranch) addBranch(product, 'branch', cells, row);
    if (hasOption) addModifier(product, cells, row);
  }

  /** Whether a row adds to a list. A mark in the id column says instead that the list is empty, or null. */
  function addsTo(
    parent: Part,
    list: 'branches' | 'modifiers',
    { id, columns }: BoundLevel,
    cells: Cells,
    row: number,
  ): boolean {
    const mark = id === undefined ? '' : (cells[id.index] ?? '').trim();
    if (mark !== clearMark && mark !== emptyMark) return isFilled(columns, cells);
    const before = parent.fields[list];
    const others = columns.filter((column) => column !== id);
    if (isFilled(others, cells)) {
      refuse(row, id, `${mark} says that there is none, but the row has one.`);
    } else if (before !== undefined && (before === null) !== (mark === clearMark)) {
      refuse(row, id, `${mark} here, but ${before === null ? clearMark : emptyMark} in a row above.`);
    }
    parent.fields[list] = mark === clearMark ? null : [];
    return false;
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
    let branch = lists.find(product.branches, id);
    if (branch && !branch.wide) {
      refuse(row, columns[0], `branch "${id}" is given twice: row ${branch.row} has it already.`);
      return;
    }
    if (!branch) {
      branch = { level: 'branch', row, fields: { id }, wide: true };
      lists.add(product.branches, id, branch);
    }
    reader.fill(branch, columns, cells, row);
  }

  function addBranch(parent: Part, level: 'branch' | 'optionBranch', cells: Cells, row: number): void {
    const { id: idColumn, columns } = bound[level];
    const id = reader.id(idColumn, cells, row);
    if (id === undefined) {
      const name = level === 'branch' ? 'branch_id' : 'option_branch_id';
      refuse(row, idColumn, `the row says something of a branch, but not of which: ${name} is blank.`);
      return;
    }
    parent.branches ??= [];
    const twin = lists.find(parent.branches, id);
    if (twin) {
      const where = twin.wide ? 'the columns in brackets have' : `row ${twin.row} has`;
      refuse(row, idColumn, `branch "${id}" is given twice: ${where} it already.`);
      return;
    }
    const branch: Part = { level, row, fields: {} };
    reader.fill(branch, columns, cells, row);
    lists.add(parent.branches, id, branch);
  }

  function addModifier(product: Part, cells: Cells, row: number): void {
    const { id: idColumn, columns } = bound.modifier;
    const id = reader.id(idColumn, cells, row);
    if (id === undefined) {
      refuse(row, idColumn, 'the row has an option, but not of which modifier: modifier_id is blank.');
      return;
    }
    product.modifiers ??= [];
    let modifier = lists.find(product.modifiers, id);
    if (!modifier) {
      modifier = newModifier(row);
      lists.add(product.modifiers, id, modifier);
    }
    reader.fill(modifier, columns, cells, row);
    addOption(modifier, cells, row);
  }

  function addOption(modifier: Part, cells: Cells, row: number): void {
    const { id: idColumn, columns } = bound.option;
    const saysBranch = isFilled(bound.optionBranch.columns, cells);
    if (!saysBranch && !isFilled(columns, cells)) return;
    const id = reader.id(idColumn, cells, row);
    if (id === undefined) {
      refuse(row, idColumn, 'the row says something of an option, but not of which: option_id is blank.');
      return;
    }
    modifier.options ??= [];
    let option = lists.find(modifier.options, id);
    if (option && !saysBranch) {
      refuse(row, idColumn, `option "${id}" is given twice: row ${option.row} has it already.`);
      return;
    }
    if (!option) {
      option = { level: 'option', row, fields: {} };
      lists.add(modifier.options, id, option);
    }
    reader.fill(option, columns, cells, row);
    if (addsTo(option, 'branches', bound.optionBranch, cells, row))
      addBranch(option, 'optionBranch', cells, row);
  }

  function refuse(row: number, at: BoundColumn | undefined, message: string): void {
    findings.push({ severity: 'error', row, index: at?.index, message });
  }

  function refuseNameless(row: number, at: BoundColumn | undefined): void {
    findings.push({
      severity: 'error',
      row,
      index: at?.index,
      expected: `the id of the ${root} on every row`,
    });
  }

  function refuseBoth(row: number): void {
    const message = 'the row has a branch and an option: it is not clear which is meant.';
    findings.push({ severity: 'error', row, message, hint: 'Give the branch and the option a row each.' });
  }

  function finish(): { parts: Part[]; findings: Finding[] } {
    const grouped = [...parts.values()];
    for (const finding of missingFields(grouped, binding.columns)) findings.push(finding);
    return { parts: grouped, findings };
  }

  return { add, finish };
}

/**
 * Stops the reading of a file that has more of something than memory is to hold.
 * @param count how many there are already
 * @param what such as `orders`
 * @throws Unreadable
 */
export function checkCount(count: number, what: string, row: number): void {
  if (count >= mostParts) throw new Unreadable({ row, message: `there are over ${mostParts} ${what}.` });
}

function newModifier(row: number): Part {
  return { level: 'modifier', row, fields: {}, options: [] };
}
