import type { NamedColumn } from './named-columns.ts';
import type { BranchField } from './till-item.ts';

export const squareColumns = [
  ['token', 'token'],
  ['item', 'item_name'],
  ['variation', 'variation_name'],
  ['sku', 'sku'],
  ['description', 'description'],
  ['categories', 'categories', 'category'],
  ['reporting', 'reporting_category'],
  ['visibility', 'square_online_item_visibility'],
  ['price', 'price'],
  ['online', 'online_sale_price'],
  ['archived', 'archived'],
  ['sellable', 'sellable'],
  ['option1', 'option_name_1'],
  ['value1', 'option_value_1'],
  ['option2', 'option_name_2'],
  ['value2', 'option_value_2'],
  ['option3', 'option_name_3'],
  ['value3', 'option_value_3'],
] as const satisfies readonly NamedColumn<string>[];

export type SquareColumn = (typeof squareColumns)[number][0];

/** A set of modifiers: its column says Y for the items that have it. */
export interface ModifierSet {
  name: string;
  index: number;
}

/** What an export puts behind the name of a set where another one has the same. */
const token = / - [A-Z0-9]{20,}$/;

/** The columns of modifiers, `Modifier Set - Extra toppings`. The token is a part of the name where nothing else tells sets apart. */
export function modifierSets(header: readonly string[]): ModifierSet[] {
  const sets = header.flatMap((heading, index): ModifierSet[] => {
    const [, name] = /^\s*modifier set - (.+)$/i.exec(heading) ?? [];
    return name === undefined ? [] : [{ name: name.trim(), index }];
  });
  const bare = (name: string) => name.replace(token, '');
  const isOther = (name: string) => (set: ModifierSet) =>
    bare(set.name).toLowerCase() === bare(name).toLowerCase();
  return sets.map((set) => ({
    ...set,
    name: sets.filter(isOther(set.name)).length > 1 ? set.name : bare(set.name),
  }));
}

/** What is said of each location, and where. */
export type Locations = ReadonlyMap<string, Partial<Record<BranchField, number>>>;

const ofLocations: readonly (readonly [field: BranchField, heading: RegExp])[] = [
  ['stock_quantity', /^\s*current quantity (.+)$/i],
  ['price', /^\s*price ([^(].*)$/i],
  ['is_active', /^\s*enabled (.+)$/i],
];

/** The columns of locations: `Current Quantity Clifton`, `Price Clifton`, `Enabled Clifton`. */
export function locationsOf(header: readonly string[]): Locations {
  const locations = new Map<string, Partial<Record<BranchField, number>>>();
  header.forEach((heading, index) => {
    for (const [field, pattern] of ofLocations) {
      const name = pattern.exec(heading)?.[1]?.trim();
      if (name !== undefined) locations.set(name, { ...locations.get(name), [field]: index });
    }
  });
  return locations;
}
