import { type Pending, toPending } from '../forward/pending.ts';
import { daysBefore, eventDays } from '../store/days.ts';
import { deliveriesOf, eventStates } from '../store/deliveries.ts';
import type { EventHead } from '../store/event.ts';
import { type Damage, type EventPlace, readHeads } from '../store/inbox.ts';
import { dropOldest } from './recent.ts';
import { type OlderEvents, olderEvents, repeatDays } from './repeats.ts';

/** More orders than come in a day to most; a state of an older one waits for it in vain, for seconds. */
export const mostOrders = 100_000;

/** What earlier runs left in an inbox. */
export interface LeftEvents {
  /** What is to be delivered, by target, oldest first. */
  pending: ReadonlyMap<string, readonly Pending[]>;
  /** The ids of events that were given up, by target. */
  dead: ReadonlyMap<string, readonly string[]>;
  /** What may be repeated. */
  older: OlderEvents;
  /** The ids of the orders that came lately. */
  orders: ReadonlySet<string>;
  /** Lines that can't be read. */
  damage: readonly Damage[];
}

/**
 * Reads through an inbox for what a run has to know of earlier ones. May take a while where there are many events, and
 * reads no bodies.
 * @throws CliError `failed` when the inbox can't be read
 */
export async function lookBack(folder: string, now: number): Promise<LeftEvents> {
  const damage: Damage[] = [];
  const note = (one: Damage) => damage.push(one);
  const states = await eventStates(folder, note);
  const [pending, dead] = [createLists<Pending>(), createLists<string>()];
  const older = olderEvents();
  const orders = new Set<string>();
  const lately = daysBefore(now, repeatDays);

  function look(event: EventHead, place: EventPlace): void {
    for (const { target, state, attempts } of deliveriesOf(event, states)) {
      if (state === 'dead') dead.add(target, event.id);
      const waits = state === 'pending' ? toPending({ event, place }, attempts) : undefined;
      if (waits !== undefined) pending.add(target, waits);
    }
    if (place.day < lately) return;
    older.add(event, place);
    if (event.kind !== 'order' || event.key === null) return;
    orders.add(event.key);
    dropOldest(orders, mostOrders);
  }

  for (const day of await eventDays(folder)) {
    for await (const { event, place } of readHeads(folder, day, note)) look(event, place);
  }
  return { pending: pending.byName, dead: dead.byName, older, orders, damage };
}

function createLists<T>() {
  const byName = new Map<string, T[]>();
  return {
    byName,
    add(name: string, item: T) {
      const list = byName.get(name);
      if (list === undefined) byName.set(name, [item]);
      else list.push(item);
    },
  };
}
