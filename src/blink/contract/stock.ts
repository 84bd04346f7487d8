import * as v from 'valibot';
import { count, flag, id, money } from './fields.ts';

/** Stock and prices as `POST /interface/v1/syncStockAndPrice` takes them ("Stock Sync API"). */
export const StockBranch = v.looseObject({
  id,
  is_active: v.optional(flag),
  price: v.optional(v.nullable(money)),
  discount_price: v.optional(v.nullable(money)),
  stock_quantity: v.optional(v.nullable(count)),
  stock_qunatity: v.optional(v.nullable(count)),
});

export const StockProduct = v.looseObject({
  id,
  price: money,
  discount_price: money,
  branches: v.array(StockBranch),
});

export const StockSync = v.looseObject({ products: v.array(StockProduct) });

export type StockBranch = v.InferOutput<typeof StockBranch>;
export type StockProduct = v.InferOutput<typeof StockProduct>;
export type StockSync = v.InferOutput<typeof StockSync>;
