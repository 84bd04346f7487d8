import type { Finding } from '../../finding.ts';
import type { Layout } from '../sheet/layout.ts';
import type { TableKind } from '../sheet/table-kind.ts';
import type { Decisions, IdSource } from './decisions.ts';
import type { Row, Transformed } from './profile.ts';
import type { FieldName } from './till-table.ts';

/** One product of a till, or one variant of a product, in the texts of its file. */
export interface TillItem {
  row: number;
  /** What the variants of one product have in common: its handle, or its name. */
  group: string;
  /** What ids and skus can be made of; blank where the row has none. */
  sources: { handle?: string; token?: string; sku?: string };
  name: string;
  /** Its name in the second language, where the till has two. */
  localized?: string;
  /** True for what is sold by weight: its price is for a unit. */
  isWeighed?: boolean;
  /** What makes it another than its siblings: the size, half. */
  options: readonly Choice[];
  /** What our fields say of it, blank ones may be left out. Ids, skus and names are made of the above. */
  texts: Partial<Record<FieldName, string>>;
  /** What differs by branch, by the name that the till has for it. */
  branches?: ReadonlyMap<string, BranchTexts>;
  /** Names of modifiers whose contents stand elsewhere. */
  modifiers?: readonly string[];
}

export interface Choice {
  name: string;
  value: string;
}

export type BranchField = 'price' | 'is_active' | 'stock_quantity' | 'discount_price';
/** What holds in one branch, and the row that says so where it is another than the item's. */
export type BranchTexts = Partial<Record<BranchField, string>> & { row?: number };

/** Where the columns of a till's table stand that mean something to us, from 0. */
export interface TillColumns {
  /** Where an operator finds what a field was made of: by our field, `product.name` always there. */
  fields: Partial<Record<FieldName, number>>;
  branches: ReadonlyMap<string, Partial<Record<BranchField, number>>>;
  /** Further columns that are read. What is in none of these is told as left out. */
  used: readonly number[];
}

/** What a till's table says, as its profile has it. Everything else is the same for all tills. */
export interface Till {
  /** How many columns of a header it knows; 0 for the header of another table. */
  countKnown(header: readonly string[]): number;
  columns(header: readonly string[], of: Transformed): TillColumns;
  /** Items of the rows, and what is wrong or left out. Rows without any text are not among them. */
  items(
    rows: readonly Row[],
    columns: TillColumns,
    header: readonly string[],
    decisions: Decisions,
    kind: TableKind,
    layout: Layout,
  ): { items: readonly TillItem[]; findings: readonly Finding[] };
  /** What ids and skus are made of, where the operator does not say. */
  ids: { id: IdSource; sku: IdSource };
  /** What it calls that, where that is another word than ours. */
  sourceNames?: Partial<Record<IdSource, string>>;
}
