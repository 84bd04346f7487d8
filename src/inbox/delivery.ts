import type { EventHead } from './event.ts';

export const deliveryOutcomes = ['failed', 'delivered', 'dead'] as const;

/** What came of one attempt to deliver an event. */
export interface Delivery {
  /** Of the event. */
  id: string;
  /** An address, or `exec` for a command. */
  target: string;
  /** `failed`: it is tried again. `dead`: it is given up. */
  state: (typeof deliveryOutcomes)[number];
  /** Which attempt it was, from 1; 0 for one that is to begin anew. */
  attempt: number;
  /** ISO, in UTC. */
  at: string;
  error?: string;
}

/** What became of an event at one target. */
export interface DeliveryState {
  target: string;
  state: 'pending' | 'delivered' | 'dead';
  attempts: number;
  /** Of the last attempt that failed. */
  error?: string;
  /** When it was last tried, ISO; missing before the first attempt. */
  at?: string;
}

/** What was delivered once stays so, whatever a later attempt by hand came to. */
export function stateAfter(before: DeliveryState | undefined, delivery: Delivery): DeliveryState {
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

/**
 * What became of an event at each of its targets, also those where it was never tried.
 * @param tried what is known of attempts, by target
 */
export function deliveriesOf(
  event: EventHead,
  tried: ReadonlyMap<string, DeliveryState> = new Map(),
): DeliveryState[] {
  const waiting = (event.targets ?? []).filter((target) => !tried.has(target));
  return [
    ...tried.values(),
    ...waiting.map((target) => ({ target, state: 'pending' as const, attempts: 0 })),
  ];
}

export const stateNames = ['stored', 'pending', 'delivered', 'dead', 'duplicate', 'quarantined'] as const;

/** Where an event is on its way, in a word. */
export type StateName = (typeof stateNames)[number];

/** `stored` is what nobody asked to forward. With several targets the one that is worst off counts. */
export function stateOf(event: EventHead, deliveries: readonly DeliveryState[]): StateName {
  if (event.duplicateOf !== undefined) return 'duplicate';
  const reached = deliveries.map(({ state }) => state);
  // What was put aside is so until it was sent on by hand.
  if (event.kind === 'unknown') return reached.includes('delivered') ? 'delivered' : 'quarantined';
  for (const state of ['pending', 'dead', 'delivered'] as const) if (reached.includes(state)) return state;
  return 'stored';
}
