import { deliveriesOf } from '../delivery.ts';
import type { EventHead } from '../event.ts';
import type { Damage, LeftEvents, OpenEvent } from '../inbox.ts';
import { dropOldest } from '../repetitions/newest-entries.ts';
import { type OlderEvents, olderEvents, repetitionDays } from '../repetitions/repetitions.ts';
import { daysBefore, eventDays } from './days.ts';
import { readAttempts } from './delivery-lines.ts';
import { type EventPlace, readHeads } from './read.ts';

/** More orders than come in a day to most; a state of an older one waits for it in vain, for seconds. */
const mostOrders = 100_000;

/**
 * Reads through an inbox for what a run has to know of earlier ones, without the bodies.
 * @param onOpen told where each event stands that is not delivered everywhere
 * @throws CliError `failed` when the inbox can't be read
 */
export async function readLeft(
  folder: string,
  now: number,
  onOpen: (id: string, place: EventPlace) => void,
): Promise<LeftEvents & { older: OlderEvents }> {
  const damage: Damage[] = [];
  const note = (one: Damage) => damage.push(one);
  const attempts = await readAttempts(folder, '', note);
  const open: OpenEvent[] = [];
  const older = olderEvents();
  const orders = new Set<string>();
  const lately = daysBefore(now, repetitionDays);

  function lookForOpen(head: EventHead, place: EventPlace): void {
    const deliveries = deliveriesOf(head, attempts.get(head.id));
    if (deliveries.every(({ state }) => state === 'delivered')) return;
    // Thousands may wait, and most of a head is of no use to them.
    const { id, kind, key, receivedAt, duplicateOf } = head;
    open.push({
      ...{ id, kind, key, receivedAt, deliveries },
      ...(duplicateOf !== undefined && { duplicateOf }),
    });
    onOpen(id, place);
  }

  function lookForOrder({ kind, key }: EventHead): void {
    if (kind !== 'order' || key === null) return;
    orders.add(key);
    dropOldest(orders, mostOrders);
  }

  for (const day of await eventDays(folder)) {
    for await (const { value: head, at, length } of readHeads(folder, day, note)) {
      lookForOpen(head, { day, at, length });
      if (day < lately) continue;
      older.add(head);
      lookForOrder(head);
    }
  }
  return { open, orders, damage, older };
}
