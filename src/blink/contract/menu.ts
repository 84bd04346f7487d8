import * as v from 'valibot';
import { count, flag, id, money, nullableText, text } from './fields.ts';

/**
 * The menu as `POST /interface/v1/importMenu` takes it ("Menu Sync API" on the vendor's page).
 * Unknown fields pass: what an operator gives as JSON is sent as given.
 * Where table and sample differ the sample wins: `is_in_stock`, `minimum_options`, `deleted_at` and an
 * option's `price` stand in the sample only. The table's `stock_qunatity` is taken beside `stock_quantity`.
 */

const stock = {
  stock_quantity: v.optional(v.nullable(count)),
  stock_qunatity: v.optional(v.nullable(count)),
  is_in_stock: v.optional(v.nullable(flag)),
};

export const MenuBranch = v.looseObject({
  id,
  is_active: flag,
  price: v.optional(v.nullable(money)),
  ...stock,
});

export const MenuOptionBranch = v.looseObject({
  id,
  is_active: v.optional(flag),
  price: v.optional(v.nullable(money)),
  ...stock,
});

export const MenuOption = v.looseObject({
  id,
  name: text,
  sku: v.optional(nullableText),
  price: v.optional(v.nullable(money)),
  is_active: flag,
  priority: count,
  deleted_at: v.optional(nullableText),
  branches: v.optional(v.nullable(v.array(MenuOptionBranch))),
});

export const MenuModifier = v.looseObject({
  id,
  name: text,
  minimum_options: v.optional(v.nullable(count)),
  maximum_options: count,
  priority: count,
  deleted_at: v.optional(nullableText),
  options: v.array(MenuOption),
});

export const MenuCategory = v.looseObject({
  id,
  name: text,
  reference: v.optional(nullableText),
  image: v.optional(nullableText),
  deleted_at: v.optional(nullableText),
});

export const MenuProduct = v.looseObject({
  id,
  sku: text,
  name: text,
  description: v.optional(nullableText),
  tags: v.optional(nullableText),
  uom: v.optional(nullableText),
  image: v.optional(nullableText),
  is_active: flag,
  price: money,
  is_stock_product: v.optional(v.nullable(flag)),
  deleted_at: v.optional(nullableText),
  category: MenuCategory,
  branches: v.optional(v.nullable(v.array(MenuBranch))),
  modifiers: v.optional(v.nullable(v.array(MenuModifier))),
});

/** The body of `importMenu`. */
export const MenuImport = v.looseObject({ products: v.array(MenuProduct) });

export type MenuBranch = v.InferOutput<typeof MenuBranch>;
export type MenuOptionBranch = v.InferOutput<typeof MenuOptionBranch>;
export type MenuOption = v.InferOutput<typeof MenuOption>;
export type MenuModifier = v.InferOutput<typeof MenuModifier>;
export type MenuCategory = v.InferOutput<typeof MenuCategory>;
export type MenuProduct = v.InferOutput<typeof MenuProduct>;
export type MenuImport = v.InferOutput<typeof MenuImport>;
