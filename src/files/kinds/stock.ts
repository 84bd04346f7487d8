import { StockProduct } from '../../blink/contract/stock.ts';
import { kinds } from '../cells/cells.ts';
import { branches } from '../drafts/nesting.ts';
import type { Column, Level } from '../sheet/columns.ts';
import type { FileKind } from './file-kind.ts';

/** What a stock file may leave unsaid. */
export interface StockRules {
  /** True sends a discount price of 0 for products that give none: it ends every discount. */
  noDiscounts: boolean;
  /** Prices of products that give none, by product id. They are never made up. */
  prices: ReadonlyMap<string, number>;
}

const column = (level: Level, name: string, key: string, kind: Column['kind'], required = false): Column => {
  return { level, name, key, kind, required };
};

const productId = column('product', 'product_id', 'id', kinds.id, true);
const price: Column = {
  ...column('product', 'price', 'price', kinds.money),
  ifMissing: 'To take prices from a menu, run again with --prices-from menu.csv.',
};
const discount: Column = {
  ...column('product', 'discount_price', 'discount_price', kinds.money),
  ifMissing: 'To end every discount there is, run again with --no-discounts.',
  ifBlank: 0,
};

const columns: readonly Column[] = [
  productId,
  price,
  discount,
  column('branch', 'branch_id', 'id', kinds.id),
  column('branch', 'branch_is_active', 'is_active', kinds.boolean),
  column('branch', 'branch_price', 'price', kinds.money),
  column('branch', 'branch_discount_price', 'discount_price', kinds.money),
  column('branch', 'stock_quantity', 'stock_quantity', kinds.stock),
];

/** Files of stock and prices: a product's fields on its first row, one branch a row. */
export function stockKind(rules: StockRules): FileKind<StockProduct> {
  return {
    list: 'products',
    many: 'products',
    columns,
    nesting: { level: 'product', lists: [{ ...branches, always: true }] },
    required: [
      productId,
      ...(rules.prices.size > 0 ? [] : [price]),
      ...(rules.noDiscounts ? [] : [discount]),
    ],
    toBody: ({ id, price: given, discount_price: off, branches: listed, ...others }) => ({
      id,
      price: given ?? rules.prices.get(String(id)),
      discount_price: off ?? (rules.noDiscounts ? 0 : undefined),
      ...others,
      branches: listed ?? [],
    }),
    schema: StockProduct,
  };
}
