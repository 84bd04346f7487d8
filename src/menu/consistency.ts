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

interface Seen<T> {
  value: T;
  path: Path;
}

/**
 * What no single cell shows: the same id with different content, one sku on two products, a category or modifier
 * that says different things in different places, limits that no customer could keep. Products that cannot be
 * compared are passed over.
 */
export function checkConsistency(products: readonly (Comparable | undefined)[]): Finding[] {
  const findings: Finding[] = [];
  const ids = new Map<string, Path>();
  const skus = new Map<string, Seen<Comparable>>();
  const categories = new Map<string, Seen<MenuCategory>>();
  const modifiers = new Map<string, Seen<MenuModifier>>();

  const report = (finding: Finding) => {
    if (findings.length < mostFindings) findings.push(finding);
  };
  const error = (path: Path, value: unknown, expected: string) =>
    report({ severity: 'error', path, value, expected });

  products.forEach((product, i) => {
    if (!product) return;
    const path = ['products', i];
    const id = String(product.id);
    const sameId = ids.get(id);
    if (sameId) error([...path, 'id'], product.id, `each product once: ${pathText(sameId)} has this id`);
    else ids.set(id, path);

    // A product that goes may leave its sku to the one that takes its place.
    const sameSku = product.deleted_at ? undefined : skus.get(product.sku);
    if (!sameSku && !product.deleted_at) skus.set(product.sku, { value: product, path });
    if (sameSku && String(sameSku.value.id) !== id) {
      error([...path, 'sku'], product.sku, `a sku of its own: product "${sameSku.value.id}" has this one`);
    }

    const category = product.category;
    const known = categories.get(String(category.id));
    if (!known) categories.set(String(category.id), { value: category, path });
    else if (known.value !== category) {
      compare(
        [...path, 'category'],
        category,
        known,
        ['name', 'reference', 'image', 'deleted_at'],
        `category "${category.id}"`,
      );
    }

    checkOnce([...path, 'branches'], product.branches ?? [], 'branch');
    checkOnce([...path, 'modifiers'], product.modifiers ?? [], 'modifier');
    product.modifiers?.forEach((modifier, j) => {
      checkModifier([...path, 'modifiers', j], modifier);
    });
  });
  return findings;

  function checkModifier(path: Path, modifier: MenuModifier): void {
    const known = modifiers.get(String(modifier.id));
    if (known?.value === modifier) return;
    checkLimits(path, modifier);
    checkOnce([...path, 'options'], modifier.options, 'option');
    modifier.options.forEach((option, k) => {
      checkOnce([...path, 'options', k, 'branches'], option.branches ?? [], 'branch');
    });
    if (!known) {
      modifiers.set(String(modifier.id), { value: modifier, path });
      return;
    }
    const fields = ['name', 'minimum_options', 'maximum_options', 'priority', 'deleted_at'];
    compare(path, modifier, known, fields, `modifier "${modifier.id}"`);
    compareOptions(path, modifier, known);
  }

  function compareOptions(path: Path, modifier: MenuModifier, known: Seen<MenuModifier>): void {
    const before = new Map(
      known.value.options.map((option): [string, MenuOption] => [String(option.id), option]),
    );
    modifier.options.forEach((option, k) => {
      const twin = before.get(String(option.id));
      if (!twin) return;
      const seen = { value: twin, path: known.path };
      const fields = ['name', 'sku', 'price', 'is_active', 'deleted_at'];
      compare([...path, 'options', k], option, seen, fields, `option "${option.id}"`);
    });
    const ids = new Set(modifier.options.map((option) => String(option.id)));
    if (ids.size === before.size && [...ids].every((id) => before.has(id))) return;
    report({
      severity: 'warning',
      path: [...path, 'id'],
      message: `modifier "${modifier.id}" has other options here than under ${words(known.path)}.`,
    });
  }

  function compare<T extends Record<string, unknown>>(
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
      error(
        [...path, field],
        value[field] ?? undefined,
        `${shown}, as ${what} has under ${words(known.path)}`,
      );
    }
  }

  function checkLimits(
    path: Path,
    { minimum_options: minimum, maximum_options: maximum, options }: MenuModifier,
  ): void {
    const active = options.filter((option) => option.is_active && !option.deleted_at).length;
    if (typeof minimum !== 'number') return;
    if (minimum > maximum)
      error([...path, 'minimum_options'], minimum, `at most maximum_options, which is ${maximum}`);
    else if (minimum > active) {
      error(
        [...path, 'minimum_options'],
        minimum,
        `at most the number of active options, which is ${active}`,
      );
    }
  }

  function checkOnce(path: Path, list: readonly { id: string | number }[], what: string): void {
    if (list.length < 2) return;
    const seen = new Set<string>();
    list.forEach(({ id }, i) => {
      if (seen.has(String(id))) error([...path, i, 'id'], id, `each ${what} once`);
      seen.add(String(id));
    });
  }

  function words(path: Path | undefined): string {
    const position = path?.[1];
    const product = typeof position === 'number' ? products[position] : undefined;
    return product ? `product "${product.id}"` : 'another product';
  }
}

/** A value as it is compared: null says no more than a field that is left out, and true is 1. */
function plain(value: unknown): unknown {
  return typeof value === 'boolean' ? Number(value) : (value ?? undefined);
}

/** A cell that was refused is there without a value, and has been reported. */
function wasRefused(value: Record<string, unknown>, field: string): boolean {
  return field in value && value[field] === undefined;
}
