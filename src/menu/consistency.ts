import * as v from 'valibot';
import {
  type MenuCategory,
  type MenuModifier,
  type MenuOption,
  MenuProduct,
} from '../blink/contract/menu.ts';
import { type Finding, mostFindings, type Path, pathText } from '../finding.ts';

/** As much of a product as is compared with others: its price may be refused all the same. */
export const ComparableProduct = v.pick(MenuProduct, [
  'id',
  'sku',
  'category',
  'branches',
  'modifiers',
  'deleted_at',
]);

export type Comparable = v.InferOutput<typeof ComparableProduct>;

/** Where something stood first. */
interface Seen<T> {
  value: T;
  path: Path;
}

/** Where findings go, and what is known of the products. */
interface Check {
  report(finding: Finding): void;
  error(path: Path, value: unknown, expected: string): void;
  /** The product that a path leads to, in words. */
  productAt(path: Path): string;
}

/**
 * What no single cell shows: the same id with different content, one sku on two products, a category or modifier
 * that says different things in different places, limits that no customer could keep. Products that cannot be
 * compared are passed over.
 */
export function checkConsistency(products: readonly (Comparable | undefined)[]): Finding[] {
  const findings: Finding[] = [];
  const report = (finding: Finding) => {
    if (findings.length < mostFindings) findings.push(finding);
  };
  const check: Check = {
    report,
    error: (path, value, expected) => report({ severity: 'error', path, value, expected }),
    productAt(path) {
      const product = products[Number(path[1])];
      return product ? `product "${product.id}"` : 'another product';
    },
  };
  const checkNames = namesOf(check);
  const checkCategory = categoriesOf(check);
  const checkModifier = modifiersOf(check);
  products.forEach((product, i) => {
    if (!product) return;
    const path = ['products', i];
    checkNames(path, product);
    checkCategory([...path, 'category'], product.category);
    checkOnce(check, [...path, 'branches'], product.branches ?? [], 'branch');
    checkOnce(check, [...path, 'modifiers'], product.modifiers ?? [], 'modifier');
    product.modifiers?.forEach((modifier, j) => {
      checkModifier([...path, 'modifiers', j], modifier);
    });
  });
  return findings;
}

/** No two products have one id, nor one sku. */
function namesOf({ error }: Check) {
  const ids = new Map<string, Path>();
  const skus = new Map<string, Comparable>();
  return (path: Path, product: Comparable): void => {
    const id = String(product.id);
    const sameId = ids.get(id);
    if (sameId) error([...path, 'id'], product.id, `each product once: ${pathText(sameId)} has this id`);
    else ids.set(id, path);
    // A product that goes may leave its sku to the one that takes its place.
    if (product.deleted_at) return;
    const sameSku = skus.get(product.sku);
    if (!sameSku) skus.set(product.sku, product);
    else if (String(sameSku.id) !== id) {
      error([...path, 'sku'], product.sku, `a sku of its own: product "${sameSku.id}" has this one`);
    }
  };
}

/** A category says the same under all its products. */
function categoriesOf(check: Check) {
  const categories = new Map<string, Seen<MenuCategory>>();
  return (path: Path, category: MenuCategory): void => {
    const known = categories.get(String(category.id));
    if (!known) categories.set(String(category.id), { value: category, path });
    else if (known.value !== category) {
      const fields = ['name', 'reference', 'image', 'deleted_at'];
      compare(check, path, category, known, fields, `category "${category.id}"`);
    }
  };
}

/** A modifier can be kept to, and says the same under all its products. */
function modifiersOf(check: Check) {
  const modifiers = new Map<string, Seen<MenuModifier>>();
  return (path: Path, modifier: MenuModifier): void => {
    const known = modifiers.get(String(modifier.id));
    if (known?.value === modifier) return;
    checkLimits(check, path, modifier);
    checkOnce(check, [...path, 'options'], modifier.options, 'option');
    modifier.options.forEach((option, k) => {
      checkOnce(check, [...path, 'options', k, 'branches'], option.branches ?? [], 'branch');
    });
    if (!known) {
      modifiers.set(String(modifier.id), { value: modifier, path });
      return;
    }
    const fields = ['name', 'minimum_options', 'maximum_options', 'priority', 'deleted_at'];
    compare(check, path, modifier, known, fields, `modifier "${modifier.id}"`);
    compareOptions(check, path, modifier, known);
  };
}

function compareOptions(check: Check, path: Path, modifier: MenuModifier, known: Seen<MenuModifier>): void {
  const before = new Map(
    known.value.options.map((option): [string, MenuOption] => [String(option.id), option]),
  );
  modifier.options.forEach((option, k) => {
    const twin = before.get(String(option.id));
    if (!twin) return;
    const seen = { value: twin, path: known.path };
    const fields = ['name', 'sku', 'price', 'is_active', 'deleted_at'];
    compare(check, [...path, 'options', k], option, seen, fields, `option "${option.id}"`);
  });
  const ids = new Set(modifier.options.map((option) => String(option.id)));
  if (ids.size === before.size && [...ids].every((id) => before.has(id))) return;
  check.report({
    severity: 'warning',
    path: [...path, 'id'],
    message: `modifier "${modifier.id}" has other options here than under ${check.productAt(known.path)}.`,
  });
}

/** Reports the fields in which a value differs from the one of the same id that came first. */
function compare<T extends Record<string, unknown>>(
  { error, productAt }: Check,
  path: Path,
  value: T,
  known: Seen<T>,
  fields: readonly string[],
  what: string,
): void {
  for (const field of fields) {
    const here = plain(value[field]);
    const there = plain(known.value[field]);
    if (here === there || wasRefused(value, field) || wasRefused(known.value, field)) continue;
    const shown = there === undefined ? 'nothing' : JSON.stringify(known.value[field]);
    const expected = `${shown}, as ${what} has under ${productAt(known.path)}`;
    error([...path, field], value[field] ?? undefined, expected);
  }
}

function checkLimits(
  { error }: Check,
  path: Path,
  { minimum_options: minimum, maximum_options: maximum, options }: MenuModifier,
): void {
  if (typeof minimum !== 'number') return;
  const at = [...path, 'minimum_options'];
  const active = options.filter((option) => option.is_active && !option.deleted_at).length;
  if (minimum > maximum) error(at, minimum, `at most maximum_options, which is ${maximum}`);
  else if (minimum > active) {
    error(at, minimum, `at most the number of active options, which is ${active}`);
  }
}

function checkOnce(
  { error }: Check,
  path: Path,
  list: readonly { id: string | number }[],
  what: string,
): void {
  if (list.length < 2) return;
  const seen = new Set<string>();
  list.forEach(({ id }, i) => {
    if (seen.has(String(id))) error([...path, i, 'id'], id, `each ${what} once`);
    seen.add(String(id));
  });
}

/** A value as it is compared: null says no more than a field that is left out, and true is 1. */
function plain(value: unknown): unknown {
  return typeof value === 'boolean' ? Number(value) : (value ?? undefined);
}

/** A cell that was refused is there without a value, and has been reported. */
function wasRefused(value: Record<string, unknown>, field: string): boolean {
  return field in value && value[field] === undefined;
}
