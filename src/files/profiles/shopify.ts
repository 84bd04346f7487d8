import { headerName } from '../sheet/layout.ts';
import type { Decisions } from './decisions.ts';
import { itemTable } from './item-table.ts';
import { placesOf } from './named-columns.ts';
import { plainText, withoutEntities } from './plain-text.ts';
import { chosenPrices } from './price-column.ts';
import type { Profile, Row } from './profile.ts';
import { type ProductColumn, productColumns } from './shopify-columns.ts';
import { type Listing, type Listings, readListings } from './shopify-listings.ts';
import { choicesOf } from './shopify-options.ts';
import { isCounted, otherPriceColumns, toldOfListings } from './shopify-told.ts';
import type { Till, TillItem } from './till-item.ts';

/** The product export. What an item costs is `Variant Price`, or `Price` since 2024. */
const products: Till = {
  countKnown(header) {
    const places = placesOf(header, productColumns);
    const isOne = (['handle', 'title', 'value1'] as const).every((name) => places.has(name));
    const isOurs = header
      .map(headerName)
      .some((name) => name === 'url_handle' || name.startsWith('variant_'));
    return isOne && isOurs ? places.size : 0;
  },
  columns(header) {
    const places = placesOf(header, productColumns);
    const at = (name: ProductColumn) => places.get(name);
    return {
      fields: {
        'product.id': at('handle'),
        'product.sku': at('sku'),
        'product.name': at('title'),
        'product.description': at('description'),
        'product.tags': at('tags'),
        'product.image': at('image'),
        'product.is_active': at('status') ?? at('published'),
        'product.price': at('price'),
        'category.id': at('type') ?? at('taxonomy'),
        'category.name': at('type') ?? at('taxonomy'),
        'branch.stock_quantity': at('quantity'),
      },
      branches: new Map(),
      used: [...places.values(), ...otherPriceColumns(header).map(({ index }) => index)],
    };
  },
  items(rows, _columns, header, decisions, kind) {
    const listings = readListings(rows, header);
    const hasTypes = rows.some((row) => listings.text(row, 'type') !== '');
    const { priceIn, findings: unchosen } = chosenPrices(header, decisions);
    const file: Export = { ...listings, categories: hasTypes ? 'type' : 'taxonomy', priceIn, decisions };
    return {
      items: listings.all.flatMap((listing) => itemsOf(listing, file)),
      findings: [...unchosen, ...toldOfListings(listings, header, decisions, kind)],
    };
  },
  ids: { id: 'handle+options', sku: 'sku' },
};

export const shopify: Profile = { name: 'shopify', title: 'Shopify', tables: [itemTable(products)] };

/** An export as it is read. */
interface Export extends Listings {
  /** The shop's own categories, or else those of the catalogue that all shops share. */
  categories: 'type' | 'taxonomy';
  priceIn(row: Row): string;
  decisions: Decisions;
}

function itemsOf(listing: Listing, file: Export): TillItem[] {
  const { text, textOfAll, decisions } = file;
  const ofAll = (column: ProductColumn) => textOfAll(listing, column);
  const category = withoutEntities(file.categories === 'type' ? ofAll('type') : lastOf(ofAll('taxonomy')));
  const names = (['name1', 'name2', 'name3'] as const).map(ofAll);
  const texts = {
    'product.description': plainText(ofAll('description')),
    'product.tags': ofAll('tags'),
    'product.is_active': activeText(ofAll('status'), ofAll('published')),
    'category.id': category,
    'category.name': category,
  };
  return listing.variants.map((row) => {
    const values = (['value1', 'value2', 'value3'] as const).map((column) => text(row, column));
    const stock = isCounted(row, file) ? { stock_quantity: text(row, 'quantity') } : {};
    return {
      row: row.row,
      group: listing.handle,
      sources: { handle: listing.handle, sku: text(row, 'sku') },
      name: withoutEntities(ofAll('title')),
      options: choicesOf(names, values),
      texts: {
        ...texts,
        'product.price': file.priceIn(row) || text(row, 'price'),
        'product.image': text(row, 'variantImage') || ofAll('image'),
      },
      ...(decisions.branch !== undefined && { branches: new Map([[decisions.branch, stock]]) }),
    };
  });
}

/** The last of a path in that catalogue: `Food Items > Bakery > Cakes`. */
function lastOf(path: string): string {
  const last = path.split(' > ').at(-1) ?? '';
  return last === 'Uncategorized' ? '' : last;
}

const notSold = new Set(['draft', 'archived', 'unlisted']);

/** Sold where it is active and not kept out of the online store. A state that nobody knows is left to be refused. */
function activeText(status: string, published: string): string {
  if (notSold.has(status.toLowerCase())) return 'no';
  return published === '' || /^true$/i.test(published) ? status || published : 'no';
}
