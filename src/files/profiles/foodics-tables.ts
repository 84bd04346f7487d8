import { type CellKind, kinds } from '../cells/cells.ts';
import { modifierNesting } from '../drafts/nesting.ts';
import type { Column, Level } from '../sheet/columns.ts';
import { bindHeader } from '../sheet/header.ts';
import { headerName } from '../sheet/layout.ts';
import type { TableKind } from '../sheet/table-kind.ts';
import type { TableProfile } from './profile.ts';
import { pointBeforeDecimals } from './saved-again.ts';

/** A column of Foodics, under its own header. */
function column(level: Level, name: string, kind: CellKind, key = name): Column {
  return { level, name, key, kind, required: false };
}

function needed(level: Level, name: string, kind: CellKind, key = name): Column {
  return { ...column(level, name, kind, key), required: true };
}

/**
 * A table whose columns are named as Foodics names them.
 * @param tells headers by which it is known
 * @param strangers headers that only other tables have
 */
function namedTable(
  kind: Omit<TableKind, 'required'>,
  tells: readonly string[],
  strangers: readonly string[],
): TableProfile {
  const known = new Map(kind.columns.map((one) => [one.name, one]));
  const required = kind.columns.filter((one) => one.required);
  return {
    kind: { ...kind, required },
    rules: pointBeforeDecimals('Foodics'),
    countKnown(header) {
      const names = new Set(header.map(headerName));
      const isThis = tells.every((name) => names.has(name)) && !strangers.some((name) => names.has(name));
      return isThis ? names.size : 0;
    },
    bind: (layout, table) => bindHeader(layout, known, table.required),
  };
}

/** `modifier_options.csv`: a row for each option, with its modifier's name. */
export const optionTable = namedTable(
  {
    many: 'modifiers: this is not a menu',
    nesting: modifierNesting,
    columns: [
      needed('modifier', 'modifier_name', kinds.name, 'id'),
      column('modifier', 'modifier_name_localized', kinds.name, 'name_localized'),
      column('modifier', 'modifier_reference', kinds.text, 'reference'),
      needed('option', 'id', kinds.id),
      needed('option', 'name', kinds.name),
      column('option', 'name_localized', kinds.name),
      column('option', 'sku', kinds.id),
      needed('option', 'price', kinds.money),
      needed('option', 'is_active', kinds.boolean),
      ...['tax_group_reference', 'cost', 'calories'].map((name) => column('record', name, kinds.text)),
    ],
  },
  ['modifier_name', 'modifier_reference', 'name', 'price'],
  ['product_id', 'product_name', 'product_sku'],
);

/** `product_modifiers.csv`: a row for each modifier of each product. */
export const linkTable = namedTable(
  {
    many: 'links',
    nesting: { level: 'record' },
    columns: [
      column('record', 'product_name', kinds.name),
      column('record', 'product_name_localized', kinds.name),
      column('record', 'product_sku', kinds.id),
      needed('record', 'modifier_name', kinds.name),
      column('record', 'modifier_name_localized', kinds.name),
      column('record', 'modifier_reference', kinds.text),
      needed('record', 'minimum_options', kinds.count),
      needed('record', 'maximum_options', kinds.count),
      column('record', 'free_options', kinds.count),
      ...['default_options', 'unique_options'].map((name) => column('record', name, kinds.text)),
    ],
  },
  ['product_name', 'modifier_name', 'maximum_options'],
  [],
);

/** `categories.csv`. Products name them by their references. */
export const categoryTable = namedTable(
  {
    many: 'categories',
    nesting: { level: 'record' },
    columns: [
      needed('record', 'id', kinds.id),
      needed('record', 'name', kinds.name),
      column('record', 'name_localized', kinds.name),
      needed('record', 'reference', kinds.id),
      column('record', 'image', kinds.url),
    ],
  },
  ['id', 'name', 'name_localized', 'reference', 'image'],
  ['sku', 'price', 'category_reference'],
);

/** `modifiers.csv`: the ids of modifiers. What is in them, and how many may be chosen, stands elsewhere. */
export const modifierTable = namedTable(
  {
    many: 'modifiers: this is not a menu',
    nesting: { level: 'record' },
    columns: [
      needed('record', 'id', kinds.id),
      needed('record', 'name', kinds.name),
      column('record', 'name_localized', kinds.name),
      column('record', 'reference', kinds.text),
    ],
  },
  ['id', 'name', 'name_localized', 'reference'],
  ['sku', 'price', 'category_reference', 'image', 'modifier_name'],
);
