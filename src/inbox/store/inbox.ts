import { readPart } from '../../storage/lines.ts';
import { type Damage, readRecords } from './checked-lines.ts';
import { dayOf, dayOfId, eventDays, eventFile } from './days.ts';
import { decodeEvent, decodeHead, type EventHead, type StoredEvent, type StoredKind } from './event.ts';

export type { Damage } from './checked-lines.ts';
export {
  type DeliveryState,
  deliveriesOf,
  type EventStates,
  eventStates,
  type StateName,
  stateNames,
  stateOf,
} from './deliveries.ts';
export { type EventHead, type StoredEvent, type StoredKind, storedKinds } from './event.ts';
export { idAt } from './event-id.ts';
export { type FollowOptions, followInbox } from './follow.ts';

/** Which events are wanted: those that satisfy everything given. */
export interface InboxFilter {
  /** Received at this time or later, in milliseconds since 1970. */
  since?: number | undefined;
  /** Received before this time. */
  until?: number | undefined;
  /** Stored after the event of this id. */
  after?: string | undefined;
  kinds?: readonly StoredKind[] | undefined;
  branch?: string | undefined;
  /** Orders or tasks of this id. */
  key?: string | undefined;
}

/** Where an event stands in the inbox. */
export interface EventPlace {
  day: string;
  at: number;
  length: number;
}

/**
 * Reads an inbox, oldest event first. Needs no lock: what is being written at the moment is left out.
 * @param folder the inbox of a profile and environment; one that is not there is empty
 * @param onDamage told of lines that are passed over
 * @throws CliError `failed` when a file can't be read, or must not be: a link, another user's
 */
export async function* readInbox(
  folder: string,
  filter: InboxFilter = {},
  onDamage?: (damage: Damage) => void,
): AsyncGenerator<StoredEvent> {
  for await (const { event } of readPlaces(folder, filter, onDamage)) yield event;
}

/** The same, with where each event stands. */
export async function* readPlaces(
  folder: string,
  filter: InboxFilter = {},
  onDamage?: (damage: Damage) => void,
): AsyncGenerator<{ event: StoredEvent; place: EventPlace }> {
  const first = filter.after === undefined ? undefined : dayOfId(filter.after);
  for (const day of await eventDays(folder)) {
    // Files go by the time of storing, which is never before that of receipt.
    if (day < (first ?? '') || (filter.since !== undefined && day < dayOf(filter.since))) continue;
    for await (const found of readDay(folder, day, onDamage)) if (fits(found.event, filter)) yield found;
  }
}

/** Reads the events of one day. */
export function readDay(
  folder: string,
  day: string,
  onDamage?: (damage: Damage) => void,
): AsyncGenerator<{ event: StoredEvent; place: EventPlace }> {
  return decoded(folder, day, decodeEvent, onDamage);
}

/** Reads the events of one day without their bodies. */
export function readHeads(
  folder: string,
  day: string,
  onDamage?: (damage: Damage) => void,
): AsyncGenerator<{ event: EventHead; place: EventPlace }> {
  return decoded(folder, day, decodeHead, onDamage);
}

async function* decoded<T>(
  folder: string,
  day: string,
  decode: (line: Buffer) => T | undefined,
  onDamage?: (damage: Damage) => void,
): AsyncGenerator<{ event: T; place: EventPlace }> {
  for await (const { value, at, length } of readRecords(eventFile(folder, day), decode, onDamage)) {
    yield { event: value, place: { day, at, length } };
  }
}

/** Reads one event again. @returns undefined when it is gone */
export async function readEvent(
  folder: string,
  { day, at, length }: EventPlace,
): Promise<StoredEvent | undefined> {
  return decodeEvent(await readPart(eventFile(folder, day), at, length));
}

/** Whether an event is one of those that are wanted. */
export function fits(event: StoredEvent, { since, until, after, kinds, branch, key }: InboxFilter): boolean {
  const time = Date.parse(event.receivedAt);
  return (
    (since === undefined || time >= since) &&
    (until === undefined || time < until) &&
    (after === undefined || event.id > after) &&
    (kinds === undefined || kinds.includes(event.kind)) &&
    (branch === undefined || event.branch === branch) &&
    (key === undefined || event.key === key)
  );
}
