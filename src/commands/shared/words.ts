import type { MenuProduct } from '../../blink/contract/menu.ts';

/** How much there is in a menu, in words and as numbers. */
export function countMenu(products: readonly MenuProduct[]) {
  const categories = new Set(products.map(({ category }) => String(category.id)));
  const branches = new Set(
    products.flatMap((product) => product.branches?.map(({ id }) => String(id)) ?? []),
  );
  const modifiers = new Set(
    products.flatMap((product) => product.modifiers?.map(({ id }) => String(id)) ?? []),
  );
  const numbers = {
    products: products.length,
    categories: categories.size,
    branches: branches.size,
    modifiers: modifiers.size,
  };
  const parts = [
    `${plural(numbers.products, 'product')} in ${plural(numbers.categories, 'category', 'categories')}`,
    ...(numbers.branches > 0 ? [plural(numbers.branches, 'branch', 'branches')] : []),
    ...(numbers.modifiers > 0 ? [plural(numbers.modifiers, 'modifier')] : []),
  ];
  return { numbers, words: parts.join(', ') };
}

/** `1 product`, `12 products`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  // Number's own formatting would load the tables of all languages: 30 ms.
  const digits = String(count).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${digits} ${count === 1 ? one : many}`;
}

/** A time, in ISO's form or in milliseconds since 1970, as the clock on the wall shows it: `2026-11-23 15:30`. */
export function localTime(when: string | number): string {
  const time = new Date(when);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}`;
}
