import * as v from 'valibot';
import { count, flag, id, text } from '../../blink/contract/fields.ts';

const known = 'a field that the simulator knows';

const WishedOption = v.strictObject({ modifier_option_id: id }, known);

const WishedProduct = v.strictObject(
  {
    product_id: id,
    quantity: v.optional(
      v.pipe(count, v.minValue(1, 'a whole number from 1'), v.maxValue(100, 'at most 100')),
    ),
    options: v.optional(v.array(WishedOption)),
  },
  known,
);

/** The body of `POST /simulator/orders`: what the order shall have; the rest is made up. Blink's own names. */
export const OrderWishes = v.strictObject(
  {
    branch_id: v.optional(id),
    type: v.optional(v.picklist(['PICK-UP', 'DINE-IN', 'DELIVERY'], 'PICK-UP, DINE-IN or DELIVERY')),
    channel: v.optional(text),
    payment_type: v.optional(text),
    kitchen_notes: v.optional(v.string('text')),
    due_at: v.optional(text),
    is_pre_order: v.optional(flag),
    customer_name: v.optional(text),
    customer_phone: v.optional(v.union([text, v.number()], 'a phone number as text')),
    customer_address_description: v.optional(text),
    products: v.optional(v.pipe(v.array(WishedProduct), v.minLength(1, 'a list of at least one product'))),
  },
  known,
);

export type OrderWishes = v.InferOutput<typeof OrderWishes>;
export type WishedProduct = v.InferOutput<typeof WishedProduct>;
