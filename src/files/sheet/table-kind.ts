import type { CellValue } from '../cells/cells.ts';
import type { Nesting } from '../drafts/nesting.ts';
import type { Column } from './columns.ts';

/** What a CSV file may hold. */
export interface TableKind {
  columns: readonly Column[];
  /** The columns it must have, the id by which rows are told apart first. */
  required: readonly Column[];
  /** What rows make. */
  nesting: Nesting;
  /** What fields say that no cell says anything of. */
  defaults?: ReadonlyMap<Column, CellValue>;
  /** What there may not be too many of: `orders`. */
  many: string;
}
