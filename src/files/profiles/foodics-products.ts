import { undecidedMark } from '../cells/cells.ts';
import { headerName } from '../sheet/layout.ts';
import { chosenName } from './chosen-name.ts';
import type { Decisions } from './decisions.ts';
import { itemTable } from './item-table.ts';
import type { Row, TableProfile } from './profile.ts';
import { pointBeforeDecimals } from './saved-again.ts';
import type { Till, TillItem } from './till-item.ts';
import type { FieldName } from './till-table.ts';

/** Columns of `products.csv` that are fields of ours as they are. */
const straight: Readonly<Record<string, FieldName>> = {
  price: 'product.price',
  is_active: 'product.is_active',
  is_stock_product: 'product.is_stock_product',
  image: 'product.image',
};

/** Where the other columns are told of. */
const places: Readonly<Record<string, FieldName>> = {
  ...straight,
  id: 'product.id',
  sku: 'product.sku',
  name: 'product.name',
  description: 'product.description',
  category_reference: 'category.id',
};

const alsoRead = ['name_localized', 'description_localized', 'is_sold_by_weight'];

const till: Till = {
  countKnown(header) {
    const names = new Set(header.map(headerName));
    const isThis = ['id', 'name', 'sku', 'category_reference', 'price'].every((name) => names.has(name));
    return isThis ? names.size : 0;
  },
  columns(header) {
    const names = header.map(headerName);
    const known = Object.entries(places).filter(([name]) => names.includes(name));
    return {
      fields: Object.fromEntries(known.map(([name, field]) => [field, names.indexOf(name)])),
      branches: new Map(),
      used: alsoRead.map((name) => names.indexOf(name)),
    };
  },
  items(rows, _, header, decisions) {
    const names = header.map(headerName);
    return { items: rows.map((row) => itemOf(row, names, decisions)), findings: [] };
  },
  ids: { id: 'token', sku: 'sku' },
  sourceNames: { token: 'ID' },
};

function itemOf(row: Row, names: readonly string[], { name: choice }: Decisions): TillItem {
  const text = (name: string) => (row.cells[names.indexOf(name)] ?? '').trim();
  const [id, reference] = [text('id'), text('category_reference')];
  const own = Object.entries(straight).map(([name, field]) => [field, text(name)]);
  return {
    row: row.row,
    group: id === '' ? `row ${row.row}` : id,
    sources: { token: id, sku: text('sku') },
    name: text('name'),
    localized: text('name_localized'),
    isWeighed: /^yes$/i.test(text('is_sold_by_weight')),
    options: [],
    texts: {
      ...Object.fromEntries(own),
      'product.description': chosenName(text('description'), text('description_localized'), choice, '\n'),
      'category.id': reference,
      'category.reference': reference,
      // Its name stands in a file of its own.
      'category.name': reference === '' ? '' : undecidedMark,
    },
  };
}

/** `products.csv` of Foodics: a row for each product. */
export const productTable: TableProfile = { ...itemTable(till), rules: pointBeforeDecimals('Foodics') };
