import type { Finding } from '../../finding.ts';
import { leftOut, rowsHave, toDecide } from './decisions.ts';
import { itemTable } from './item-table.ts';
import { type LoyverseColumns, loyverseColumns, type Store } from './loyverse-columns.ts';
import { type ChosenStores, chosenStores } from './loyverse-stores.ts';
import { plainText } from './plain-text.ts';
import type { Profile, Row } from './profile.ts';
import { isSavedAgain, pointBeforeDecimals } from './saved-again.ts';
import type { BranchTexts, Till, TillItem } from './till-item.ts';
import { isMenu } from './till-table.ts';

/** The items of Loyverse's back office, exported: a row for each variant, its first row says what all have in common. */
const till: Till = {
  countKnown: (header) => (loyverseColumns(header) ? header.length : 0),
  columns(header, { kind, rules }) {
    const columns = loyverseColumns(header);
    if (!columns) return { fields: {}, branches: new Map(), used: [] };
    const { own, branches } = chosenStores(columns.stores, kind, rules);
    const { handle, weight, options, defaultPrice } = columns;
    const modifier = columns.modifiers[0]?.index;
    return {
      fields: {
        'product.sku': columns.sku,
        'product.id': columns.sku,
        'product.name': columns.name,
        'product.description': columns.description,
        'category.id': columns.category,
        'category.name': columns.category,
        'product.uom': columns.weight,
        'option.name': columns.options[0]?.value ?? columns.name,
        'product.price': priceColumn(columns, own),
        'product.is_active': (own ?? columns.stores[0])?.available ?? columns.name,
        ...(modifier !== undefined && { 'product.modifiers': modifier }),
      },
      branches: new Map(
        branches.map(({ id, store }) => [
          id,
          { price: store.price, is_active: store.available, stock_quantity: store.stock },
        ]),
      ),
      used: [
        ...[handle, weight, defaultPrice],
        ...options.flatMap(({ name, value }) => [name, value]),
        ...columns.modifiers.map(({ index }) => index),
      ],
    };
  },
  items(rows, _, header, decisions, kind, layout) {
    const columns = loyverseColumns(header);
    if (!columns) return { items: [], findings: [] };
    const file: Export = {
      ...chosenStores(columns.stores, kind, decisions),
      ...{ columns, isMenu: isMenu(kind), isSavedAgain: isSavedAgain(layout) },
    };
    return itemsOf(rows, file);
  },
  ids: { id: 'sku', sku: 'sku' },
};

function priceColumn({ stores, defaultPrice, name }: LoyverseColumns, own: Store | undefined): number {
  return [own?.price, defaultPrice, stores[0]?.price].find((at) => at !== undefined && at >= 0) ?? name;
}

/** Exports of Loyverse, in any language of its back office. */
export const loyverse: Profile = {
  name: 'loyverse',
  title: 'Loyverse',
  idle: {
    flags: ['priceColumn'],
    why: 'a product has one price in each store, and --branch chooses among those',
  },
  tables: [{ ...itemTable(till), rules: pointBeforeDecimals('Loyverse') }],
};

/** An export as it is read: its columns, and the stores in them that are wanted. */
interface Export extends ChosenStores {
  columns: LoyverseColumns;
  isMenu: boolean;
  isSavedAgain: boolean;
}

function itemsOf(rows: readonly Row[], file: Export): Items {
  const { columns, findings } = file;
  const isPart = (row: Row) =>
    [columns.name, columns.sku, ...columns.options.map(({ value }) => value)].every(
      (at) => textAt(row, at) === '',
    ) && textAt(row, columns.included) !== '';
  const parts = rows.filter(isPart).map(({ row }) => row);
  if (parts.length > 0)
    findings.push(leftOut('what composite items are made of has no place in Blink', parts));
  const firsts = new Map<string, Row>();
  const items = rows.flatMap((row): TillItem[] => {
    if (isPart(row)) return [];
    const handle = textAt(row, columns.handle);
    const first = (handle === '' ? undefined : firsts.get(handle)) ?? row;
    firsts.set(handle, first);
    return [itemOf(row, first, file)];
  });
  findings.push(...differingPrices(rows, file), ...doubtfulStock(rows, file));
  return { items, findings };
}

interface Items {
  items: readonly TillItem[];
  findings: Finding[];
}

function textAt({ cells }: Row, index: number): string {
  return (cells[index] ?? '').trim();
}

const isYes = (text: string) => /^y(es)?$/i.test(text);

/** A row as an item. @param first the row that says what all variants have in common: they leave it blank */
function itemOf(row: Row, first: Row, file: Export): TillItem {
  const { columns, own, branches } = file;
  const handle = textAt(row, columns.handle);
  const either = (index: number) => textAt(row, index) || textAt(first, index);
  const category = either(columns.category);
  const prices = branches.map(({ store }) => textAt(row, store.price)).filter((text) => text !== '');
  const sold = branches.map(({ store }) => textAt(row, store.available));
  const price = (own && textAt(row, own.price)) || textAt(row, columns.defaultPrice) || (prices[0] ?? '');
  return {
    row: row.row,
    group: handle === '' ? `row ${row.row}` : handle,
    sources: { handle, sku: textAt(row, columns.sku) },
    name: either(columns.name),
    isWeighed: isYes(either(columns.weight)),
    options: columns.options.flatMap(({ name, value }) => {
      const text = textAt(row, value);
      return text === '' ? [] : [{ name: either(name) || 'Variant', value: text }];
    }),
    texts: {
      'product.description': plainText(either(columns.description)),
      'category.id': category,
      'category.name': category,
      'product.price': [price, ...prices].find((text) => /^variable$/i.test(text)) ?? price,
      'product.is_active': own ? textAt(row, own.available) : (sold.find(isYes) ?? sold[0] ?? ''),
    },
    ...(branches.length > 0 && {
      branches: new Map(branches.map(({ id, store }) => [id, branchTexts(row, store, file)])),
    }),
    modifiers: columns.modifiers
      .filter(({ index }) => isYes(either(index)))
      .map(({ name }) => name.replaceAll('|', '/')),
  };
}

function branchTexts(row: Row, store: Store, { own, isSavedAgain }: Export): BranchTexts {
  const stock = textAt(row, store.stock);
  return {
    // The price of a single store is the product's own already.
    ...(!own && { price: textAt(row, store.price) }),
    is_active: textAt(row, store.available),
    stock_quantity: isSavedAgain ? stock.replace(/[.,]000$/, '') : stock,
  };
}

/** Where no default price is given, the first store has it. */
function differingPrices(
  rows: readonly Row[],
  { columns, own, branches, isMenu: isAsked }: Export,
): Finding[] {
  const [first] = branches;
  if (own || !first || !isAsked) return [];
  const differing = rows.filter((row) => {
    const prices = branches.map(({ store }) => textAt(row, store.price)).filter((text) => text !== '');
    return textAt(row, columns.defaultPrice) === '' && new Set(prices).size > 1;
  });
  if (differing.length === 0) return [];
  const what = `${rowsHave(differing.length)} a price of its own in each store; in branches that are not in the file it is that of "${first.id}"`;
  return [
    leftOut(
      what,
      differing.map(({ row }) => row),
    ),
  ];
}

/** Loyverse writes stock with three decimals, `19.000`, of which a spreadsheet may have made nineteen thousand. */
function doubtfulStock(rows: readonly Row[], { branches, isSavedAgain }: Export): Finding[] {
  if (!isSavedAgain) return [];
  const doubtful = branches.flatMap(({ store }) =>
    rows.filter((row) => !/^(-?\d+[.,]\d{3})?$/.test(textAt(row, store.stock))).map(({ row }) => row),
  );
  if (doubtful.length === 0) return [];
  const seen = 'a spreadsheet saved this export again, and may have made 19000 of 19.000 in stock';
  return [toDecide(seen, doubtful, ['Export it again from Loyverse, and give that file as it is.'])];
}
