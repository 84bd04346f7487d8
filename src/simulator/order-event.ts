import { channels, type OrderEvent } from '../blink/contract/order.ts';
import { type Amount, amountOf, asNumber, inFull, inShort, share } from './amount.ts';
import type { Line } from './basket.ts';
import { between, oneOf, type Random } from './random.ts';
import { branches } from './seed/branches.ts';
import { customers } from './seed/customers.ts';
import { addresses, coordinates, notes } from './seed/places.ts';
import type { OrderWishes } from './wishes.ts';

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

const types = ['DELIVERY', 'DELIVERY', 'PICK-UP', 'DINE-IN'] as const;
const payments = ['Cash', 'Cash', 'Card'];

const salesTax = 13n;
const tillCharge = amountOf(1);
const deliveryFees = [100, 120, 150];
const nothing = amountOf(0);

const aMinute = 60_000;
const aDay = 24 * 60 * aMinute;
/** Karachi, the whole year round. */
const ahead = 5 * 60 * aMinute;

/**
 * An order as Blink's webhook tells of it: the keys and kinds of values of the vendor's sample. An option's quantity
 * is that of its product, so the subtotal is the sum of all `total_price`; the total adds 13 % tax, the till's charge
 * of a rupee and the delivery.
 */
export function orderEvent({ id, key, branch, lines, wishes, random, now, seed }: OrderParts) {
  const type = wishes.type ?? oneOf(types, random) ?? 'PICK-UP';
  const customer = oneOf(customers(seed), random);
  const place = placeOf(branch);
  const isDelivery = type === 'DELIVERY';
  const later = random() < 0.1;
  const minutes = between(25, 50, random);
  const due = now + minutes * aMinute + (later ? aDay : 0);
  const subtotal = sum(
    lines.flatMap(({ dish, quantity, options }) =>
      [dish, ...options].map(({ price }) => price * BigInt(quantity)),
    ),
  );
  const tax = share(subtotal, salesTax);
  const delivery = isDelivery ? amountOf(oneOf(deliveryFees, random)) : nothing;
  const address = oneOf(addresses, random) ?? '';
  return {
    blink_order_id: id,
    order_key: key,
    type,
    channel: wishes.channel ?? oneOf(channels, random) ?? 'WEBSITE',
    brand_id: 1,
    branch_id: branch,
    branch_latitude: place.latitude,
    branch_longitude: place.longitude,
    branch_address: place.address,
    total_discount_amount: 0,
    promo_code: '',
    promo_discount: 0,
    wallet_amount: 0,
    loyalty_amount: 0,
    tax: asNumber(tax),
    fbr_pos_charge: asNumber(tillCharge),
    kitchen_notes: wishes.kitchen_notes ?? oneOf(notes, random) ?? '',
    due_at: wishes.due_at ?? localTime(due),
    is_pre_order: Number(wishes.is_pre_order ?? later) === 1 ? 1 : 0,
    customer_name: wishes.customer_name ?? customer?.full_name ?? 'Test Customer',
    customer_phone: String(wishes.customer_phone ?? customer?.phone ?? '+923990000000'),
    customer_address_description: wishes.customer_address_description ?? (isDelivery ? address : type),
    customer_address_latitude: isDelivery ? near(place.latitude, random) : null,
    customer_address_longitude: isDelivery ? near(place.longitude, random) : null,
    products: lines.map(productOf),
    payment: true,
    payment_type: wishes.payment_type ?? oneOf(payments, random) ?? 'Cash',
    delivery_charges: inShort(delivery),
    subtotal: inShort(subtotal),
    total_price: inShort(subtotal + tax + tillCharge + delivery),
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
function placeOf(branch: string): { latitude: string; longitude: string; address: string } {
  const listed = branches.findIndex(({ id, blink_id }) => [String(id), String(blink_id)].includes(branch));
  const letters = [...branch].reduce((total, letter) => total + (letter.codePointAt(0) ?? 0), 0);
  const index = listed >= 0 ? listed : letters % branches.length;
  const [latitude, longitude] = coordinates[index] ?? ['24.8716410', '67.0599060'];
  return { latitude, longitude, address: branches[index]?.branch_address ?? '' };
}

/** A coordinate within some 4 km. */
function near(coordinate: string, random: Random): string {
  return (Number(coordinate) + (random() - 0.5) * 0.07).toFixed(7);
}

/** `2024-06-26 09:26:04`, as the clocks of the shop show it. */
function localTime(milliseconds: number): string {
  return new Date(milliseconds + ahead).toISOString().slice(0, 19).replace('T', ' ');
}
