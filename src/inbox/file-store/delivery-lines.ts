import * as v from 'valibot';
import { type Delivery, type DeliveryState, deliveryOutcomes, stateAfter } from '../delivery.ts';
import type { OnDamage } from '../inbox.ts';
import { checkedLine, checkLine, readRecords } from './checked-lines.ts';
import { deliveryDays, deliveryFile } from './days.ts';
import { parseLine } from './event-lines.ts';

const entries = {
  id: v.string(),
  target: v.string(),
  state: v.picklist(deliveryOutcomes),
  attempt: v.number(),
  at: v.string(),
  error: v.exactOptional(v.string()),
};

const Line = v.object(entries);

/** A line without a checksum, as versions wrote it that had none: nothing else may be in it. */
const OldLine = v.strictObject(entries);

/** The line that a delivery is kept as. */
export function encodeDelivery(delivery: Delivery): Buffer {
  return checkedLine({ ...delivery });
}

function decodeDelivery(line: Buffer): Delivery | undefined {
  const state = checkLine(line);
  if (state === 'damaged') return undefined;
  return parseLine(state === 'good' ? Line : OldLine, line);
}

/** What is known of attempts to deliver events, by event id and then by target. */
export type Attempts = ReadonlyMap<string, ReadonlyMap<string, DeliveryState>>;

/**
 * Reads what came of each event that was tried to be delivered.
 * @param from the first day that counts; without it all do
 * @param onDamage told of lines that are passed over; what they told is forgotten, so that an event may go out again
 * @throws CliError `failed` when a file can't be read
 */
export async function readAttempts(folder: string, from = '', onDamage?: OnDamage): Promise<Attempts> {
  const attempts = new Map<string, Map<string, DeliveryState>>();
  for (const day of await deliveryDays(folder)) {
    if (day < from) continue;
    const records = readRecords(deliveryFile(folder, day), decodeDelivery, onDamage);
    for await (const { value: delivery } of records) {
      const targets = attempts.get(delivery.id) ?? new Map<string, DeliveryState>();
      targets.set(delivery.target, stateAfter(targets.get(delivery.target), delivery));
      attempts.set(delivery.id, targets);
    }
  }
  return attempts;
}
