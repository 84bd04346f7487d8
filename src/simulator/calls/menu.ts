import type { MenuImport } from '../../blink/contract/menu.ts';
import type { Call } from '../call.ts';
import { type Answer, success } from '../http/answer.ts';
import { invalid, repeated, required } from '../http/laravel.ts';
import { flatPageOf } from '../http/page.ts';
import { isLive, type KeptProduct } from '../state/kept.ts';

const productsPerPage = 50;

/**
 * `POST /interface/v1/importMenu`: each product takes the place of the one with its id, whole.
 *
 * Products that the call leaves out stay as they were. Blink's pages don't say whether they do; the
 * simulator reads them so because the samples carry `deleted_at`, which would else have no use.
 */
export async function importMenu({ simulator }: Call, { products }: MenuImport): Promise<Answer> {
  if (products.length === 0) return invalid([required('products')]);
  const duplicates = [
    ...repeated(
      products.map(({ id }) => String(id)),
      (index) => `products.${index}.id`,
    ),
    ...repeated(
      products.map(({ sku }) => sku),
      (index) => `products.${index}.sku`,
    ),
  ];
  if (duplicates.length > 0) return invalid(duplicates);

  return simulator.stores.menu.change((current) => {
    const kept = new Map(current.products.map((product) => [String(product.id), product]));
    const known = kept.size;
    for (const product of products) kept.set(String(product.id), product);
    const created = kept.size - known;
    const answer = success({
      products: products.length,
      created,
      updated: products.length - created,
      deleted: products.filter((product) => !isLive(product)).length,
      total: [...kept.values()].filter(isLive).length,
    });
    return { answer, next: { products: [...kept.values()] } };
  });
}

/*
 * The two calls below are not on the vendor's pages. Their shapes are what public integrations read: the list under
 * `data` with `last_page` beside it, `category` as a list, `img_url`, `status` and `blink_id` of a category.
 */

/** `GET /interface/v1/fetchMenu?page=N`: the products of the menu, 50 a page. */
export function fetchMenu(call: Call): Answer {
  const products = call.simulator.stores.menu.read().products.filter(isLive);
  return flatPageOf(call, products.map(asRead), productsPerPage);
}

/** `GET /interface/v1/categories`: the categories that the menu's products name. */
export function listCategories({ simulator }: Call): Answer {
  const named = new Map<string, KeptProduct['category']>();
  for (const product of simulator.stores.menu.read().products.filter(isLive)) {
    if (isLive(product.category)) named.set(String(product.category.id), product.category);
  }
  const categories = [...named.values()];
  return success(
    categories.map((category, index) => ({ ...category, blink_id: firstCategory + index, status: 1 })),
  );
}

const firstCategory = 70_001;

function asRead({ category, image, ...product }: KeptProduct): Record<string, unknown> {
  return { ...product, category: [category], image, img_url: image ?? null };
}
