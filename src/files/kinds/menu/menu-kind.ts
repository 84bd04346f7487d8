import { matches } from '../../../blink/contract/check.ts';
import { MenuProduct } from '../../../blink/contract/menu.ts';
import { type Comparable, ComparableProduct, checkConsistency } from '../../../menu/consistency.ts';
import { lostZeros } from '../../../menu/lost-zeros.ts';
import type { Draft } from '../../drafts/draft.ts';
import { branches, modifiers } from '../../drafts/nesting.ts';
import { columnsOf, menuColumns, sharedModifiersColumn } from '../../sheet/columns.ts';
import type { FileKind } from '../file-kind.ts';
import { hasRequired, isComparable } from './complete.ts';
import { useSharedModifiers } from './shared-modifiers.ts';

/** Menus: a product's fields on its first row, and on each of its rows at most one branch or one option. */
export const menuKind: FileKind<MenuProduct> = {
  list: 'products',
  many: 'products: this is not a menu',
  columns: [...menuColumns, sharedModifiersColumn],
  required: [...columnsOf('product'), ...columnsOf('category')].filter(({ required }) => required),
  nesting: { level: 'product', hasCategory: true, lists: [branches, modifiers] },
  schema: MenuProduct,
  jsonIsBody: true,
  isItem,
  complete: (drafts, options) => useSharedModifiers(drafts, options.modifiers, options),
  compare: {
    drafts: (drafts, items) => compare(drafts.map((draft, i) => items[i] ?? toComparable(draft))),
    objects: (objects, items) => compare(objects.map((object, i) => items[i] ?? comparableIn(object))),
  },
};

// Each cell was read by the rule of its column, so only presence is left to ask.

function isItem(_fields: unknown, draft: Draft): _fields is MenuProduct {
  return isComparable(draft) && hasRequired('product', draft.fields);
}

function isCompared(_fields: unknown, draft: Draft): _fields is Comparable {
  return isComparable(draft);
}

/** A product as far as it can be compared with others. */
function toComparable(draft: Draft): Comparable | undefined {
  const fields: unknown = draft.fields;
  return isCompared(fields, draft) ? fields : undefined;
}

function comparableIn(object: unknown): Comparable | undefined {
  return matches(ComparableProduct, object) ? object : undefined;
}

function compare(products: readonly (Comparable | undefined)[]) {
  return [...lostZeros(products), ...checkConsistency(products)];
}
