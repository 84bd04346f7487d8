import type { Damage, LeftEvents } from '../inbox.ts';
import { dropOldest } from '../repetitions/newest-entries.ts';
import { type OlderEvents, olderEvents, repetitionDays } from '../repetitions/repetitions.ts';
import { damageAt, readRecords, type Stretch } from './checked-lines.ts';
import { daysBefore, eventDays, eventFile, indexOf } from './days.ts';
import { decodeHead } from './event-lines.ts';
import { openIndex } from './index/blocks.ts';
import { eventWidths, ordersIn } from './index/event-blocks.ts';
import { numberFor } from './index/places.ts';
import type { EventPlace } from './place.ts';
import { isOpen, type Standing, withUnended } from './standing.ts';

/** More orders than come in a day to most; a state of an older one waits for it in vain, for seconds. */
const mostOrders = 100_000;

/**
 * Finds out what a run has to know of earlier ones.
 * @param onOpen told where each event stands that is not delivered everywhere
 * @throws CliError `failed` when the inbox can't be read
 */
export async function leftIn(
  folder: string,
  standing: Standing,
  now: number,
  onOpen: (id: string, place: EventPlace) => void,
): Promise<LeftEvents> {
  const { unsettled, damage } = await withUnended(folder, standing);
  const open = [...unsettled.values()].filter(isOpen).sort((one, other) => (one.id < other.id ? -1 : 1));
  for (const { id, place } of open) onOpen(id, place);
  const orders = await ordersSince(folder, daysBefore(now, repetitionDays));
  return {
    open,
    damage: damage.map(({ file, at }) => damageAt(file, at)),
    hadOrder: (id) => orders.has(numberFor(id)),
  };
}

/** The numbers of the orders' ids that came since a day. */
async function ordersSince(folder: string, first: string): Promise<ReadonlySet<number>> {
  const orders = new Set<number>();
  const add = (order: number) => {
    orders.add(order);
    dropOldest(orders, mostOrders);
  };
  for (const day of await eventDays(folder)) {
    if (day < first) continue;
    const file = eventFile(folder, day);
    const index = openIndex(indexOf(file), file, eventWidths);
    for (const block of index.blocks) for (const order of ordersIn(block)) add(order);
    index.close();
    for await (const { value } of readRecords(file, decodeHead, undefined, { from: index.covered })) {
      if (value.kind === 'order' && value.key !== null) add(numberFor(value.key));
    }
  }
  return orders;
}

/**
 * Looks back for what may be repeated, newest first, as far as it is remembered.
 * @throws CliError `failed` when the inbox can't be read
 */
export async function lookBack(
  folder: string,
  now: number,
): Promise<{ older: OlderEvents; damage: readonly Damage[] }> {
  const older = olderEvents();
  const damage: Damage[] = [];
  const first = daysBefore(now, repetitionDays);
  for (const day of (await eventDays(folder)).toReversed()) {
    if (day < first) break;
    const file = eventFile(folder, day);
    for (const stretch of stretchesOf(file)) {
      if (older.isFull()) return { older, damage };
      older.begin();
      const records = readRecords(file, decodeHead, (one) => damage.push(one), stretch);
      for await (const { value } of records) older.add(value);
    }
  }
  return { older, damage };
}

/** The parts of a file, from its end on. */
function stretchesOf(file: string): Stretch[] {
  const { blocks, covered, close } = openIndex(indexOf(file), file, eventWidths);
  close();
  return [{ from: covered }, ...blocks.toReversed().map(({ from, to }) => ({ from, to }))];
}
