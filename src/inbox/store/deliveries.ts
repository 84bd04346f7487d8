import * as v from 'valibot';
import { checkedLine, checkLine, type Damage, readRecords } from './checked-lines.ts';
import { deliveryDays, deliveryFile } from './days.ts';
import { type EventHead, parseLine } from './event.ts';

const entries = {
  id: v.string(),
  target: v.string(),
  /** `failed`: it is tried again. */
  state: v.picklist(['failed', 'delivered', 'dead']),
  /** Which attempt it was, from 1. */
  attempt: v.number(),
  at: v.string(),
  error: v.exactOptional(v.string()),
};

const Delivery = v.object(entries);

/** A line without a checksum, as versions wrote it that had none: nothing else may be in it. */
const OldDelivery = v.strictObject(entries);

/** What came of one attempt to deliver an event, as it is kept: a line of JSON. */
export type Delivery = v.InferOutput<typeof Delivery>;

/** What became of an event at one target: an address, or `exec` for the command. */
export interface DeliveryState {
  target: string;
  state: 'pending' | 'delivered' | 'dead';
  attempts: number;
  /** Of the last attempt that failed. */
  error?: string;
  /** When it was last tried, ISO; missing before the first attempt. */
  at?: string;
}

/** What is known of deliveries, by event id and then by target. */
export type EventStates = ReadonlyMap<string, ReadonlyMap<string, DeliveryState>>;

/** The line that a delivery is kept as. */
export function encodeDelivery(delivery: Delivery): Buffer {
  return checkedLine({ ...delivery });
}

function decodeDelivery(line: Buffer): Delivery | undefined {
  const state = checkLine(line);
  if (state === 'damaged') return undefined;
  return parseLine(state === 'good' ? Delivery : OldDelivery, line);
}

/**
 * Reads what became of each event that was tried to be delivered.
 * @param onDamage told of lines that are passed over; what they told is forgotten, so that an event may go out again
 * @throws CliError `failed` when a file can't be read
 */
export async function eventStates(folder: string, onDamage?: (damage: Damage) => void): Promise<EventStates> {
  const states = new Map<string, Map<string, DeliveryState>>();
  for (const day of await deliveryDays(folder)) {
    const records = readRecords(deliveryFile(folder, day), decodeDelivery, onDamage);
    for await (const { value: delivery } of records) {
      const targets = states.get(delivery.id) ?? new Map<string, DeliveryState>();
      targets.set(delivery.target, after(targets.get(delivery.target), delivery));
      states.set(delivery.id, targets);
    }
  }
  return states;
}

/** What was delivered once stays so, whatever a later attempt by hand came to. */
function after(before: DeliveryState | undefined, delivery: Delivery): DeliveryState {
  const { target, attempt, at, error } = delivery;
  const state = delivery.state === 'failed' ? 'pending' : delivery.state;
  return {
    target,
    state: before?.state === 'delivered' ? 'delivered' : state,
    attempts: Math.max(before?.attempts ?? 0, attempt),
    at,
    ...(error !== undefined && { error }),
  };
}

/** What became of an event at each of its targets, also those where it was never tried. */
export function deliveriesOf(event: EventHead, states: EventStates): DeliveryState[] {
  const known = states.get(event.id);
  const waiting = (event.targets ?? []).filter((target) => !known?.has(target));
  return [
    ...(known?.values() ?? []),
    ...waiting.map((target) => ({ target, state: 'pending' as const, attempts: 0 })),
  ];
}

export const stateNames = ['stored', 'pending', 'delivered', 'dead', 'duplicate', 'quarantined'] as const;

/** Where an event is on its way, in a word. */
export type StateName = (typeof stateNames)[number];

/** `stored` is what nobody asked to forward. With several targets the one that is worst off counts. */
export function stateOf(event: EventHead, states: EventStates): StateName {
  if (event.duplicateOf !== undefined) return 'duplicate';
  const reached = deliveriesOf(event, states).map(({ state }) => state);
  // What was put aside is so until it was sent on by hand.
  if (event.kind === 'unknown') return reached.includes('delivered') ? 'delivered' : 'quarantined';
  for (const state of ['pending', 'dead', 'delivered'] as const) if (reached.includes(state)) return state;
  return 'stored';
}
