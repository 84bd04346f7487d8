import type { StockBranch, StockProduct, StockSync } from '../../blink/contract/stock.ts';
import type { Call } from '../call.ts';
import { type Answer, success } from '../http/answer.ts';
import { invalid, notKnown, required } from '../http/laravel.ts';
import { isLive, type KeptProduct } from '../state/kept.ts';

/**
 * `POST /interface/v1/syncStockAndPrice`: prices, discounts and branch stock of products on the menu.
 * One product that is not there, or was deleted, refuses the whole call.
 */
export async function syncStockAndPrice({ simulator }: Call, { products }: StockSync): Promise<Answer> {
  if (products.length === 0) return invalid([required('products')]);
  const { batchLimit = Number.POSITIVE_INFINITY } = simulator.faults;
  if (products.length > batchLimit) {
    return invalid([['products', `The products may not have more than ${batchLimit} items.`]]);
  }

  return simulator.stores.menu.change((current) => {
    const kept = new Map(current.products.map((product) => [String(product.id), product]));
    const unknown: number[] = [];
    for (const [index, update] of products.entries()) {
      const product = kept.get(String(update.id));
      if (product === undefined || !isLive(product)) unknown.push(index);
      else kept.set(String(update.id), withUpdate(product, update));
    }
    if (unknown.length > 0) {
      return { answer: invalid(unknown.map((index) => notKnown(`products.${index}.id`))) };
    }
    return { answer: success({ products: products.length }), next: { products: [...kept.values()] } };
  });
}

function withUpdate(product: KeptProduct, { price, discount_price, branches }: StockProduct): KeptProduct {
  const kept = new Map((product.branches ?? []).map((branch) => [String(branch.id), branch]));
  for (const branch of branches) {
    const before = kept.get(String(branch.id)) ?? { id: branch.id, is_active: true };
    kept.set(String(branch.id), { ...before, ...given(branch) });
  }
  return { ...product, price, discount_price, branches: [...kept.values()] };
}

/** What the update says of a branch. The table's spelling of the stock is read, the sample's is kept. */
function given({ id: _, stock_qunatity, ...branch }: StockBranch): Record<string, unknown> {
  const stock = branch.stock_quantity ?? stock_qunatity;
  if (stock === undefined || stock === null) return branch;
  return { ...branch, stock_quantity: stock, is_in_stock: stock > 0 ? 1 : 0 };
}
