import * as v from 'valibot';
import { type Delivery, deliveryOutcomes } from '../delivery.ts';
import { checkedLine, checkLine } from './checked-lines.ts';
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

/** The delivery of a line; undefined for a line that is torn or damaged. */
export function decodeDelivery(line: Buffer): Delivery | undefined {
  const state = checkLine(line);
  if (state === 'damaged') return undefined;
  return parseLine(state === 'good' ? Line : OldLine, line);
}
