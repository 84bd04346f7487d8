import { type CellRules, kinds } from '../cells/cells.ts';
import type { TillItem } from './till-item.ts';

/** A variant, and what it costs: by itself, and in each branch. */
export interface Priced {
  item: TillItem;
  price: number;
  branches: ReadonlyMap<string, number>;
}

/** @returns undefined where one of its prices is missing or cannot be read */
export function readPrices(item: TillItem, rules: CellRules): Priced | undefined {
  const read = (text = '') => {
    const value = text.trim() === '' ? undefined : kinds.money(text.trim(), rules);
    return typeof value === 'number' ? value : undefined;
  };
  const price = read(item.texts['product.price']);
  if (price === undefined) return undefined;
  const branches = new Map<string, number>();
  for (const [branch, texts] of item.branches ?? []) {
    const there = read(texts.price);
    if (there === undefined && texts.price?.trim()) return undefined;
    branches.set(branch, there ?? price);
  }
  return { item, price, branches };
}

export function cheapest([first, ...others]: readonly Priced[]): Priced {
  if (!first) throw new Error('there is no variant');
  return others.reduce((least, one) => (one.price < least.price ? one : least), first);
}

/** What one amount is more than another, exactly to the third decimal. */
export function difference(more: number, less: number): number {
  return Math.round((more - less) * 1000) / 1000;
}

/** The cheapest variant of each branch: what the product costs there. */
export type Bases = ReadonlyMap<string, Priced>;

export function cheapestByBranch(priced: readonly Priced[]): Bases {
  const bases = new Map<string, Priced>();
  for (const one of priced) {
    for (const [branch, price] of one.branches) {
      const least = bases.get(branch)?.branches.get(branch);
      if (least === undefined || price < least) bases.set(branch, one);
    }
  }
  return bases;
}
