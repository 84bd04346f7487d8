import type { Finding } from '../../finding.ts';
import { headerName } from '../sheet/layout.ts';
import { itemTable } from './item-table.ts';
import { type Places, placesOf, textOf } from './named-columns.ts';
import { withoutEntities } from './plain-text.ts';
import type { Profile, Row } from './profile.ts';
import { type InventoryColumn, inventoryColumns } from './shopify-columns.ts';
import { choicesOf } from './shopify-options.ts';
import { branchesOfStores } from './stores.ts';
import type { BranchTexts, Till, TillItem } from './till-item.ts';
import { isMenu } from './till-table.ts';
import { toldRows } from './told-rows.ts';

/**
 * The inventory export. What can be sold is `Available`: what is on hand, without what orders have taken already.
 * Until 2023 each location was a column of its own, behind the code of customs and the country of origin.
 */
const shopifyInventory: Till = {
  countKnown(header) {
    const places = placesOf(header, inventoryColumns);
    const has = (name: InventoryColumn) => places.has(name);
    const hasStock = (has('location') && has('available')) || (has('code') && has('origin'));
    const isProducts = header.map(headerName).some((name) => name.startsWith('variant_'));
    return has('handle') && has('title') && has('value1') && hasStock && !isProducts ? places.size : 0;
  },
  columns(header) {
    const places = placesOf(header, inventoryColumns);
    return {
      fields: {
        'product.id': places.get('handle'),
        'product.sku': places.get('sku'),
        'product.name': places.get('title'),
        'branch.id': places.get('location'),
        'branch.stock_quantity': places.get('available'),
      },
      branches: new Map(locationColumns(header).map(({ name, index }) => [name, { stock_quantity: index }])),
      used: [...places.values()],
    };
  },
  items(rows, _columns, header, decisions, kind) {
    if (isMenu(kind)) return { items: [], findings: [noMenu] };
    const places = placesOf(header, inventoryColumns);
    const named = rows.filter((row) => textOf(row, places, 'handle') !== '');
    const all = countsOf(named, places, locationColumns(header));
    const stores = branchesOfStores([...new Set(all.map(({ location }) => location))], decisions);
    const counts = all.flatMap((count) => {
      const location = stores.branchOf(count.location);
      return location === undefined ? [] : [{ ...count, location }];
    });
    const stocked = counts.filter(({ quantity }) => !isNotStocked(quantity));
    const { items, twice } = itemsOf(named, places, stocked);
    const notStocked = counts.filter(({ quantity }) => isNotStocked(quantity)).map(({ row }) => row);
    const recounted = named.filter((row) => textOf(row, places, 'counted') !== '');
    const findings = [
      ...withoutHandle(rows, places),
      ...stores.findings,
      ...twice,
      ...toldRows(notStocked, 'a product that is not stocked there: nothing is sent, which is not 0'),
      ...toldRows(
        recounted,
        'a new count in "On hand (new)", which is left out: import it into Shopify first',
      ),
    ];
    return { items, findings };
  },
  ids: { id: 'handle+options', sku: 'sku' },
};

export const shopifyStock: Profile = {
  name: 'shopify',
  title: 'Shopify inventory',
  idle: { flags: ['priceColumn'], why: 'an inventory has no prices' },
  tables: [itemTable(shopifyInventory)],
};

const noMenu: Finding = {
  severity: 'error',
  message: 'an inventory export has neither prices nor categories: it is no menu.',
  hint: 'Give it to "blink stock sync", with --prices-from and the menu that has the prices.',
};

/** What a row says of one location. */
interface Count {
  row: Row;
  location: string;
  quantity: string;
}

const isNotStocked = (quantity: string) => quantity === '' || /^not stocked$/i.test(quantity);

/** The columns that are locations, where a row is for all of them. */
function locationColumns(header: readonly string[]): { name: string; index: number }[] {
  const places = placesOf(header, inventoryColumns);
  const known = new Set(places.values());
  if (places.has('location')) return [];
  return header.flatMap((name, index) =>
    known.has(index) || name.trim() === '' ? [] : [{ name: name.trim(), index }],
  );
}

function countsOf(
  rows: readonly Row[],
  places: Places<InventoryColumn>,
  locations: readonly { name: string; index: number }[],
): Count[] {
  if (!places.has('location')) {
    return rows.flatMap((row) =>
      locations.map(({ name, index }) => ({
        row,
        location: name,
        quantity: (row.cells[index] ?? '').trim(),
      })),
    );
  }
  return rows.map((row) => ({
    ...{ row, location: textOf(row, places, 'location'), quantity: textOf(row, places, 'available') },
  }));
}

function itemsOf(
  rows: readonly Row[],
  places: Places<InventoryColumn>,
  counts: readonly Count[],
): { items: TillItem[]; twice: Finding[] } {
  const items = new Map<string, TillItem & { branches: Map<string, BranchTexts> }>();
  const keyOf = (row: Row) =>
    (['handle', 'value1', 'value2', 'value3'] as const).map((name) => textOf(row, places, name)).join('\n');
  for (const row of rows) {
    const key = keyOf(row);
    if (!items.has(key)) items.set(key, { ...itemOf(row, places), branches: new Map() });
  }
  const twice: Finding[] = [];
  for (const { row, location, quantity } of counts) {
    const branches = items.get(keyOf(row))?.branches;
    if (!branches?.has(location)) branches?.set(location, { stock_quantity: quantity, row: row.row });
    else {
      const expected = `each location of a variant once: ${location} is there already`;
      twice.push({
        severity: 'error',
        row: row.row,
        index: places.get('location'),
        value: location,
        expected,
      });
    }
  }
  return { items: [...items.values()], twice };
}

function itemOf(row: Row, places: Places<InventoryColumn>): TillItem {
  const text = (name: InventoryColumn) => textOf(row, places, name);
  const names = [text('name1'), text('name2'), text('name3')];
  const values = [text('value1'), text('value2'), text('value3')];
  return {
    row: row.row,
    group: text('handle'),
    sources: { handle: text('handle'), sku: text('sku') },
    name: withoutEntities(text('title')),
    options: choicesOf(names, values),
    texts: {},
  };
}

function withoutHandle(rows: readonly Row[], places: Places<InventoryColumn>): Finding[] {
  const expected = 'the handle of the product on every row';
  return rows
    .filter((row) => textOf(row, places, 'handle') === '')
    .map(({ row }) => ({ severity: 'error', row, index: places.get('handle'), expected }));
}
