import { channels, type OrderEvent } from '../../blink/contract/order.ts';
import type { OrderWishes } from '../calls/wishes.ts';
import { type Amount, amountOf, asNumber, inFull, inShort, share } from './amount.ts';
import type { Line } from './basket.ts';
import { branches } from './branches.ts';
import { customers } from './customers.ts';
import { elsewhere, notes, places } from './places.ts';
import { oneOf, type Random } from './random.ts';

/** What an order is made from. */
export interface OrderParts {
  id: string;
  key: string;
  branch: string;
  lines: readonly Line[];
  wishes: OrderWishes;
  random: Random;
  /** Milliseconds since 1970. */
  now: number;
  seed: number | undefined;
}

const types = ['DELIVERY', 'DELIVERY', 'PICK-UP'] as const;
const payments = ['Card', 'Easypaisa', 'JazzCash'];

const promotion = { code: 'DAWAT10', percent: 10n };
const tillCharge = amountOf(1);
const deliveryFees = [0, 99, 149];
const nothing = amountOf(0);

const aMinute = 60_000;
const aDay = 24 * 60 * aMinute;
/** Karachi, the whole year round. */
const ahead = 5 * 60 * aMinute;

/**
 * An order as Blink's webhook tells of it: the keys and kinds of values of the vendor's sample. An option's quantity
 * is that of its product, so the subtotal is the sum of all `total_price`; the total takes off the discount and adds the
 * province's tax on the rest, the till's charge of a rupee and the delivery.
 */
export function orderEvent({ id, key, branch, lines, wishes, random, now, seed }: OrderParts) {
  const channel = wishes.channel ?? oneOf(channels, random) ?? 'WEBSITE';
  const type = wishes.type ?? (channel === 'QR ORDER' ? 'DINE-IN' : (oneOf(types, random) ?? 'PICK-UP'));
  const customer = oneOf(customers(seed), random);
  const { place, address } = placeOf(branch);
  const isDelivery = type === 'DELIVERY';
  const later = type !== 'DINE-IN' && random() < 0.15;
  const paid = channel === 'FOODPANDA' || random() < 0.4;
  const subtotal = sum(
    lines.flatMap(({ dish, quantity, options }) =>
      [dish, ...options].map(({ price }) => price * BigInt(quantity)),
    ),
  );
  const discount = random() < 0.25 ? share(subtotal, promotion.percent) : nothing;
  const tax = share(subtotal - discount, place.city.tax);
  const delivery = isDelivery ? amountOf(oneOf(deliveryFees, random)) : nothing;
  return {
    blink_order_id: id,
    order_key: key,
    type,
    channel,
    brand_id: 1,
    branch_id: branch,
    branch_latitude: place.latitude,
    branch_longitude: place.longitude,
    branch_address: address,
    total_discount_amount: asNumber(discount),
    promo_code: discount > nothing ? promotion.code : '',
    promo_discount: asNumber(discount),
    wallet_amount: 0,
    loyalty_amount: 0,
    tax: asNumber(tax),
    fbr_pos_charge: asNumber(tillCharge),
    kitchen_notes: wishes.kitchen_notes ?? oneOf(notes, random) ?? '',
    due_at: wishes.due_at ?? localTime(now + (later ? aDay : 0)),
    is_pre_order: Number(wishes.is_pre_order ?? later) === 1 ? 1 : 0,
    customer_name: wishes.customer_name ?? customer?.full_name ?? 'Test Customer',
    customer_phone: String(wishes.customer_phone ?? customer?.phone ?? '+923990000000'),
    customer_address_description:
      wishes.customer_address_description ?? (isDelivery ? oneOf(place.city.addresses, random) : type) ?? '',
    customer_address_latitude: isDelivery ? near(place.latitude, random) : null,
    customer_address_longitude: isDelivery ? near(place.longitude, random) : null,
    products: lines.map(productOf),
    payment: paid,
    payment_type: wishes.payment_type ?? (paid ? oneOf(payments, random) : 'Cash') ?? 'Cash',
    delivery_charges: inShort(delivery),
    subtotal: inShort(subtotal),
    total_price: inShort(subtotal - discount + tax + tillCharge + delivery),
  } satisfies OrderEvent;
}

function productOf({ dish, quantity, options }: Line) {
  return {
    product_id: dish.id,
    quantity,
    name: dish.name,
    unit_price: inFull(dish.price),
    total_price: asNumber(dish.price * BigInt(quantity)),
    options: options.map(({ id, name, price }) => ({
      modifier_option_id: id,
      unit_price: inFull(price),
      total_price: inFull(price * BigInt(quantity)),
      name,
      quantity,
    })),
  };
}

function sum(amounts: readonly Amount[]): Amount {
  return amounts.reduce((total, amount) => total + amount, nothing);
}

/** Where a branch is: its own place where the listing has it, else always the same one of the others'. */
function placeOf(branch: string) {
  const listed = branches.findIndex(({ id, blink_id }) => [String(id), String(blink_id)].includes(branch));
  const letters = [...branch].reduce((total, letter) => total + (letter.codePointAt(0) ?? 0), 0);
  const index = listed >= 0 ? listed : letters % branches.length;
  return { place: places[index] ?? elsewhere, address: branches[index]?.branch_address ?? '' };
}

/** A coordinate within some 4 km. */
function near(coordinate: string, random: Random): string {
  return (Number(coordinate) + (random() - 0.5) * 0.07).toFixed(7);
}

/** `2024-06-26 09:26:04`, as the clocks of the shop show it. */
function localTime(milliseconds: number): string {
  return new Date(milliseconds + ahead).toISOString().slice(0, 19).replace('T', ' ');
}
