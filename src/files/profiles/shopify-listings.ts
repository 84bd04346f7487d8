import { type Places, placesOf, textOf } from './named-columns.ts';
import type { Row } from './profile.ts';
import { type ProductColumn, productColumns } from './shopify-columns.ts';

/** One product: all rows of its handle, and those of them that are variants. The rest have further pictures. */
export interface Listing {
  handle: string;
  rows: readonly Row[];
  variants: readonly Row[];
}

/** A product export, its rows put together. */
export interface Listings {
  places: Places<ProductColumn>;
  text(row: Row, column: ProductColumn): string;
  /** The first text of a column in the rows of a product. */
  textOfAll(listing: Listing, column: ProductColumn): string;
  all: readonly Listing[];
  /** Rows that say of no product. */
  withoutHandle: readonly Row[];
}

/** Puts rows together by their handles; they need not be neighbours. */
export function readListings(rows: readonly Row[], header: readonly string[]): Listings {
  const places = placesOf(header, productColumns);
  const text = (row: Row, column: ProductColumn) => textOf(row, places, column);
  const byHandle = new Map<string, Row[]>();
  for (const row of rows) {
    const handle = text(row, 'handle');
    const before = byHandle.get(handle);
    if (before) before.push(row);
    else byHandle.set(handle, [row]);
  }
  const withoutHandle = byHandle.get('') ?? [];
  byHandle.delete('');
  const all = [...byHandle].map(([handle, own]): Listing => {
    const variants = own.filter((row) => text(row, 'price') !== '' || text(row, 'value1') !== '');
    return { handle, rows: own, variants: variants.length > 0 ? variants : own.slice(0, 1) };
  });
  const textOfAll = (listing: Listing, column: ProductColumn) =>
    listing.rows.map((row) => text(row, column)).find((one) => one !== '') ?? '';
  return { places, text, textOfAll, all, withoutHandle };
}
