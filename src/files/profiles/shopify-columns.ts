import type { NamedColumn } from './named-columns.ts';

/** The columns of a product export that mean something to us: as they were called until 2024, and since. */
export const productColumns = [
  ['handle', 'handle', 'url_handle'],
  ['title', 'title'],
  ['description', 'body_(html)', 'description'],
  ['type', 'type'],
  ['taxonomy', 'product_category'],
  ['tags', 'tags'],
  ['published', 'published', 'published_on_online_store'],
  ['status', 'status'],
  ['name1', 'option1_name'],
  ['value1', 'option1_value'],
  ['name2', 'option2_name'],
  ['value2', 'option2_value'],
  ['name3', 'option3_name'],
  ['value3', 'option3_value'],
  ['sku', 'variant_sku', 'sku'],
  ['price', 'variant_price', 'price'],
  ['compareAt', 'variant_compare_at_price', 'compare_at_price'],
  ['tracker', 'variant_inventory_tracker', 'inventory_tracker'],
  ['policy', 'variant_inventory_policy', 'continue_selling_when_out_of_stock'],
  ['quantity', 'variant_inventory_qty', 'inventory_quantity'],
  ['image', 'image_src', 'product_image_url'],
  ['variantImage', 'variant_image', 'variant_image_url'],
] as const satisfies readonly NamedColumn<string>[];

export type ProductColumn = (typeof productColumns)[number][0];

/** The columns of an inventory export: one row for each variant and location. */
export const inventoryColumns = [
  ['handle', 'handle'],
  ['title', 'title'],
  ['name1', 'option1_name'],
  ['value1', 'option1_value'],
  ['name2', 'option2_name'],
  ['value2', 'option2_value'],
  ['name3', 'option3_name'],
  ['value3', 'option3_value'],
  ['sku', 'sku'],
  ['code', 'hs_code'],
  ['origin', 'coo'],
  ['location', 'location'],
  ['bin', 'bin_name'],
  ['available', 'available', 'available_(not_editable)'],
  ['onHand', 'on_hand', 'on_hand_(current)'],
  ['counted', 'on_hand_(new)'],
  ['incoming', 'incoming', 'incoming_(not_editable)'],
  ['unavailable', 'unavailable', 'unavailable_(not_editable)'],
  ['committed', 'committed', 'committed_(not_editable)'],
] as const satisfies readonly NamedColumn<string>[];

export type InventoryColumn = (typeof inventoryColumns)[number][0];
