import type { StateName } from '../delivery.ts';
import type { EventHead } from '../event.ts';
import type { EventQuery, OnDamage } from '../inbox.ts';
import { readStanding } from './checkpoint.ts';
import { dayOf, eventDays } from './days.ts';
import { settledStateOf } from './index/event-blocks.ts';
import type { Standing } from './standing.ts';

/** What is looked for, and where. */
export interface Search {
  folder: string;
  query: EventQuery;
  onDamage: OnDamage | undefined;
  /** The days that may have events that fit, oldest first. */
  days: readonly string[];
  /** Whether an event fits. */
  fits(head: EventHead): boolean;
  /** Where events of a day stand that are not what their heads say. */
  statesOf(day: string): ReadonlyMap<number, StateName>;
}

/** Gets ready to look for events. @throws CliError `failed` when the inbox can't be read */
export async function openSearch(
  folder: string,
  query: EventQuery,
  onDamage: OnDamage | undefined,
): Promise<Search> {
  const { since, state } = query;
  const standing = state === undefined ? undefined : await readStanding(folder);
  const states = statesByDay(standing);
  // Files go by the time of storing, which is never before that of receipt.
  const days = (await eventDays(folder)).filter((day) => since === undefined || day >= dayOf(since));
  const fits = (head: EventHead) => fitsHead(head, query) && fitsState(head, state, standing);
  return { folder, query, onDamage, days, fits, statesOf: (day) => states.get(day) ?? new Map() };
}

function statesByDay(standing: Standing | undefined): ReadonlyMap<string, ReadonlyMap<number, StateName>> {
  const states = new Map<string, Map<number, StateName>>();
  for (const { place, state } of standing?.unsettled.values() ?? []) {
    const day = states.get(place.day) ?? new Map<number, StateName>();
    states.set(place.day, day.set(place.at, state));
  }
  return states;
}

function fitsState(head: EventHead, state: StateName | undefined, standing: Standing | undefined): boolean {
  return state === undefined || (standing?.unsettled.get(head.id)?.state ?? settledStateOf(head)) === state;
}

function fitsHead(head: EventHead, query: EventQuery): boolean {
  const { since, until, kinds, branches, keys, number } = query;
  const time = Date.parse(head.receivedAt);
  return (
    (since === undefined || time >= since) &&
    (until === undefined || time < until) &&
    (kinds === undefined || kinds.includes(head.kind)) &&
    (branches === undefined || branches.includes(head.branch ?? '')) &&
    (keys === undefined || (head.key !== null && keys.includes(head.key))) &&
    (number === undefined || head.summary?.number?.toLowerCase() === number.toLowerCase())
  );
}
