import type { OrderRead } from '../blink/contract/order.ts';
import { eventIn } from './classify/body.ts';
import type { StoredEvent } from './event.ts';
import type { OrderAction } from './inbox.ts';

/** An order that is neither delivered nor rejected yet. */
export interface OpenOrder {
  /** Blink's order id, as text. */
  id: string;
  event: OrderRead;
  /** When its event was first received, in milliseconds since 1970. */
  receivedAt: number;
  /** Blink's number of the state: 0, 1 or 2. */
  status: number;
}

/** What is known of an order: perhaps only its state, where events come out of their order. */
interface Known {
  order?: { event: OrderRead; receivedAt: number };
  state?: { status: number; at: number };
}

/** The orders that came in, as far as their events tell. */
export interface Board {
  /** Takes an event in. @returns the id of the order that may have changed, if it is about one */
  received(stored: StoredEvent): string | undefined;
  /** Takes in what Blink confirmed. */
  acted(action: OrderAction): void;
  /** Blink's number of the state of an order; undefined where nothing is known of it. */
  stateOf(id: string): number | undefined;
  /** An order, if it is open and came in since a time. */
  find(id: string, since: number): OpenOrder | undefined;
  /** The open orders that came in since a time, longest waiting first. */
  open(since: number): OpenOrder[];
  /** Forgets orders that nothing was heard of since a time. */
  forget(before: number): void;
}

const pending = 0;
/** Delivered and rejected. A number that Blink does not document takes no order off the board. */
const final: readonly (number | undefined)[] = [3, 4];
const delivered = 3;

/**
 * A board without any orders.
 * @param wasOver whether an order was delivered or rejected before; its events need not be taken in
 */
export function createBoard(wasOver: (id: string) => boolean = () => false): Board {
  const orders = new Map<string, Known>();

  const knownOf = (id: string): Known => {
    const known = orders.get(id) ?? (wasOver(id) ? { state: { status: delivered, at: 0 } } : {});
    orders.set(id, known);
    return known;
  };

  const find = (id: string, since: number): OpenOrder | undefined => {
    const { order, state } = orders.get(id) ?? {};
    const status = state?.status ?? pending;
    if (order === undefined || order.receivedAt < since || isFinal(status)) return undefined;
    return { id, ...order, status };
  };

  return {
    received(stored) {
      const { kind, key, receivedAt, summary } = stored;
      if ((kind !== 'order' && kind !== 'order-status') || key === null) return undefined;
      const at = Date.parse(receivedAt);
      if (kind === 'order') {
        const found = eventIn(stored);
        if (found?.kind !== 'order') return undefined;
        const known = knownOf(key);
        const first = Math.min(known.order?.receivedAt ?? at, at);
        known.order = { event: found.event, receivedAt: first };
      } else {
        const known = knownOf(key);
        // What a portal or a slow line says late does not bring back an order that is done.
        const status = summary?.status;
        if (status !== undefined && !isFinal(known.state?.status)) settle(known, status, at);
      }
      return key;
    },

    acted({ at, blink_order_id, status }) {
      settle(knownOf(blink_order_id), status, at);
    },

    stateOf: (id) => orders.get(id)?.state?.status,

    find,

    open(since) {
      const open = [...orders.keys()].flatMap((id) => find(id, since) ?? []);
      return open.sort((one, other) => one.receivedAt - other.receivedAt);
    },

    forget(before) {
      for (const [id, { order, state }] of orders) {
        if (Math.max(order?.receivedAt ?? 0, state?.at ?? 0) < before) orders.delete(id);
      }
    },
  };
}

/** The state that was told last counts. */
function settle(known: Known, status: number, at: number): void {
  if (known.state === undefined || at >= known.state.at) known.state = { status, at };
}

/** Whether an order in this state is over. */
export function isFinal(status: number | undefined): boolean {
  return final.includes(status);
}

/** How long an order may wait, in milliseconds. */
export interface Limits {
  acceptWithin?: number | undefined;
  dispatchWithin?: number | undefined;
}

/** What an order waits for longer than it should; undefined when it is in time. */
export type Lateness = 'accept' | 'dispatch' | undefined;

/**
 * Whether an order waits too long. The time counts from its receipt: `due_at` has no zone to count from, so an order
 * for later is never late to leave.
 */
export function latenessOf(
  order: OpenOrder,
  now: number,
  { acceptWithin, dispatchWithin }: Limits,
): Lateness {
  const age = now - order.receivedAt;
  const { status, event } = order;
  if (acceptWithin !== undefined && status === pending && age > acceptWithin) return 'accept';
  const undispatched = status < 2 && !event.is_pre_order;
  return dispatchWithin !== undefined && undispatched && age > dispatchWithin ? 'dispatch' : undefined;
}
