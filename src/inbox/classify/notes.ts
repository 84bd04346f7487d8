import type * as v from 'valibot';
import { check, type Issue } from '../../blink/contract/check.ts';
import type { EventKind } from '../../blink/contract/event.ts';
import { isObject, listOf, textOf } from '../../blink/contract/lenient.ts';
import { channels, OrderEvent, OrderStatusEvent, orderTypes } from '../../blink/contract/order.ts';
import { TaskEvent } from '../../blink/contract/task.ts';

const documented = { order: OrderEvent, 'order-status': OrderStatusEvent, task: TaskEvent } as const;

const mostNotes = 20;
const mostItems = 20;
const longestName = 60;

/**
 * What is unlike the shape that Blink documents, a note each: `branch_latitude: a number, expected text`. None of it
 * changes what becomes of the event.
 */
export function notesOn(kind: EventKind, value: unknown): string[] {
  const some = hasLongList(value) ? shortened(value) : value;
  const schema = documented[kind];
  const issues = check(schema, some).filter(({ path }) => path.length > 0);
  const notes = new Set([
    ...issues.map(wordsOf),
    ...unknownFields(schema.entries, some),
    ...(kind === 'order'
      ? [...otherWord(some, 'type', orderTypes), ...otherWord(some, 'channel', channels)]
      : []),
  ]);
  const told = [...notes].slice(0, mostNotes);
  return notes.size > told.length ? [...told, `and ${notes.size - told.length} more`] : told;
}

function hasLongList(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return (Array.isArray(value) && value.length > mostItems) || Object.values(value).some(hasLongList);
}

/** The value with the first items of its lists only: what is odd about a million of them is odd about the first. */
function shortened(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, mostItems).map(shortened);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shortened(inner)]));
}

function wordsOf({ path, expected, missing, value }: Issue): string {
  const where = path.map((step) => String(step).slice(0, longestName)).join('.');
  return missing ? `${where}: missing` : `${where}: ${kindOfValue(value)}, expected ${expected}`;
}

function kindOfValue(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (value === '') return 'an empty text';
  if (typeof value === 'string') return 'text';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'number' ? 'a number' : String(value);
}

function unknownFields(entries: v.ObjectEntries, value: unknown): string[] {
  if (!isObject(value)) return [];
  const product = unknownIn('products', [
    'product_id',
    'name',
    'quantity',
    'unit_price',
    'total_price',
    'options',
  ]);
  return [
    ...Object.keys(value).flatMap((name) => (Object.hasOwn(entries, name) ? [] : [unknown(name)])),
    ...('products' in entries ? product(value) : []),
  ];
}

function unknownIn(
  list: string,
  known: readonly string[],
): (value: Readonly<Record<string, unknown>>) => string[] {
  return (value) =>
    (listOf(value[list]) ?? [])
      .filter(isObject)
      .flatMap((item) => Object.keys(item).filter((name) => !known.includes(name)))
      .map((name) => unknown(`${list}.${name}`));
}

function unknown(name: string): string {
  return `${name.slice(0, longestName)}: not among the fields that Blink documents`;
}

function otherWord(value: unknown, field: string, words: readonly string[]): string[] {
  const said = isObject(value) ? value[field] : undefined;
  if (typeof said !== 'string' || words.includes(said)) return [];
  return [
    `${field}: ${textOf(JSON.stringify(said.slice(0, longestName)))}, which is not among those that Blink documents`,
  ];
}
