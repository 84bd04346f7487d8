import { createHash } from 'node:crypto';
import { parse } from './check.ts';
import { idOf, isObject, listOf } from './lenient.ts';
import { OrderRead, OrderStatusRead } from './order.ts';
import { TaskRead } from './task.ts';

/** The three kinds of events that Blink posts. */
export const eventKinds = ['order', 'order-status', 'task'] as const;
export type EventKind = (typeof eventKinds)[number];

/** What identifies an event: its kind, and the id of what it is about as text. */
export interface Identity {
  kind: EventKind;
  key: string;
}

/** An event as it is read. */
export type Recognised =
  | { kind: 'order'; key: string; event: OrderRead }
  | { kind: 'order-status'; key: string; event: OrderStatusRead }
  | { kind: 'task'; key: string; event: TaskRead };

/**
 * Tells which event a body is, by what identifies it and nothing else.
 * @param value the body, read as JSON or as a form
 * @param expected the kind that belongs on the path it came by, which settles it where there is an id of that kind
 * @returns undefined for what has no identity
 */
export function identify(value: unknown, expected?: EventKind): Identity | undefined {
  if (!isObject(value)) return undefined;
  const named = expected === undefined ? undefined : anyIdFor(expected, value);
  if (expected !== undefined && named !== undefined) return { kind: expected, key: keyOf(named) };
  const kind = kindOf(value);
  const id = kind === undefined ? undefined : idFor(kind, value);
  return kind === undefined || id === undefined ? undefined : { kind, key: keyOf(id) };
}

/** Reads what stands in an event whose kind is known already. */
export function readAs(kind: EventKind, key: string, value: unknown): Recognised | undefined {
  switch (kind) {
    case 'order': {
      const read = parse(OrderRead, value);
      return 'value' in read ? { kind, key, event: read.value } : undefined;
    }
    case 'order-status': {
      const read = parse(OrderStatusRead, value);
      return 'value' in read ? { kind, key, event: read.value } : undefined;
    }
    case 'task': {
      const read = parse(TaskRead, value);
      return 'value' in read ? { kind, key, event: read.value } : undefined;
    }
  }
}

type Fields = Readonly<Record<string, unknown>>;

/** The kind that a body is by its own fields. */
export function kindOf(value: Fields): EventKind | undefined {
  const isTask = Object.hasOwn(value, 'eventId') || Object.hasOwn(value, 'event');
  if (isTask && idFor('task', value) !== undefined) return 'task';
  if (idFor('order', value) === undefined) return undefined;
  if (listOf(value.products) !== undefined) return 'order';
  if (Object.hasOwn(value, 'status')) return 'order-status';
  // A list that came as null or as a word: only an order has that field at all.
  return Object.hasOwn(value, 'products') ? 'order' : undefined;
}

function idFor(kind: EventKind, { blink_order_id, data }: Fields): string | undefined {
  if (kind !== 'task') return idOf(blink_order_id);
  return isObject(data) ? idOf(data.taskId) : undefined;
}

/** Any id that tells what an event of this kind is about. */
function anyIdFor(kind: EventKind, value: Fields): string | undefined {
  return idFor(kind, value) ?? idOf(kind === 'task' ? value.taskId : value.order_key);
}

const longestKey = 1000;

/** An id as a key: without end, it would be kept again and again. */
function keyOf(id: string): string {
  if (id.length <= longestKey) return id;
  return `${id.slice(0, longestKey)}…${createHash('sha256').update(id).digest('base64url')}`;
}
