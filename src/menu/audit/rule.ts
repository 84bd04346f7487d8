import type { MenuProduct } from '../../blink/contract/menu.ts';
import type { Path } from '../../finding.ts';

/** How much a finding matters: `high` costs money or orders today, `medium` looks like a slip, `low` could be nicer. */
export const severities = ['high', 'medium', 'low'] as const;

export type Severity = (typeof severities)[number];

/** A dish that is looked at, and where in the menu it stands. */
export interface Dish {
  index: number;
  product: MenuProduct;
}

/** What a rule finds. */
export interface Found {
  /** Where it stands: `['products', 3, 'price']`; empty where it is about the whole menu. */
  path: Path;
  /** The dishes it is about, by their positions in the menu. */
  dishes: readonly number[];
  /** What tells this finding from others of its rule, in words that stay the same from file to file: ids, not positions. */
  about: readonly (string | number)[];
  /** What stands there, where a price or a text is looked at. */
  value?: string | number | undefined;
  /** A sentence that begins with the name of what it is about. */
  message: string;
}

/** Something a menu can have that is no error, and that its owner would want to know. */
export interface Rule {
  id: string;
  severity: Severity;
  /** What is wrong, in two or three words. */
  title: string;
  /** Why it matters, in a sentence. */
  why: string;
  find(dishes: readonly Dish[]): Iterable<Found>;
}

/** Where a finding about one dish stands, and what tells it from others: the field, below the dish. */
export function atDish({ index, product }: Dish, ...field: Path): Pick<Found, 'path' | 'dishes' | 'about'> {
  return { path: ['products', index, ...field], dishes: [index], about: [product.id] };
}

/** Whether a flag of a menu says yes: true and 1 are the same, and what is not said is yes. */
export function isOn(flag: boolean | 0 | 1 | null | undefined): boolean {
  return flag !== false && flag !== 0;
}

/** Whether there is anything to read in a text. */
export function saysSomething(text: string | null | undefined): text is string {
  return typeof text === 'string' && text.trim() !== '';
}

/** Things in groups, by what they have in common. */
export function groupBy<T>(things: Iterable<T>, keyOf: (thing: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const thing of things) {
    const key = keyOf(thing);
    const group = groups.get(key);
    if (group) group.push(thing);
    else groups.set(key, [thing]);
  }
  return groups;
}

/** Dishes by the id of their category. */
export function byCategory(dishes: readonly Dish[]): Map<string, Dish[]> {
  return groupBy(dishes, ({ product }) => String(product.category.id));
}
