import { type CellKind, kinds } from '../cells/cells.ts';

/** The part of a menu a column belongs to; `record` in files that are not menus. */
export type Level = 'product' | 'category' | 'branch' | 'modifier' | 'option' | 'optionBranch' | 'record';

/** One column of our own files. */
export interface Column {
  /** The header: `branch_price`. */
  name: string;
  level: Level;
  /** Blink's own name of the field within its level: `price`. */
  key: string;
  kind: CellKind;
  /** Every product, branch, modifier, option or record needs this field: Blink's table says so. */
  required: boolean;
  /** What to do where a file that needs the column does not have it. */
  ifMissing?: string;
  /** What a blank cell says, where that is more than nothing. */
  ifBlank?: number;
}

const column = (level: Level, name: string, key: string, kind: CellKind): Column => ({
  name,
  level,
  key,
  kind,
  required: false,
});

const required = (level: Level, name: string, key: string, kind: CellKind): Column => ({
  ...column(level, name, key, kind),
  required: true,
});

/**
 * Every column of `menu.csv`, in the order in which templates and exports write them.
 * The three `…_deleted_at` below the product's own are here because Blink's sample carries them:
 * without them a menu could not go to CSV and back without loss.
 */
export const menuColumns: readonly Column[] = [
  required('product', 'product_id', 'id', kinds.id),
  required('product', 'sku', 'sku', kinds.id),
  required('product', 'name', 'name', kinds.name),
  column('product', 'description', 'description', kinds.text),
  column('product', 'tags', 'tags', kinds.text),
  column('product', 'uom', 'uom', kinds.text),
  column('product', 'image', 'image', kinds.url),
  required('product', 'is_active', 'is_active', kinds.boolean),
  required('product', 'price', 'price', kinds.money),
  column('product', 'is_stock_product', 'is_stock_product', kinds.boolean),
  column('product', 'deleted_at', 'deleted_at', kinds.time),

  required('category', 'category_id', 'id', kinds.id),
  required('category', 'category_name', 'name', kinds.name),
  column('category', 'category_reference', 'reference', kinds.id),
  column('category', 'category_image', 'image', kinds.url),
  column('category', 'category_deleted_at', 'deleted_at', kinds.time),

  required('branch', 'branch_id', 'id', kinds.id),
  required('branch', 'branch_is_active', 'is_active', kinds.boolean),
  column('branch', 'branch_price', 'price', kinds.money),
  column('branch', 'branch_stock_quantity', 'stock_quantity', kinds.stock),
  column('branch', 'branch_is_in_stock', 'is_in_stock', kinds.bit),

  required('modifier', 'modifier_id', 'id', kinds.id),
  required('modifier', 'modifier_name', 'name', kinds.name),
  column('modifier', 'minimum_options', 'minimum_options', kinds.count),
  required('modifier', 'maximum_options', 'maximum_options', kinds.count),
  required('modifier', 'modifier_priority', 'priority', kinds.count),
  column('modifier', 'modifier_deleted_at', 'deleted_at', kinds.time),

  required('option', 'option_id', 'id', kinds.id),
  required('option', 'option_name', 'name', kinds.name),
  column('option', 'option_sku', 'sku', kinds.id),
  column('option', 'option_price', 'price', kinds.money),
  required('option', 'option_is_active', 'is_active', kinds.boolean),
  required('option', 'option_priority', 'priority', kinds.count),
  column('option', 'option_deleted_at', 'deleted_at', kinds.time),

  required('optionBranch', 'option_branch_id', 'id', kinds.id),
  column('optionBranch', 'option_branch_is_active', 'is_active', kinds.boolean),
  column('optionBranch', 'option_branch_price', 'price', kinds.money),
  column('optionBranch', 'option_branch_is_in_stock', 'is_in_stock', kinds.bit),
];

/** The columns of one level, in their order. */
export function columnsOf(level: Level): readonly Column[] {
  return menuColumns.filter((column) => column.level === level);
}

/** The fields that may stand in a header as `price [B]` or `branch_price [B]`: one column for each branch B. */
export const wideColumns: ReadonlyMap<string, Column> = new Map(
  columnsOf('branch')
    .filter(({ key }) => key !== 'id')
    .flatMap((column) => [
      [column.key, column],
      [column.name, column],
    ]),
);

/** The column that names shared modifiers: `size|sauce`, their contents in a file of their own. */
export const sharedModifiersColumn = column('product', 'modifiers', 'modifiers', kinds.ids);
