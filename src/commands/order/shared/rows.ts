import { numberOf } from '../../../blink/contract/lenient.ts';
import { orderStates } from '../../../blink/contract/order.ts';
import type { Lateness, OpenOrder } from '../../../inbox/board.ts';
import type { BoardColumn } from '../../../terminal/board.ts';
import type { RecordColumn } from '../../../terminal/output.ts';
import { showRupees } from '../../../terminal/rupees.ts';
import { plural } from '../../shared/words.ts';

/** An open order as the board shows it at one moment. */
export interface BoardRow {
  order: OpenOrder;
  /** The branch as the operator calls it, else Blink's id. */
  branch: string;
  ageSeconds: number;
  lateness: Lateness;
  /** True while a call about it is under way. */
  busy: boolean;
}

/** How scripts get an order: Blink's own names, and what the board adds. */
export const orderColumns: readonly RecordColumn<BoardRow>[] = [
  { key: 'blink_order_id', header: 'Id', value: ({ order }) => order.id },
  { key: 'order_key', header: 'Order', value: ({ order }) => order.event.order_key },
  { key: 'type', header: 'Type', value: ({ order }) => order.event.type },
  { key: 'channel', header: 'Channel', value: ({ order }) => order.event.channel },
  { key: 'branch_id', header: 'Branch', value: ({ order }) => branchOf(order) },
  { key: 'customer_name', header: 'Customer', value: ({ order }) => order.event.customer_name },
  { key: 'items', header: 'Items', value: ({ order }) => itemsOf(order) },
  { key: 'total_price', header: 'Total', value: ({ order }) => order.event.total_price },
  { key: 'status', header: 'Status', value: ({ order }) => order.status },
  { key: 'statusText', header: 'State', value: ({ order }) => stateName(order.status) },
  { key: 'receivedAt', header: 'Received', value: ({ order }) => new Date(order.receivedAt).toISOString() },
  { key: 'ageSeconds', header: 'Age', value: ({ ageSeconds }) => ageSeconds },
  { key: 'late', header: 'Late', value: ({ lateness }) => lateness !== undefined },
];

const longestState = 'Dispatched'.length;

type Column = BoardColumn<BoardRow>;

/** A cell without end would leave no room for any other. */
const longestCell = 40;

function brief(text: string): string {
  return text.length > longestCell ? `${text.slice(0, longestCell)}…` : text;
}

const age: Column = { header: 'Age', show: ({ ageSeconds }) => clock(ageSeconds), right: true };
const key: Column = { header: 'Order', show: ({ order }) => brief(nameOf(order)) };
const state: Column = {
  header: 'State',
  // As wide as the longest, so that nothing moves when a state changes.
  show: ({ order, busy }) => (busy ? '…' : stateName(order.status)).padEnd(longestState),
};
const type: Column = { header: 'Type', show: ({ order }) => brief(order.event.type ?? '') };
const channel: Column = { header: 'Channel', show: ({ order }) => brief(order.event.channel ?? '') };
const branch: Column = { header: 'Branch', show: (row) => brief(row.branch) };
const customer: Column = {
  header: 'Customer',
  show: ({ order }) => brief(order.event.customer_name ?? ''),
  least: 10,
};
const items: Column = { header: 'Items', show: ({ order }) => String(itemsOf(order)), right: true };
const total: Column = {
  header: 'Total',
  show: ({ order }) => brief(showRupees(order.event.total_price) ?? ''),
  right: true,
};
const preOrder: Column = {
  header: 'Pre-order for',
  show: ({ order }) => (order.event.is_pre_order ? brief(order.event.due_at ?? 'later') : ''),
};
const dishes: Column = {
  header: 'Dishes',
  show: ({ order }) =>
    order.event.products.map(({ name = 'a dish', quantity = '?' }) => `${quantity} × ${name}`).join(', '),
  least: 20,
};

/** The columns of the board, in their order, and by how much an operator needs them. */
export const boardColumns = {
  shown: [age, key, state, type, channel, branch, customer, items, total, preOrder, dishes],
  importance: [age, key, state, customer, type, total, branch, preOrder, items, channel, dishes],
} as const;

/** `Pending`, `Accepted`, …; the number where it is none of Blink's five. */
export function stateName(status: number): string {
  return orderStates[status] ?? String(status);
}

/** `2 events were put aside`. */
export function asideWords(count: number): string {
  return `${plural(count, 'event')} ${count === 1 ? 'was' : 'were'} put aside`;
}

/** `03:07`: minutes and seconds. */
function clock(seconds: number): string {
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60].map((part) =>
    String(part).padStart(2, '0'),
  );
  return `${minutes}:${rest}`;
}

/** What people call an order: the number that the customer has, else Blink's id. */
export function nameOf({ id, event }: OpenOrder): string {
  return event.order_key ?? id;
}

/** The branch of an order, as it was told. */
export function branchOf({ event }: OpenOrder): string | undefined {
  return event.branch_id ?? event.blink_branch_id;
}

/** How many dishes there are in an order, each as often as it is wanted; once where that is not said in a number. */
function itemsOf({ event }: OpenOrder): number {
  return event.products.reduce((sum, { quantity }) => sum + (numberOf(quantity) ?? 1), 0);
}
