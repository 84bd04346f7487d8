import { type Places, placesOf, textOf } from './named-columns.ts';
import { withoutEntities } from './plain-text.ts';
import type { Row } from './profile.ts';
import type { Choice } from './till-item.ts';
import { attributePlaces, columnsByHeader, placesInOrder, type WooColumn } from './woocommerce-columns.ts';

/** The rows of an export by what they are. */
export interface WooRows {
  /** What can be bought as it is. */
  simple: readonly Row[];
  /** What can be bought of a product that has several; they may stand far away from it. */
  variations: readonly Row[];
  /** Products of which there are variations. They have no price. */
  variable: readonly Row[];
  /** Collections of other products, and what other shops sell. */
  notOurs: readonly Row[];
  /** What an extension of the shop has brought along: bundles, subscriptions. They are among the simple ones. */
  extended: readonly Row[];
  text(row: Row, column: WooColumn): string;
  attributes(row: Row): Choice[];
  parentOf(variation: Row): Row | undefined;
}

const types = {
  simple: 'simple',
  variation: 'variations',
  variable: 'variable',
  grouped: 'notOurs',
  external: 'notOurs',
} as const;

/** What a type may say beside what the product is. */
const manners = new Set(['virtual', 'downloadable']);

function isType(word: string): word is keyof typeof types {
  return Object.hasOwn(types, word);
}

export function placesIn(header: readonly string[]): Places<WooColumn> {
  return new Map([...placesInOrder(header), ...placesOf(header, columnsByHeader)]);
}

/** Sorts rows by their types, the values of which are English in all languages. */
export function readWooRows(rows: readonly Row[], header: readonly string[]): WooRows {
  const places = placesIn(header);
  const attributes = attributePlaces(header);
  const byKind: Record<'simple' | 'variations' | 'variable' | 'notOurs' | 'extended', Row[]> = {
    ...{ simple: [], variations: [], variable: [], notOurs: [], extended: [] },
  };
  const text = (row: Row, column: WooColumn) => textOf(row, places, column);
  for (const row of rows) {
    const words = text(row, 'type').toLowerCase().split(/,\s*/);
    const type = words.find((word) => !manners.has(word)) ?? 'simple';
    byKind[isType(type) ? types[type] : 'simple'].push(row);
    if (!isType(type)) byKind.extended.push(row);
  }
  const parents = new Map<string, Row>();
  for (const row of byKind.variable) {
    for (const name of [`id:${text(row, 'id')}`, text(row, 'sku')]) if (name !== '') parents.set(name, row);
  }
  return {
    ...byKind,
    text,
    attributes: ({ cells }) =>
      attributes.flatMap(({ name, value }): Choice[] => {
        const said = withoutEntities((cells[value] ?? '').trim());
        return said === '' ? [] : [{ name: withoutEntities((cells[name] ?? '').trim()), value: said }];
      }),
    parentOf: (variation) => parents.get(text(variation, 'parent')),
  };
}
