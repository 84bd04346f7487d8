import type { Finding } from '../../finding.ts';
import type { TableKind } from '../sheet/table-kind.ts';
import { firstCategory } from './category-lists.ts';
import { type Decisions, rowsHave, toDecide } from './decisions.ts';
import type { Row } from './profile.ts';
import { isMenu } from './till-table.ts';
import { toldRows } from './told-rows.ts';
import type { WooRows } from './woocommerce-rows.ts';

/** What an export has and we have not, and what is to be decided of its rows as a whole. */
export function toldOfShop(shop: WooRows, decisions: Decisions, kind: TableKind): Finding[] {
  const { simple, variations, variable, extended, notOurs, text, parentOf } = shop;
  const named = new Set(variations.map(parentOf));
  const lonely = variable.filter((row) => !named.has(row));
  const counted = [...simple, ...variations].filter((row) => text(row, 'stock') !== '');
  return [
    ...withoutParent(shop),
    ...toldRows(
      notOurs,
      'a type that is no dish of the shop (grouped or external): nothing is taken of them',
    ),
    ...toldRows(
      extended,
      `a type of an extension, like "${nameOf(extended, shop)}": they are taken as simple products`,
    ),
    ...toldRows(lonely, 'no variations in the file: the product is left out'),
    ...toldRows(
      counted.filter((row) => text(row, 'stock').toLowerCase() === 'parent'),
      'the stock of the product they vary, which is left out: it is not known how much of it is theirs',
    ),
    ...(decisions.branch === undefined
      ? toldRows(counted, 'stock, which is left out: --branch says whose it is')
      : []),
    ...(isMenu(kind) ? toldOfMenu(shop) : saleDates(shop)),
  ];
}

function toldOfMenu({ simple, variations, variable, text, attributes }: WooRows): Finding[] {
  const products = [...simple, ...variable];
  const having = (rows: readonly Row[], has: (row: Row) => boolean, what: string) =>
    toldRows(rows.filter(has), what);
  const isOfSeveral = (row: Row) => (firstCategory(text(row, 'categories'))?.others.length ?? 0) > 0;
  const hasTwo = (row: Row) => text(row, 'summary') !== '' && text(row, 'description') !== '';
  return [
    ...having(
      [...simple, ...variations],
      (row) => text(row, 'salePrice') !== '',
      'a sale price, and a menu has no place for it: the regular price is taken, and "stock sync" sends both',
    ),
    ...having(products, isOfSeveral, 'several categories: the first is taken'),
    ...having(
      products,
      (row) => images(text(row, 'images')).length > 1,
      'further pictures, which are left out: Blink takes one',
    ),
    ...having(products, hasTwo, 'two descriptions: the short one is taken'),
    ...having(
      products,
      (row) => text(row, 'visibility') === 'hidden',
      'a product that is hidden in the shop: it is not active in the menu',
    ),
    ...having(simple, (row) => attributes(row).length > 0, 'attributes, which are left out'),
  ];
}

/** A list of addresses, in which commas may stand too. */
export function images(list: string): string[] {
  return list.split(/,\s*(?=https?:)/i).filter((address) => address !== '');
}

function withoutParent({ variations, text, parentOf }: WooRows): Finding[] {
  const orphans = variations.filter((row) => !parentOf(row));
  const [first] = orphans;
  if (!first) return [];
  const seen = `${rowsHave(orphans.length)} a parent that is not in the file, like "${text(first, 'parent')}"`;
  const rows = orphans.map(({ row }) => row);
  return [toDecide(seen, rows, ['Export the products of all types, or delete these rows.'])];
}

/** True where a sale price holds on some days only: which they are is a matter of the shop's clock. */
export function isDated(row: Row, { text }: WooRows): boolean {
  return text(row, 'salePrice') !== '' && (text(row, 'saleStarts') !== '' || text(row, 'saleEnds') !== '');
}

function saleDates(shop: WooRows): Finding[] {
  const dated = [...shop.simple, ...shop.variations].filter((row) => isDated(row, shop));
  if (dated.length === 0) return [];
  const seen = `${rowsHave(dated.length)} a sale price that holds on some days only`;
  const rows = dated.map(({ row }) => row);
  return [
    toDecide(seen, rows, ['Delete the dates of those that hold today, and the sale prices of the others.']),
  ];
}

function nameOf([row]: readonly Row[], { text }: WooRows): string {
  return row ? text(row, 'type') : '';
}
