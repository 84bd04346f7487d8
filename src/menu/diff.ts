import type { MenuProduct } from '../blink/contract/menu.ts';

type Scalar = string | number | boolean | null;

/** One field that is not what it was; undefined where it was not there. */
export interface FieldChange {
  /** Which field, by ids and not by positions: `branches[101].price`. */
  field: string;
  before: Scalar | undefined;
  after: Scalar | undefined;
}

export interface ProductChange {
  id: string;
  name: string;
  changes: FieldChange[];
  /** Where the price of the product moves: the branches that have one of their own, which stays. */
  keepPrice: BranchPrice[];
}

export interface BranchPrice {
  branch: string;
  price: number;
}

/** A price that moved, of a product, a branch or an option. */
export interface PriceMove extends FieldChange {
  id: string;
  name: string;
  before: number;
  after: number;
  /** How far it moved, in percent of what it was: 50 is half as much again, -100 is nothing left. */
  percent: number;
}

export interface ProductName {
  id: string;
  name: string;
}

export interface NewProduct extends ProductName {
  price: number;
}

/** What a new menu changes in an old one. */
export interface MenuDiff {
  added: NewProduct[];
  changed: ProductChange[];
  /** Products of the old menu that the new one does not name. */
  gone: ProductName[];
  /** Products that the new menu marks as deleted and the old one did not. */
  deleted: ProductName[];
  unchanged: number;
  priceMoves: PriceMove[];
}

/** Compares two menus product by product and field by field. The order of lists does not count. */
export function diffMenus(before: readonly MenuProduct[], after: readonly MenuProduct[]): MenuDiff {
  const old = new Map(before.map((product) => [String(product.id), product]));
  const diff: MenuDiff = { added: [], changed: [], gone: [], deleted: [], unchanged: 0, priceMoves: [] };
  for (const product of after) {
    const named = nameOf(product);
    const previous = old.get(named.id);
    old.delete(named.id);
    if (!previous) {
      diff.added.push({ ...named, price: product.price });
      continue;
    }
    const changes = changesBetween(previous, product);
    if (changes.length === 0) diff.unchanged += 1;
    else diff.changed.push({ ...named, changes, keepPrice: keptPrices(previous, product) });
    if (product.deleted_at && !previous.deleted_at) diff.deleted.push(named);
    diff.priceMoves.push(...changes.flatMap((change) => priceMove(named, change)));
  }
  for (const product of old.values()) if (!product.deleted_at) diff.gone.push(nameOf(product));
  return diff;
}

function keptPrices(before: MenuProduct, after: MenuProduct): BranchPrice[] {
  if (before.price === after.price) return [];
  const old = new Map(before.branches?.map(({ id, price }) => [String(id), price]));
  return (after.branches ?? []).flatMap(({ id, price }) => {
    const branch = String(id);
    return typeof price === 'number' && old.get(branch) === price ? [{ branch, price }] : [];
  });
}

function nameOf({ id, name }: MenuProduct): ProductName {
  return { id: String(id), name };
}

function changesBetween(before: MenuProduct, after: MenuProduct): FieldChange[] {
  const old = flatten(before);
  const now = flatten(after);
  const fields = new Set([...old.keys(), ...now.keys()]);
  return [...fields].flatMap((field) => {
    const change = { field, before: old.get(field), after: now.get(field) };
    return change.before === change.after ? [] : [change];
  });
}

/** Every scalar of a product by its name. Lists of things with ids are keyed by id. */
function flatten(value: unknown, name = '', into = new Map<string, Scalar>()): Map<string, Scalar> {
  if (Array.isArray(value)) {
    value.forEach((item: unknown, i) => {
      flatten(item, `${name}[${idOf(item) ?? i}]`, into);
    });
    if (value.length === 0) into.set(name, '[]');
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, field] of Object.entries(value))
      flatten(field, name === '' ? key : `${name}.${key}`, into);
  } else if (isScalar(value)) {
    into.set(name, normal(name, value));
  }
  return into;
}

/** Ids are text and a yes is true, however a menu writes them. */
function normal(name: string, value: Scalar): Scalar {
  const field = name.slice(name.lastIndexOf('.') + 1);
  if (field === 'id') return String(value);
  return field.startsWith('is_') && typeof value === 'number' ? value !== 0 : value;
}

function idOf(item: unknown): string | undefined {
  return typeof item === 'object' && item !== null && 'id' in item ? String(item.id) : undefined;
}

function isScalar(value: unknown): value is Scalar {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function priceMove(product: ProductName, { field, before, after }: FieldChange): PriceMove[] {
  const isPrice = field === 'price' || field.endsWith('.price');
  if (!isPrice || typeof before !== 'number' || typeof after !== 'number') return [];
  return [{ ...product, field, before, after, percent: percentMoved(before, after) }];
}

const thousandths = 1000;

/** How far an amount moved, in percent. In thousandths amounts are whole numbers, and their difference is exact. */
export function percentMoved(before: number, after: number): number {
  const [from, to] = [Math.round(before * thousandths), Math.round(after * thousandths)];
  return from === 0 ? Number.POSITIVE_INFINITY : (100 * (to - from)) / from;
}
