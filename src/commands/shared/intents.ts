import { type OrderStatusUpdate, orderStates } from '../../blink/contract/order.ts';
import type { StockBranch, StockProduct } from '../../blink/contract/stock.ts';
import type { TaskCreate, TaskUpdate } from '../../blink/contract/task.ts';

/*
 * What a request is to make of a record, in one line: ids, states, reasons and amounts, for the person who is asked
 * before it is sent. Amounts stand as they are sent.
 */

/** `order 1236589: rejected (too far)` */
export function orderIntent({ blink_order_id: id, status, comment }: OrderStatusUpdate): string {
  return `order ${id}: ${stateName(status)}${comment ? ` (${comment})` : ''}`;
}

/** A state as a person writes it: `accepted`. */
export function stateName(status: number): string {
  return (orderStates[status] ?? String(status)).toLowerCase();
}

/** `product bbq-01: price 520, discount price 0; branch 101: stock 12` */
export function stockIntent({ id, price, discount_price: discount, branches }: StockProduct): string {
  return [`product ${id}: price ${price}, discount price ${discount}`, ...branches.map(branchIntent)].join(
    '; ',
  );
}

function branchIntent(branch: StockBranch): string {
  const { id, is_active: active, price, discount_price: discount } = branch;
  const stock = branch.stock_quantity ?? branch.stock_qunatity;
  const parts = [
    ...known('stock', stock),
    ...known('price', price),
    ...known('discount price', discount),
    ...(active === undefined ? [] : [active ? 'on' : 'off']),
  ];
  return parts.length === 0 ? `branch ${id}` : `branch ${id}: ${parts.join(', ')}`;
}

/** `task 10045: Ayesha Khan, Tariq Road, COD, subTotal 2080` */
export function newTaskIntent(task: TaskCreate): string {
  const { mappingKey, customerName, customerAddress, paymentType, type } = task;
  const amounts = [
    ...known('subTotal', task.subTotal),
    ...known('deliveryCharges', task.deliveryCharges),
    ...known('discount', task.discount),
    ...known('tax', task.tax),
  ];
  const kind = type === 2 ? 'return' : 'task';
  return `${kind} ${mappingKey}: ${[customerName, customerAddress, paymentType, ...amounts].join(', ')}`;
}

/** `task KHIAB-10001: type 1, deliveryTime 2026-11-24T17:30:00.000Z` */
export function changedTaskIntent({ taskId, ...changes }: TaskUpdate): string {
  const each = Object.entries(changes).flatMap(([field, value]) => known(field, value));
  return `task ${taskId}: ${each.join(', ')}`;
}

function known(name: string, value: unknown): string[] {
  return value === undefined || value === null ? [] : [`${name} ${String(value)}`];
}
