import type { Column, Level } from '../sheet/columns.ts';
import type { BoundColumn } from '../sheet/header.ts';

/** What rows make: a draft of one level, and the lists of drafts below it. */
export interface Nesting {
  level: Level;
  /** True where each draft of this level has one category. */
  hasCategory?: boolean;
  lists?: readonly NestedList[];
}

/** A list below a draft. A row adds to one list of a draft at most. */
export interface NestedList extends Nesting {
  list: 'branches' | 'modifiers' | 'options';
  /** What is wrong with a row that has something for the list and no id: `the row has …`, up to the column's name. */
  nameless: string;
  /** True for a list that is there although no row adds to it. */
  always?: boolean;
  /** True where `[empty]` and `[clear]` in place of an id say that there is no list. */
  canBeNone?: boolean;
  /** True where further rows may name a draft again, with nothing below it. */
  canRepeat?: boolean;
}

const aBranch = { nameless: 'the row says something of a branch, but not of which', canBeNone: true };

export const branches: NestedList = { ...aBranch, list: 'branches', level: 'branch' };

const options: NestedList = {
  list: 'options',
  level: 'option',
  nameless: 'the row says something of an option, but not of which',
  always: true,
  lists: [{ ...aBranch, list: 'branches', level: 'optionBranch' }],
};

/** A modifier with its options, and these with their branches. */
export const modifierNesting: Nesting = { level: 'modifier', lists: [options] };

export const modifiers: NestedList = {
  ...modifierNesting,
  list: 'modifiers',
  nameless: 'the row has an option, but not of which modifier',
  canBeNone: true,
  canRepeat: true,
};

/** A nesting together with the columns of a file. */
export interface BoundNesting {
  level: Level;
  id: BoundColumn | undefined;
  columns: readonly BoundColumn[];
  category: readonly BoundColumn[] | undefined;
  lists: readonly BoundList[];
}

export interface BoundList extends BoundNesting, Omit<NestedList, 'hasCategory' | 'lists'> {
  /** Its columns, and those of all that is below it. */
  all: readonly BoundColumn[];
  /** The header of its ids. */
  idName: string;
}

/**
 * Finds for each level of a nesting its columns in a file.
 * @param bound the columns of the file
 * @param known those it could have
 */
export function bindNesting(
  { level, hasCategory, lists = [] }: Nesting,
  bound: readonly BoundColumn[],
  known: readonly Column[],
): BoundNesting {
  const of = (one: Level) =>
    bound.filter(({ column, branch }) => branch === undefined && column.level === one);
  const columns = of(level);
  return {
    level,
    columns,
    id: columns.find(({ column }) => column.key === 'id'),
    category: hasCategory ? of('category') : undefined,
    lists: lists.map((below) => {
      const nesting = bindNesting(below, bound, known);
      const all = [...nesting.columns, ...nesting.lists.flatMap((one) => one.all)];
      const idName =
        known.find((column) => column.level === below.level && column.key === 'id')?.name ?? 'id';
      return { ...below, ...nesting, all, idName };
    }),
  };
}

/** The columns in brackets, by branch. */
export function wideBranches(bound: readonly BoundColumn[]): ReadonlyMap<string, readonly BoundColumn[]> {
  const wide = new Map<string, BoundColumn[]>();
  for (const one of bound) {
    if (one.branch !== undefined) wide.set(one.branch, [...(wide.get(one.branch) ?? []), one]);
  }
  return wide;
}
