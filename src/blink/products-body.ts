/** The two spellings of the vendor's pages: its samples write the first, its tables the second. */
export type StockQuantityKey = 'stock_quantity' | 'stock_qunatity';

interface Product {
  branches?: readonly object[] | null | undefined;
  modifiers?: readonly { options: readonly Product[] }[] | null | undefined;
}

/**
 * The body that `importMenu` and `syncStockAndPrice` take, with stock under the key that the server reads. A
 * `stock_qunatity` that was given stays. What was given is not changed, and whatever has nothing to rename goes out as the
 * very same object.
 */
export function productsBody(
  products: readonly Product[],
  key: StockQuantityKey = 'stock_quantity',
): { products: readonly object[] } {
  return { products: key === 'stock_quantity' ? products : mapped(products, misspelt) };
}

/** A product, or an option of a modifier: both have branches. */
function misspelt<P extends Product>(product: P): P {
  const branches = product.branches && mapped(product.branches, misspeltBranch);
  const modifiers =
    product.modifiers &&
    mapped(product.modifiers, (modifier) => {
      const options = mapped(modifier.options, misspelt);
      return options === modifier.options ? modifier : { ...modifier, options };
    });
  if (branches === product.branches && modifiers === product.modifiers) return product;
  return { ...product, ...(branches && { branches }), ...(modifiers && { modifiers }) };
}

function misspeltBranch(branch: object): object {
  if (!('stock_quantity' in branch) || 'stock_qunatity' in branch) return branch;
  const entries = Object.entries(branch);
  return Object.fromEntries(
    entries.map(([key, value]) => [key === 'stock_quantity' ? 'stock_qunatity' : key, value]),
  );
}

/** Like `map`, but gives the list itself back when every item stayed the same. */
function mapped<T>(items: readonly T[], change: (item: T) => T): readonly T[] {
  const changed = items.map(change);
  return changed.some((item, at) => item !== items[at]) ? changed : items;
}
