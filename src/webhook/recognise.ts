import { matches } from '../contract/check.ts';
import { OrderEvent, OrderStatusEvent } from '../contract/order.ts';
import { TaskEvent } from '../contract/task.ts';

/** The three kinds of events that Blink posts. */
export const eventKinds = ['order', 'order-status', 'task'] as const;
export type EventKind = (typeof eventKinds)[number];

/** What a body is, with what it is about: an order's or a task's id as text. */
export type Recognised =
  | { kind: 'order'; key: string; event: OrderEvent }
  | { kind: 'order-status'; key: string; event: OrderStatusEvent }
  | { kind: 'task'; key: string; event: TaskEvent };

/**
 * Tells by its shape which event a body is (vendor pages "Order Webhook", "Order Status Webhook" and the logistics
 * webhook).
 * @param value the body, read as JSON
 * @returns undefined for what is none of them
 */
export function recognise(value: unknown): Recognised | undefined {
  if (matches(TaskEvent, value)) return { kind: 'task', key: String(value.data.taskId), event: value };
  if (matches(OrderEvent, value)) return { kind: 'order', key: String(value.blink_order_id), event: value };
  if (matches(OrderStatusEvent, value)) {
    return { kind: 'order-status', key: String(value.blink_order_id), event: value };
  }
  return undefined;
}
