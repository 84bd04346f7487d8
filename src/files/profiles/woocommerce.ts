import type { Finding } from '../../finding.ts';
import { undecidedMark } from '../cells/cells.ts';
import type { TableKind } from '../sheet/table-kind.ts';
import { firstCategory } from './category-lists.ts';
import { type Decisions, leftOut, rowsHave, toDecide } from './decisions.ts';
import { itemTable } from './item-table.ts';
import { plainText, withoutEntities } from './plain-text.ts';
import { chosenPrices } from './price-column.ts';
import type { Profile, Row } from './profile.ts';
import type { BranchTexts, Choice, Till, TillItem } from './till-item.ts';
import { attributePlaces, type WooColumn } from './woocommerce-columns.ts';
import { placesIn, readWooRows, type WooRows } from './woocommerce-rows.ts';
import { images, isDated, toldOfShop } from './woocommerce-told.ts';

/** The product export, in any language and with the decimal sign of the shop. */
const products: Till = {
  countKnown(header) {
    const places = placesIn(header);
    const has = (name: WooColumn) => places.has(name);
    const isOne = has('type') && has('name') && (has('id') || has('sku'));
    const isShop = has('published') || (has('price') && (has('categories') || has('parent')));
    return isOne && isShop ? places.size : 0;
  },
  columns(header) {
    const places = placesIn(header);
    const at = (name: WooColumn) => places.get(name);
    return {
      fields: {
        'product.id': at('id') ?? at('sku'),
        'product.sku': at('sku'),
        'product.name': at('name'),
        'product.description': at('summary') ?? at('description'),
        'product.tags': at('tags'),
        'product.image': at('images'),
        'product.is_active': at('published'),
        'product.price': at('price'),
        'product.discount_price': at('salePrice'),
        'category.id': at('categories'),
        'category.name': at('categories'),
        'branch.stock_quantity': at('stock'),
      },
      branches: new Map(),
      used: [...places.values(), ...attributePlaces(header).flatMap((one) => one.columns)],
    };
  },
  items(rows, _columns, header, decisions, kind) {
    const shop = readWooRows(rows, header);
    const { priceIn, findings: unchosen } = chosenPrices(header, decisions);
    const variations = new Set(shop.variations);
    const bought = [...shop.simple, ...shop.variations].sort((a, b) => a.row - b.row);
    const items = bought.flatMap((row): TillItem[] => {
      const product = variations.has(row) ? shop.parentOf(row) : row;
      return product ? [itemOf(row, product, priceIn(row), shop, decisions)] : [];
    });
    const priced = needsPrices(kind) ? withPrices(items, decisions) : { items, findings: [] };
    return {
      items: priced.items,
      findings: [...unchosen, ...toldOfShop(shop, decisions, kind), ...priced.findings],
    };
  },
  ids: { id: 'token', sku: 'sku' },
  sourceNames: { token: 'ID' },
};

export const woocommerce: Profile = {
  name: 'woocommerce',
  title: 'WooCommerce',
  tables: [itemTable(products)],
};

/** @param product the row itself, or its parent's for a variation: what is blank in a variation is as in its parent */
function itemOf(row: Row, product: Row, chosen: string, shop: WooRows, { branch }: Decisions): TillItem {
  const { text, attributes } = shop;
  const own = (column: WooColumn) => text(row, column) || text(product, column);
  const category = firstCategory(withoutEntities(text(product, 'categories')));
  const states = [row, product].map((one) => text(one, 'published'));
  return {
    row: row.row,
    group: text(product, 'id') || text(product, 'sku') || `row ${product.row}`,
    sources: { token: text(row, 'id'), sku: text(row, 'sku') },
    name: withoutEntities(text(product, 'name')),
    options: row === product ? [] : optionsOf(row, product, text, attributes(row)),
    texts: {
      'product.description': description(own('summary') || own('description')),
      'product.tags': text(product, 'tags').replace(/\\,/g, ','),
      'product.image': images(own('images'))[0] ?? '',
      'product.is_active': activeText(states, text(product, 'visibility')),
      'product.price': chosen || text(row, 'price'),
      'product.discount_price': isDated(row, shop) ? undecidedMark : text(row, 'salePrice'),
      'category.id': category?.id ?? '',
      'category.name': category?.name ?? '',
    },
    ...(branch !== undefined && { branches: new Map([[branch, stockOf(row, text)]]) }),
  };
}

/** A variation is told from its siblings by its attributes, or by what its name adds to its parent's. */
function optionsOf(
  row: Row,
  product: Row,
  text: WooRows['text'],
  attributes: readonly Choice[],
): readonly Choice[] {
  if (attributes.length > 0) return attributes;
  const name = withoutEntities(text(row, 'name'));
  const start = `${withoutEntities(text(product, 'name'))} - `;
  return [{ name: 'Variation', value: name.startsWith(start) ? name.slice(start.length) : name }];
}

/** The exporter writes line breaks as `\n`. */
function description(html: string): string {
  return plainText(html.replace(/\\n/g, '\n'));
}

/** 1 is published, 0 private, -1 a draft; a product may be published and yet hidden from the catalogue. */
function activeText(published: readonly string[], visibility: string): string {
  const said = published.map((one) => one.replace(/^'+/, '')).filter((one) => one !== '');
  if (said.some((one) => one === '-1' || one === '0') || visibility === 'hidden') return 'no';
  return said.find((one) => one !== '1') ?? said[0] ?? '';
}

/** What is not counted is sold as long as it is not said to be out of stock. */
function stockOf(row: Row, text: WooRows['text']): BranchTexts {
  const counted = text(row, 'stock');
  if (counted !== '' && counted.toLowerCase() !== 'parent') return { stock_quantity: counted };
  return text(row, 'inStock') === '0' ? { stock_quantity: '0' } : {};
}

/** Stock may have its prices from elsewhere. */
function needsPrices({ required }: TableKind): boolean {
  return required.some(({ level, key }) => level === 'product' && key === 'price');
}

/** What has no price cannot be bought in the shop either. */
function withPrices(
  items: readonly TillItem[],
  { skipVariable }: Decisions,
): { items: readonly TillItem[]; findings: Finding[] } {
  const priceless = new Set(items.filter(({ texts }) => texts['product.price'] === ''));
  if (priceless.size === 0) return { items, findings: [] };
  const rows = [...priceless].map(({ row }) => row);
  const seen = `${rowsHave(rows.length)} no regular price`;
  if (skipVariable) {
    const finding = leftOut(`${seen} and ${rows.length === 1 ? 'is' : 'are'} left out`, rows);
    return { items: items.filter((item) => !priceless.has(item)), findings: [finding] };
  }
  const flags = ['Write their prices in the cells, or leave them out with --skip-variable.'];
  const undecided = { 'product.price': undecidedMark };
  return {
    items: items.map((item) =>
      priceless.has(item) ? { ...item, texts: { ...item.texts, ...undecided } } : item,
    ),
    findings: [toDecide(seen, rows, flags)],
  };
}
