import type { Finding } from '../../finding.ts';
import { shellWord } from '../../shell-word.ts';
import type { TableKind } from '../sheet/table-kind.ts';
import type { Decisions } from './decisions.ts';
import type { Row } from './profile.ts';
import type { Listing, Listings } from './shopify-listings.ts';
import { isMenu } from './till-table.ts';
import { toldRows } from './told-rows.ts';

/** What its first row says of a product, and further rows repeat or leave blank. */
const ofProduct = [
  ...(['title', 'description', 'type', 'taxonomy', 'tags', 'published', 'status'] as const),
  ...(['name1', 'name2', 'name3'] as const),
];

/** What is wrong in a product export, and what of it is not taken over. */
export function toldOfListings(
  listings: Listings,
  header: readonly string[],
  decisions: Decisions,
  kind: TableKind,
): Finding[] {
  const rows = listings.all.flatMap((listing) => listing.rows);
  return [
    ...withoutHandle(listings),
    ...listings.all.flatMap((listing) => contradictions(listing, listings)),
    ...(decisions.priceColumn === undefined ? otherPrices(rows, header, listings) : []),
    ...unplacedStock(listings, decisions),
    ...(isMenu(kind) ? toldOfMenu(listings) : []),
  ];
}

function toldOfMenu(listings: Listings): Finding[] {
  return [
    ...morePictures(listings),
    ...strangers(listings),
    ...unpublished(listings),
    ...freeOfCharge(listings),
  ];
}

function withoutHandle({ withoutHandle: rows, places }: Listings): Finding[] {
  const expected = 'the handle of the product on every row';
  return rows.map(({ row }) => ({ severity: 'error', row, index: places.get('handle'), expected }));
}

/** Rows of one handle that say different things of their product. */
function contradictions({ rows }: Listing, { places, text }: Listings): Finding[] {
  return ofProduct.flatMap((column) => {
    const [first, ...others] = rows.filter((row) => text(row, column) !== '');
    if (!first) return [];
    const said = text(first, column);
    const expected = `${said}, as in row ${first.row}, or a blank cell`;
    return others
      .filter((row) => text(row, column) !== said)
      .map((row): Finding => {
        const at = { row: row.row, index: places.get(column) };
        return { severity: 'error', ...at, value: text(row, column), expected };
      });
  });
}

/** The columns of other prices than the one that customers pay: what it was before, and those for single countries. */
export function otherPriceColumns(header: readonly string[]): { name: string; index: number }[] {
  return header.flatMap((heading, index) =>
    /compare[ -]at|^price \/ /i.test(heading) ? [{ name: heading.trim(), index }] : [],
  );
}

function otherPrices(rows: readonly Row[], header: readonly string[], { text }: Listings): Finding[] {
  return otherPriceColumns(header).flatMap(({ name, index }) => {
    const others = rows.filter((row) => {
      const other = (row.cells[index] ?? '').trim();
      return other !== '' && other !== text(row, 'price');
    });
    const what = `another price in "${name}", which is left out: --price-column ${shellWord(name)} takes it instead`;
    return toldRows(others, what);
  });
}

/** True where a number in stock says what can be sold: it is counted, and nothing is sold beyond it. */
export function isCounted(row: Row, { text, places }: Listings): boolean {
  const isTracked = !places.has('tracker') || text(row, 'tracker') !== '';
  return isTracked && text(row, 'quantity') !== '' && !/^(continue|true)$/i.test(text(row, 'policy'));
}

function unplacedStock(listings: Listings, { branch }: Decisions): Finding[] {
  const counted = listings.all.flatMap(({ variants }) => variants.filter((row) => isCounted(row, listings)));
  return branch === undefined ? toldRows(counted, 'stock, which is left out: --branch says whose it is') : [];
}

/** Blink takes one picture of a product. */
function morePictures({ all, text }: Listings): Finding[] {
  const left = all.flatMap(({ rows, variants }) => {
    const first = rows.find((row) => text(row, 'image') !== '');
    const shown = new Set(variants.map((row) => text(row, 'variantImage')));
    return rows.filter((row) => row !== first && text(row, 'image') !== '' && !shown.has(text(row, 'image')));
  });
  return toldRows(left, 'a further picture of the product, which is left out: Blink takes one');
}

/** Rows that are neither variants nor pictures: somebody wrote something else there. */
function strangers({ all, text }: Listings): Finding[] {
  const rows = all.flatMap((listing) => listing.rows.filter((row) => !listing.variants.includes(row)));
  const others = rows.filter((row) => text(row, 'image') === '');
  return toldRows(others, 'neither a price nor a picture: only what they say of the product is taken');
}

function unpublished({ all, text }: Listings): Finding[] {
  const rows = all.flatMap(({ rows: [first] }) => {
    const isActive = first && text(first, 'status').toLowerCase() === 'active';
    return isActive && /^false$/i.test(text(first, 'published')) ? [first] : [];
  });
  return toldRows(rows, 'a product that is active but not in the online store: it is not active in the menu');
}

function freeOfCharge({ all, text, textOfAll }: Listings): Finding[] {
  const sold = all.filter((listing) => /^(active)?$/i.test(textOfAll(listing, 'status')));
  const free = sold.flatMap(({ variants }) =>
    variants.filter((row) => /^0+([.,]0+)?$/.test(text(row, 'price'))),
  );
  return toldRows(free, 'a price of 0: whoever orders that pays nothing');
}
