import type { Finding } from '../../finding.ts';
import type { TableKind } from '../sheet/table-kind.ts';
import { firstCategory } from './category-lists.ts';
import { type Decisions, rowsHave, toDecide } from './decisions.ts';
import { itemTable } from './item-table.ts';
import { type Places, placesOf, textOf } from './named-columns.ts';
import { plainText } from './plain-text.ts';
import { chosenPrices } from './price-column.ts';
import type { Profile, Row } from './profile.ts';
import {
  type Locations,
  locationsOf,
  modifierSets,
  type SquareColumn,
  squareColumns,
} from './square-columns.ts';
import { branchesOfStores, type StoreBranches } from './stores.ts';
import type { BranchField, BranchTexts, Choice, Till, TillItem } from './till-item.ts';
import { isMenu } from './till-table.ts';
import { toldRows } from './told-rows.ts';

type Text = (row: Row, column: SquareColumn) => string;

/** The item library: a row for each variation, those of one item by its name. */
const library: Till = {
  countKnown(header) {
    const places = placesOf(header, squareColumns);
    const isOne = (['token', 'item', 'variation'] as const).every((name) => places.has(name));
    return isOne ? places.size : 0;
  },
  columns(header) {
    const places = placesOf(header, squareColumns);
    const at = (name: SquareColumn) => places.get(name);
    const sets = modifierSets(header);
    return {
      fields: {
        'product.id': at('token'),
        'product.sku': at('sku'),
        'product.name': at('item'),
        'product.description': at('description'),
        'product.is_active': at('archived') ?? at('visibility'),
        'product.price': at('price'),
        'product.modifiers': sets[0]?.index,
        'category.id': at('categories') ?? at('reporting'),
        'category.name': at('categories') ?? at('reporting'),
      },
      branches: locationsOf(header),
      used: [...places.values(), ...sets.map(({ index }) => index)],
    };
  },
  items(rows, _columns, header, decisions, kind) {
    const places = placesOf(header, squareColumns);
    const text: Text = (row, column) => textOf(row, places, column);
    const { priceIn, findings: unchosen } = chosenPrices(header, decisions);
    const sets = modifierSets(header);
    const stores = storesOf(locationsOf(header), decisions, kind);
    const named = rows.filter((row) => text(row, 'item') !== '');
    const isAlone = aloneIn(named, text);
    const items = named.map((row): TillItem => {
      const item = itemOf(row, text, isAlone(row), priceIn(row));
      return {
        ...item,
        branches: branchesOf(row, stores, item.texts['product.is_active'] ?? ''),
        modifiers: sets.filter(({ index }) => isYes(row.cells[index])).map(({ name }) => name),
      };
    });
    const findings = [
      ...withoutName(rows, places, text),
      ...unchosen,
      ...stores.findings,
      ...twoPrices(named, text, decisions),
      ...unplacedStock(named, locationsOf(header), stores),
      ...(isMenu(kind) ? toldOfMenu(named, text) : []),
    ];
    return { items, findings };
  },
  ids: { id: 'token', sku: 'sku' },
};

export const square: Profile = { name: 'square', title: 'Square', tables: [itemTable(library)] };

/** Whether a row is the only variation of its item. */
function aloneIn(rows: readonly Row[], text: Text): (row: Row) => boolean {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(text(row, 'item'), (counts.get(text(row, 'item')) ?? 0) + 1);
  return (row) => counts.get(text(row, 'item')) === 1;
}

function itemOf(row: Row, text: Text, isAlone: boolean, chosen: string): TillItem {
  const category = firstCategory(text(row, 'categories') || text(row, 'reporting'));
  const options = choicesOf(row, text);
  const isPlain = isAlone && options.every(({ value }) => value === usualVariation);
  return {
    row: row.row,
    group: text(row, 'item'),
    sources: { token: text(row, 'token'), sku: text(row, 'sku') },
    name: text(row, 'item'),
    options: isPlain ? [] : options,
    texts: {
      'product.description': described(text(row, 'description')),
      // The till asks for what has no price, and says so with a word or with nothing.
      'product.price': chosen || text(row, 'price') || 'variable',
      'product.is_active': isSold(row, text) ? 'yes' : 'no',
      'category.id': category?.id ?? '',
      'category.name': category?.name ?? '',
    },
  };
}

/** Plain text, but for what was written in the online shop's editor. */
function described(text: string): string {
  return /<\/?[a-z][^<>]*>/i.test(text) ? plainText(text) : text;
}

/** What the till calls a variation that has no name. */
const usualVariation = 'Regular';

/** A variation is one of options, or has a name of its own. */
function choicesOf(row: Row, text: Text): Choice[] {
  const options = ([1, 2, 3] as const).flatMap((i): Choice[] => {
    const value = text(row, `value${i}`);
    return value === '' ? [] : [{ name: text(row, `option${i}`) || 'Variation', value }];
  });
  return options.length > 0
    ? options
    : [{ name: 'Variation', value: text(row, 'variation') || usualVariation }];
}

const isYes = (cell = '') => /^\s*y(es)?\s*$/i.test(cell);
const isNo = (cell: string) => /^no?$/i.test(cell);

/** Archived items and what cannot be sold are not; and what its own online shop does not show. */
function isSold(row: Row, text: Text): boolean {
  return !isYes(text(row, 'archived')) && !isNo(text(row, 'sellable')) && isShown(row, text);
}

function isShown(row: Row, text: Text): boolean {
  return !['hidden', 'unavailable'].includes(text(row, 'visibility').toLowerCase());
}

interface Stores extends StoreBranches {
  locations: Locations;
  isMenu: boolean;
}

/** The only location of a till is no branch of a menu, unless it is said which. */
function storesOf(locations: Locations, decisions: Decisions, kind: TableKind): Stores {
  const isUnnamed = isMenu(kind) && locations.size === 1 && decisions.branch === undefined;
  const read: Locations = isUnnamed ? new Map() : locations;
  return { ...branchesOfStores([...read.keys()], decisions), locations: read, isMenu: isMenu(kind) };
}

/** What a row says of each location. A menu says of each branch whether it sells the item: as the item does, if nothing else. */
function branchesOf({ cells }: Row, stores: Stores, isActive: string): Map<string, BranchTexts> {
  const branches = new Map<string, BranchTexts>();
  for (const [name, places] of stores.locations) {
    const at = (field: BranchField) => (cells[places[field] ?? -1] ?? '').trim();
    const texts = { stock_quantity: at('stock_quantity'), price: at('price'), is_active: at('is_active') };
    const branch = stores.branchOf(name);
    if (branch === undefined || Object.values(texts).every((one) => one === '')) continue;
    const usual = stores.isMenu ? isActive : '';
    branches.set(branch, { ...texts, is_active: texts.is_active || usual });
  }
  return branches;
}

function unplacedStock(rows: readonly Row[], locations: Locations, stores: Stores): Finding[] {
  if (stores.locations.size > 0) return [];
  const places = [...locations.values()].flatMap(({ stock_quantity }) => stock_quantity ?? []);
  const counted = rows.filter(({ cells }) => places.some((place) => (cells[place] ?? '').trim() !== ''));
  return toldRows(counted, 'stock, which is left out: --branch says whose it is');
}

function withoutName(rows: readonly Row[], places: Places<SquareColumn>, text: Text): Finding[] {
  const expected = 'the name of the item on every row';
  return rows
    .filter((row) => text(row, 'item') === '')
    .map(({ row }) => ({ severity: 'error', row, index: places.get('item'), expected }));
}

/** The online shop may ask for another price, and often for a higher one. */
function twoPrices(rows: readonly Row[], text: Text, { priceColumn }: Decisions): Finding[] {
  const two = rows.filter((row) => !['', text(row, 'price')].includes(text(row, 'online')));
  if (priceColumn !== undefined || two.length === 0) return [];
  const higher = two.filter((row) => Number(text(row, 'online')) > Number(text(row, 'price'))).length;
  const seen = `${rowsHave(two.length)} an "Online Sale Price" that is not the "Price", ${higher} of them a higher one`;
  const at = two.map(({ row }) => row);
  return [
    toDecide(seen, at, [
      '--price-column "Price" takes what the till asks for,',
      '--price-column "Online Sale Price" what the online shop does, where it has a price of its own.',
    ]),
  ];
}

function toldOfMenu(rows: readonly Row[], text: Text): Finding[] {
  const several = rows.filter((row) => (firstCategory(text(row, 'categories'))?.others.length ?? 0) > 0);
  const unseen = rows.filter((row) => !isShown(row, text));
  return [
    ...toldRows(several, 'several categories: the first is taken'),
    ...toldRows(unseen, 'an item that is not shown online: it is not active in the menu'),
  ];
}
