import type { Level } from './columns.ts';
import type { Binding, BoundColumn } from './header.ts';

/** The columns of one level, and the one among them that has the id. */
export interface BoundLevel {
  columns: readonly BoundColumn[];
  id: BoundColumn | undefined;
}

/** A menu's columns by level. */
export interface BoundLevels extends Record<Exclude<Level, 'record'>, BoundLevel> {
  /** Every column that speaks of a modifier, its options or their branches; the id is the modifier's. */
  anyOption: BoundLevel;
  /** The columns in brackets, by branch. */
  wide: ReadonlyMap<string, readonly BoundColumn[]>;
}

export function bindLevels({ columns }: Binding): BoundLevels {
  const long = columns.filter(({ branch }) => branch === undefined);
  const bind = (...levels: Level[]): BoundLevel => {
    const bound = long.filter(({ column }) => levels.includes(column.level));
    return {
      columns: bound,
      id: bound.find(({ column }) => column.key === 'id' && column.level === levels[0]),
    };
  };
  const wide = new Map<string, BoundColumn[]>();
  for (const bound of columns) {
    if (bound.branch !== undefined) wide.set(bound.branch, [...(wide.get(bound.branch) ?? []), bound]);
  }
  return {
    product: bind('product'),
    category: bind('category'),
    branch: bind('branch'),
    modifier: bind('modifier'),
    option: bind('option'),
    optionBranch: bind('optionBranch'),
    anyOption: bind('modifier', 'option', 'optionBranch'),
    wide,
  };
}
