import * as v from 'valibot';
import { count, flag, id, moneyRead } from './fields.ts';
import {
  flagOf,
  readAmount,
  readFlag,
  readList,
  readQuantity,
  readText,
  textOf,
  wholeOf,
} from './lenient.ts';

/** The five states of an order, by Blink's number. */
export const orderStates = ['Pending', 'Accepted', 'Dispatched', 'Delivered', 'Rejected'] as const;

export type OrderState = (typeof orderStates)[number];

/** What an order's type can be, by the vendor's table. */
export const orderTypes = ['PICK-UP', 'DINE-IN', 'DELIVERY'] as const;

/** Where an order can come from, by the vendor's table. */
export const channels = ['ANDROID', 'IOS', 'WEBSITE', 'CALL-IN ORDER', 'QR ORDER', 'FOODPANDA'] as const;

const rejected = 4;

/** The body of `POST /interface/v1/syncOrderStatus` ("Order Status API"). A rejection must give its reason. */
export const OrderStatusUpdate = v.pipe(
  v.looseObject({
    blink_order_id: id,
    status: v.picklist([0, 1, 2, 3, 4], 'a state from 0 to 4'),
    comment: v.optional(v.nullable(v.string('text'))),
  }),
  v.forward(
    v.check(
      ({ status, comment }) => status !== rejected || (comment ?? '').trim() !== '',
      'the reason of the rejection, as text',
    ),
    ['comment'],
  ),
);

const OrderOption = v.looseObject({
  modifier_option_id: id,
  name: v.string('text'),
  quantity: v.number('a number'),
  unit_price: moneyRead,
  total_price: moneyRead,
});

const OrderProduct = v.looseObject({
  product_id: id,
  name: v.string('text'),
  quantity: v.number('a number'),
  unit_price: moneyRead,
  total_price: moneyRead,
  options: v.nullish(v.array(OrderOption)),
});

const nullishText = v.nullish(v.string('text'));

/**
 * What Blink documents that it posts when an order is placed ("Order Webhook"), and what the simulator posts. `due_at`
 * carries no time zone: never shift it. What really comes is read by `OrderRead`.
 */
export const OrderEvent = v.looseObject({
  blink_order_id: id,
  order_key: v.string('text'),
  type: v.string('text'),
  channel: v.string('text'),
  brand_id: v.nullish(id),
  branch_id: v.nullish(id),
  branch_latitude: nullishText,
  branch_longitude: nullishText,
  branch_address: nullishText,
  total_discount_amount: moneyRead,
  promo_code: nullishText,
  promo_discount: moneyRead,
  loyalty_amount: moneyRead,
  wallet_amount: moneyRead,
  fbr_pos_charge: moneyRead,
  tax: moneyRead,
  kitchen_notes: nullishText,
  due_at: nullishText,
  is_pre_order: v.nullish(flag),
  customer_name: nullishText,
  customer_phone: nullishText,
  customer_address_description: nullishText,
  customer_address_latitude: moneyRead,
  customer_address_longitude: moneyRead,
  payment: v.nullish(flag),
  payment_type: nullishText,
  products: v.array(OrderProduct),
  delivery_charges: moneyRead,
  subtotal: moneyRead,
  total_price: moneyRead,
});

/** What Blink documents that it posts when an order changes its state ("Order Status Webhook"). */
export const OrderStatusEvent = v.looseObject({
  blink_order_id: id,
  branch_id: v.nullish(id),
  status: count,
  statusText: v.string('text'),
  comment: nullishText,
});

const OptionRead = v.object({ name: readText, quantity: readQuantity, total_price: readAmount });

const ProductRead = v.object({
  product_id: readText,
  name: readText,
  quantity: readQuantity,
  total_price: readAmount,
  options: readList(OptionRead),
});

/** An order as it came, whatever its fields are: only that it is an object is certain. */
export const OrderRead = v.pipe(
  v.object({
    blink_order_id: readText,
    order_key: readText,
    type: readText,
    channel: readText,
    branch_id: readText,
    /** Blink's own number of the branch, where `branch_id` is the till's code. */
    blink_branch_id: readText,
    total_discount_amount: readAmount,
    promo_code: readText,
    promo_discount: readAmount,
    loyalty_amount: readAmount,
    wallet_amount: readAmount,
    fbr_pos_charge: readAmount,
    tax: readAmount,
    kitchen_notes: readText,
    due_at: readText,
    is_pre_order: readFlag,
    customer_name: readText,
    customer_phone: readText,
    customer_address_description: readText,
    payment: v.optional(v.unknown()),
    payment_type: readText,
    payment_method: readText,
    products: readList(ProductRead),
    delivery_charges: readAmount,
    subtotal: readAmount,
    total_price: readAmount,
  }),
  v.transform(({ payment, payment_type, payment_method, products = [], ...order }) => {
    const paid = flagOf(payment);
    // Some say there how it is paid for, and not whether it is.
    const inPlaceOfFlag = paid === undefined ? textOf(payment) : undefined;
    return { ...order, products, paid, payment_type: payment_type ?? payment_method ?? inPlaceOfFlag };
  }),
);

/** A change of an order's state as it came. `status` is undefined where none of Blink's numbers or names was told. */
export const OrderStatusRead = v.pipe(
  v.object({
    branch_id: readText,
    blink_branch_id: readText,
    status: v.optional(v.unknown()),
    statusText: readText,
    comment: readText,
  }),
  v.transform(({ status, statusText, ...rest }) => {
    const number = stateIn(status) ?? stateIn(statusText);
    const name = number === undefined ? undefined : orderStates[number];
    return { ...rest, status: number, statusText: statusText ?? name ?? textOf(status) ?? '' };
  }),
);

/** Blink's number of a state, given as that or by its name. A number that Blink does not document is one all the same. */
function stateIn(value: unknown): number | undefined {
  const number = typeof value === 'boolean' ? undefined : wholeOf(value);
  if (number !== undefined) return number >= 0 ? number : undefined;
  const name = typeof value === 'string' ? value.trim().toLowerCase() : '';
  const at = orderStates.findIndex((state) => state.toLowerCase() === name);
  return at < 0 ? undefined : at;
}

export type OrderRead = v.InferOutput<typeof OrderRead>;
export type OrderStatusRead = v.InferOutput<typeof OrderStatusRead>;
export type OrderStatusUpdate = v.InferOutput<typeof OrderStatusUpdate>;
export type OrderEvent = v.InferOutput<typeof OrderEvent>;
export type OrderStatusEvent = v.InferOutput<typeof OrderStatusEvent>;
