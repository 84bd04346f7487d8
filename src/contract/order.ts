import * as v from 'valibot';
import { count, flag, id, moneyRead } from './fields.ts';

/** The five states of an order, by Blink's number. */
export const orderStates = ['Pending', 'Accepted', 'Dispatched', 'Delivered', 'Rejected'] as const;

export type OrderState = (typeof orderStates)[number];

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
  name: v.string(),
  quantity: v.number(),
  unit_price: moneyRead,
  total_price: moneyRead,
});

const OrderProduct = v.looseObject({
  product_id: id,
  name: v.string(),
  quantity: v.number(),
  unit_price: moneyRead,
  total_price: moneyRead,
  options: v.nullish(v.array(OrderOption)),
});

const nullishText = v.nullish(v.string());

/** What Blink posts when an order is placed ("Order Webhook"). `due_at` carries no time zone: never shift it. */
export const OrderEvent = v.looseObject({
  blink_order_id: id,
  order_key: v.string(),
  type: v.string(),
  channel: v.string(),
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

/** What Blink posts when an order changes its state ("Order Status Webhook"). */
export const OrderStatusEvent = v.looseObject({
  blink_order_id: id,
  branch_id: v.nullish(id),
  status: count,
  statusText: v.string(),
  comment: nullishText,
});

export type OrderStatusUpdate = v.InferOutput<typeof OrderStatusUpdate>;
export type OrderEvent = v.InferOutput<typeof OrderEvent>;
export type OrderStatusEvent = v.InferOutput<typeof OrderStatusEvent>;
