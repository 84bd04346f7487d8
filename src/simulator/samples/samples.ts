import { channels, type OrderEvent, type OrderStatusEvent, orderStates } from '../../blink/contract/order.ts';
import { type TaskEvent, type TaskEventId, taskEvents } from '../../blink/contract/task.ts';
import type { Random } from './random.ts';
import { branches, dishes, kitchenNotes, riders, type SampleDish } from './sample-data.ts';

/** The first number of a sample order, and how many there are. The simulator knows each of them. */
export const sampleNumbers = { first: 1_300_000, count: 100_000 } as const;

const second = 1000;
const hour = 3_600_000;

/**
 * An order as Blink posts it ("Order Webhook"): the keys, their order and the kinds of its values are those of the
 * vendor's sample. Its amounts add up to the last paisa.
 * @param number counts samples; each order has a number of its own
 * @param now milliseconds since 1970, when it is placed
 */
export function sampleOrder(random: Random, number: number, now: number): OrderEvent {
  const branch = random.pick(branches);
  const customer = random.pick(branch.customers);
  const channel = random.pick(channels);
  const type = channel === 'QR ORDER' ? 'DINE-IN' : random.pick(['DELIVERY', 'DELIVERY', 'PICK-UP']);
  const delivered = type === 'DELIVERY';
  const isPreOrder = type !== 'DINE-IN' && random.chance(15);
  const lines = Array.from({ length: 1 + random.below(4) }, () => orderLine(random, random.pick(dishes)));
  const subtotal = lines.reduce((sum, line) => sum + line.paisa, 0);
  const discount = random.chance(25) ? percentOf(subtotal, 10) : 0;
  const tax = percentOf(subtotal - discount, branch.taxPercent);
  const delivery = delivered ? paisa(random.pick([0, 99, 149])) : 0;
  const posCharge = paisa(1);
  const paid = channel === 'FOODPANDA' || random.chance(40);
  return {
    ...orderNumber(number),
    type,
    channel,
    brand_id: 1,
    branch_id: branch.id,
    branch_latitude: branch.latitude,
    branch_longitude: branch.longitude,
    branch_address: branch.address,
    total_discount_amount: rupees(discount),
    promo_code: discount > 0 ? 'DAWAT10' : '',
    promo_discount: rupees(discount),
    wallet_amount: 0,
    loyalty_amount: 0,
    tax: rupees(tax),
    fbr_pos_charge: rupees(posCharge),
    kitchen_notes: random.chance(40) ? random.pick(kitchenNotes) : '',
    due_at: inPakistan(now + (isPreOrder ? (2 + random.below(20)) * hour : 0)),
    is_pre_order: isPreOrder ? 1 : 0,
    customer_name: customer.name,
    customer_phone: customer.phone,
    customer_address_description: delivered ? customer.address : type,
    customer_address_latitude: delivered ? branch.latitude : null,
    customer_address_longitude: delivered ? branch.longitude : null,
    products: lines.map(({ product }) => product),
    payment: paid,
    payment_type: paid ? random.pick(['Card', 'Easypaisa', 'JazzCash']) : 'Cash',
    delivery_charges: decimal(delivery),
    subtotal: decimal(subtotal),
    total_price: decimal(subtotal - discount + tax + delivery + posCharge),
  };
}

/** A change of an order's state ("Order Status Webhook"). */
export function sampleOrderStatus(random: Random, number: number): OrderStatusEvent {
  const { blink_order_id } = orderNumber(number);
  const status = 1;
  return {
    blink_order_id,
    branch_id: random.pick(branches).id,
    status,
    statusText: orderStates[status],
    comment: '',
  };
}

/** A change of a delivery task, in the shape of the logistics page. */
export function sampleTask(random: Random, number: number, eventId: TaskEventId): TaskEvent {
  // Nobody carries a task that was only created, changed, or taken back from its rider.
  const unassigned = eventId <= 22;
  return {
    eventId,
    event: taskEvents[eventId],
    data: {
      taskId: `KHIAB-${10_001 + number}`,
      type: 1,
      reason: eventId === 28 ? 'Customer could not be reached' : '',
      agent: unassigned ? { name: '', contact: '' } : { ...random.pick(riders) },
      trackingLink: `https://delivery-stg.blinkco.io/tracking/${trackingCode(random)}`,
    },
  };
}

function orderNumber(number: number) {
  const id = sampleNumbers.first + (number % sampleNumbers.count);
  return {
    blink_order_id: String(id),
    order_key: `ABND-${String(id - sampleNumbers.first).padStart(5, '0')}`,
  };
}

type OrderProduct = OrderEvent['products'][number];

/** A dish as it was ordered, and what it costs with its options. */
function orderLine(random: Random, dish: SampleDish): { product: OrderProduct; paisa: number } {
  const extras = dish.extras.filter(() => random.chance(25));
  // Blink does not say whether an option counts once or with every piece of its dish, so a paid one has one piece only.
  const chosen = [
    ...dish.choices.slice(random.below(Math.max(1, dish.choices.length))).slice(0, 1),
    ...extras,
  ];
  const quantity = chosen.some(({ price }) => price > 0) ? 1 : random.pick([1, 1, 2, 3]);
  const total = paisa(dish.price) * quantity;
  const product = {
    product_id: dish.id,
    quantity,
    name: dish.name,
    unit_price: thousandths(paisa(dish.price)),
    total_price: rupees(total),
    options: chosen.map(({ id, name, price }) => ({
      modifier_option_id: id,
      unit_price: thousandths(paisa(price)),
      total_price: thousandths(paisa(price)),
      name,
      quantity: 1,
    })),
  };
  return { product, paisa: chosen.reduce((sum, { price }) => sum + paisa(price), total) };
}

// Sums are made in whole paisa: rupees as binary fractions do not add up.

const paisa = (amount: number) => Math.round(amount * 100);
const percentOf = (amount: number, percent: number) => Math.round((amount * percent) / 100);
const rupees = (amount: number) => Number(decimal(amount));
const thousandths = (amount: number) => `${Math.floor(amount / 100)}.${twoDigits(amount % 100)}0`;

/** `59` or `66.67`, as the vendor's sample has its totals. */
function decimal(amount: number): string {
  const whole = Math.floor(amount / 100);
  return amount % 100 === 0 ? String(whole) : `${whole}.${twoDigits(amount % 100)}`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}

/** `2024-06-26 09:26:04`: without a zone, as Blink writes it. Pakistan has no summer time. */
function inPakistan(time: number): string {
  return new Date(Math.floor(time / second) * second + 5 * hour).toISOString().slice(0, 19).replace('T', ' ');
}

function trackingCode(random: Random): string {
  return Array.from({ length: 21 }, () => random.below(36).toString(36)).join('');
}
