import type { OrderRead } from '../blink/contract/order.ts';
import { cleanText } from './clean.ts';
import { showRupees } from './rupees.ts';
import { plainStyle, type Style } from './style.ts';
import { widthOf, wrapTo } from './widths.ts';

export interface TicketOptions {
  /** Blink's id of the order. */
  id: string;
  /** The branch as the operator calls it, in place of Blink's id. */
  branch?: string | undefined;
  style?: Style | undefined;
}

/** A ticket is read from a distance: a wider one would only part the dishes from their prices. */
const widest = 64;
const narrowest = 24;

/**
 * An order for the kitchen: what it is, for whom, each dish with its quantity first, and the money at the right.
 * @param width how many columns there are; in a pipe there is no end to them
 * @returns lines without line ends, cleaned of whatever a terminal would obey
 */
export function ticketLines(
  event: OrderRead,
  width: number,
  { id, branch, style = plainStyle }: TicketOptions,
): string[] {
  const room = Math.max(narrowest, Math.min(width, widest));
  const thick = '='.repeat(room);
  const thin = '-'.repeat(room);
  return [
    thick,
    ...beside(event.order_key ?? id, event.type ?? '', room).map(style.strong),
    ...beside(origin(event, branch), `order ${id}`, room).map(style.dim),
    thick,
    ...due(event, room, style),
    ...named('Customer', event.customer_name, room),
    ...named('Phone', event.customer_phone, room),
    ...named('Address', addressOf(event), room),
    thin,
    ...event.products.flatMap((product) => dish(product, room, style)),
    ...notes(event.kitchen_notes, room, style),
    thin,
    ...money(event, room, style),
  ];
}

function origin({ channel, branch_id, blink_branch_id }: OrderRead, branch: string | undefined): string {
  const place = branch ?? branch_id ?? blink_branch_id ?? '';
  return [channel, place && `branch ${place}`].filter(Boolean).join(', ');
}

/** It has no time zone: it stands as Blink wrote it. */
function due({ due_at, is_pre_order }: OrderRead, room: number, { strong }: Style): string[] {
  if (!is_pre_order) return named('Due', due_at, room);
  return named('Due', `${due_at ?? 'no time given'}  PRE-ORDER`, room).map(strong);
}

/** Orders that are not delivered have their type in place of an address. */
function addressOf({ customer_address_description: address, type }: OrderRead): string | undefined {
  return address === type ? undefined : address;
}

const label = 10;

function named(name: string, value: string | undefined, room: number): string[] {
  const text = printable(value ?? '').trim();
  if (text === '') return [];
  return wrapTo(text, room - label).map((line, i) => `${(i === 0 ? name : '').padEnd(label)}${line}`);
}

type Product = OrderRead['products'][number];

const longestQuantity = 6;

function dish(product: Product, room: number, { strong }: Style): string[] {
  const { product_id, quantity, total_price, options = [] } = product;
  const name = product.name ?? `dish ${product_id ?? 'without a name'}`;
  // What is not said is asked for: a guessed quantity would be cooked.
  const first = `${printable(String(quantity ?? '?')).slice(0, longestQuantity)} × `;
  const indent = ' '.repeat(widthOf(first));
  return [
    ...beside(name, showRupees(total_price) ?? '', room, first, indent).map(strong),
    ...options.flatMap((option) => {
      const count = (option.quantity ?? 1) === 1 ? '' : `${option.quantity} × `;
      const price = isNothing(option.total_price) ? '' : (showRupees(option.total_price) ?? '');
      return beside(
        `${count}${option.name ?? 'option without a name'}`,
        price,
        room,
        `${indent}+ `,
        `${indent}  `,
      );
    }),
  ];
}

function notes(text: string | undefined, room: number, { caution, strong }: Style): string[] {
  const said = printable(text ?? '').trim();
  if (said === '') return [];
  const stars = '*'.repeat(room);
  const lines = ['KITCHEN NOTES', ...wrapTo(said, room - 4)].map((line) => `*** ${line}`.trimEnd());
  return ['', ...[stars, ...lines, stars].map((line) => caution(strong(line)))];
}

function money(event: OrderRead, room: number, { strong }: Style): string[] {
  const discount = isNothing(event.total_discount_amount)
    ? event.promo_discount
    : event.total_discount_amount;
  const promo = event.promo_code ? `Discount (${event.promo_code})` : 'Discount';
  const parts: readonly (readonly [name: string, amount: Amount, less?: true])[] = [
    [promo, discount, true],
    ['Loyalty', event.loyalty_amount, true],
    ['Wallet', event.wallet_amount, true],
    ['Delivery', event.delivery_charges],
    ['Tax', event.tax],
    ['FBR POS charge', event.fbr_pos_charge],
  ];
  const total = showRupees(event.total_price) ?? '';
  return [
    ...beside('Subtotal', showRupees(event.subtotal) ?? '', room),
    ...parts.flatMap(([name, amount, less]) => {
      return isNothing(amount) ? [] : beside(name, `${less ? '-' : ''}${showRupees(amount)}`, room);
    }),
    ...[...beside('TOTAL Rs', total, room), ...payment(event, room)].map(strong),
  ];
}

type Amount = number | string | undefined;

function payment({ paid, payment_type, total_price }: OrderRead, room: number): string[] {
  const how = payment_type ?? '';
  if (paid === undefined) return named('Payment', how, room);
  if (paid) return beside('PAID', how, room);
  return beside(`TO COLLECT${how && ` (${how})`}`, showRupees(total_price) ?? '', room);
}

function isNothing(amount: Amount): boolean {
  return Number(amount ?? 0) === 0;
}

/** More than any address or note has; a text without end would take minutes to break into lines. */
const longestText = 2000;
const longestAmount = 40;

function printable(text: string): string {
  return cleanText(text.length > longestText ? `${text.slice(0, longestText)}…` : text);
}

/** A text at the left, wrapped where it has to be, and a short one at the right of its first line. */
function beside(left: string, right: string, room: number, first = '', indent = ''): string[] {
  const end = printable(right).slice(0, longestAmount);
  const text = printable(left).trim();
  const gap = end === '' ? 0 : widthOf(end) + 1;
  // Where both have no place beside each other, the right one gets a line of its own.
  const shared = room - widthOf(first) - gap >= 8;
  const lines = wrapTo(text, room - widthOf(first) - (shared ? gap : 0)).map(
    (line, i) => `${i === 0 ? first : indent}${line}`,
  );
  const [head = '', ...rest] = lines;
  if (end === '') return lines;
  const free = (before: string) => ' '.repeat(Math.max(1, room - widthOf(before) - widthOf(end)));
  return shared ? [head + free(head) + end, ...rest] : [...lines, free('') + end];
}
