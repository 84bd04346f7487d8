import { foodics } from './foodics.ts';
import { loyverse } from './loyverse.ts';
import type { Profile } from './profile.ts';
import { shopify } from './shopify.ts';
import { shopifyStock } from './shopify-inventory.ts';
import { square } from './square.ts';
import { woocommerce } from './woocommerce.ts';

/** The tills whose exports can be read. The first that knows a header has it. */
export const tills: readonly Profile[] = [loyverse, foodics, shopify, shopifyStock, woocommerce, square];
