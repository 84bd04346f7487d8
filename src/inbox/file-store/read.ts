import { readPart } from '../../storage/lines.ts';
import { deliveriesOf, type StateName, stateOf } from '../delivery.ts';
import type { EventHead, StoredEvent } from '../event.ts';
import type { EventQuery, Found, OnDamage } from '../inbox.ts';
import { type LineRecord, readRecords } from './checked-lines.ts';
import { dayOf, eventDays, eventFile } from './days.ts';
import { type Attempts, readAttempts } from './delivery-lines.ts';
import { decodeEvent, decodeHead } from './event-lines.ts';

/** Where an event stands. */
export interface EventPlace {
  day: string;
  at: number;
  length: number;
}

/** Reads the event of a place. @returns undefined when it is gone */
export async function readPlace(
  folder: string,
  { day, at, length }: EventPlace,
): Promise<StoredEvent | undefined> {
  return decodeEvent(await readPart(eventFile(folder, day), at, length));
}

/** Reads the events of one day without their bodies. */
export function readHeads(
  folder: string,
  day: string,
  onDamage?: OnDamage,
): AsyncGenerator<LineRecord<EventHead>> {
  return readRecords(eventFile(folder, day), decodeHead, onDamage);
}

/** Yields the events that fit, as `Inbox.read`. What is being written at the moment is left out. */
export async function* readFound(
  folder: string,
  query: EventQuery,
  onDamage?: OnDamage,
): AsyncGenerator<Found> {
  const attempts = await readAttempts(folder, '', onDamage);
  if (query.newest !== undefined) {
    const places = await newestPlaces(folder, { ...query, newest: query.newest }, attempts, onDamage);
    for (const place of places) {
      const event = await readPlace(folder, place);
      if (event !== undefined) yield foundAs(event, attempts);
    }
    return;
  }
  const decode = (line: Buffer) => {
    const head = headOf(line, query);
    if (head === undefined) return undefined;
    if (!fits(head, query, attempts)) return 'unwanted' as const;
    const event = decodeEvent(line);
    return event && foundAs(event, attempts);
  };
  for (const day of await daysFor(folder, query)) {
    for await (const { value } of readRecords(eventFile(folder, day), decode, onDamage)) {
      if (value !== 'unwanted') yield value;
    }
  }
}

/** Counts the events that fit. Every day is looked at, so that no damage is missed. */
export async function countEvents(folder: string, query: EventQuery, onDamage?: OnDamage): Promise<number> {
  const attempts = await readAttempts(folder, '', onDamage);
  let count = 0;
  for (const day of await eventDays(folder)) {
    const decode = (line: Buffer) => headOf(line, query);
    for await (const { value } of readRecords(eventFile(folder, day), decode, onDamage)) {
      if (fits(value, query, attempts)) count += 1;
    }
  }
  return Math.min(count, query.newest ?? count);
}

/** The places of the newest events that fit, oldest first. Days before them are not looked at. */
async function newestPlaces(
  folder: string,
  { newest, ...query }: EventQuery & { newest: number },
  attempts: Attempts,
  onDamage?: OnDamage,
): Promise<EventPlace[]> {
  let places: EventPlace[] = [];
  for (const day of (await daysFor(folder, query)).toReversed()) {
    if (places.length >= newest) break;
    const found: EventPlace[] = [];
    const decode = (line: Buffer) => headOf(line, query);
    for await (const { value, at, length } of readRecords(eventFile(folder, day), decode, onDamage)) {
      if (fits(value, query, attempts)) found.push({ day, at, length });
    }
    places = [...found, ...places].slice(-newest);
  }
  return newest === 0 ? [] : places;
}

/** Files go by the time of storing, which is never before that of receipt. */
async function daysFor(folder: string, { since }: EventQuery): Promise<string[]> {
  const days = await eventDays(folder);
  return since === undefined ? days : days.filter((day) => day >= dayOf(since));
}

/** What a query asks of an event; its body only where an earlier version kept nothing of it in the head. */
function headOf(line: Buffer, { number }: EventQuery): EventHead | undefined {
  const head = decodeHead(line);
  return number !== undefined && head?.kind === 'order' && head.summary === undefined
    ? decodeEvent(line)
    : head;
}

function foundAs(event: StoredEvent, attempts: Attempts): Found {
  const deliveries = deliveriesOf(event, attempts.get(event.id));
  return { event, state: stateOf(event, deliveries), deliveries };
}

function fits(head: EventHead, query: EventQuery, attempts: Attempts): boolean {
  const { since, until, kinds, branches, keys, number, state } = query;
  const time = Date.parse(head.receivedAt);
  return (
    (since === undefined || time >= since) &&
    (until === undefined || time < until) &&
    (kinds === undefined || kinds.includes(head.kind)) &&
    (branches === undefined || branches.includes(head.branch ?? '')) &&
    (keys === undefined || (head.key !== null && keys.includes(head.key))) &&
    (number === undefined || head.summary?.number?.toLowerCase() === number.toLowerCase()) &&
    (state === undefined || isIn(state, head, attempts))
  );
}

function isIn(state: StateName, head: EventHead, attempts: Attempts): boolean {
  return stateOf(head, deliveriesOf(head, attempts.get(head.id))) === state;
}
