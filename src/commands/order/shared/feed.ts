import { createBoard, type Limits, latenessOf, type OpenOrder } from '../../../inbox/board.ts';
import { stateOf } from '../../../inbox/delivery.ts';
import type { EventHead, StoredEvent } from '../../../inbox/event.ts';
import type { Damage, OrderAction } from '../../../inbox/inbox.ts';
import type { Context } from '../../../session/context.ts';
import { branchCodeOf, branchIdOf } from '../../shared/branch-codes.ts';
import { openInbox } from '../../shared/webhook-inbox.ts';
import { type BoardRow, branchOf } from './rows.ts';

export interface FeedOptions extends Limits {
  /** How far back orders are looked for, in milliseconds. */
  within: number;
  /** A branch, by its id or the operator's own code. */
  branch: string | undefined;
}

/** The open orders of an inbox, as they are now and as they change. */
export interface Feed {
  /** The open orders, longest waiting first. */
  rows(): BoardRow[];
  /** An order, if it is open. */
  row(id: string): BoardRow | undefined;
  /** What was put aside in that time and not sent on by hand since: it may be orders. */
  aside(): readonly EventHead[];
  /** What could not be read in the inbox: it may be orders. */
  readonly damage: readonly Damage[];
  /** Blink's number of the state of an order, open or not. */
  stateOf(id: string): number | undefined;
  /** Takes events in as they are stored, and calls `changed` with its order after each; ends with the signal. */
  follow(signal: AbortSignal, changed: (id: string) => void): Promise<void>;
  /** Takes in and keeps what Blink confirmed. @throws CliError when it can't be kept; the board knows it all the same */
  confirmed(action: OrderAction): Promise<void>;
}

/** How often what other commands confirmed is looked for, in milliseconds. */
const polling = 1000;

/** Reads the inbox of the profile and environment. @throws CliError when it can't be read */
export async function openFeed(context: Context, options: FeedOptions): Promise<Feed> {
  const { now } = context;
  const inbox = await openInbox(context);
  const newActions = inbox.actions();
  const codeOf = branchCodeOf(context);
  const { branch } = options;
  // An order may name its branch by Blink's id, by the till's code, or by both.
  const wanted = branch === undefined ? undefined : [branch, branchIdOf(context)(branch)];
  const since = () => now() - options.within;

  const begin = since();
  const damage: Damage[] = [];
  let aside: EventHead[] = [];
  const setAside = ({ body: _, ...head }: StoredEvent) => {
    if (!aside.some(({ id }) => id === head.id)) aside.push(head);
  };
  // In the order of their time, for a late event does not bring back an order that was done.
  const waiting: OrderAction[] = [];
  for await (const action of newActions()) if (action.at >= begin) waiting.push(action);
  const whole = new Set(waiting.map(({ blink_order_id }) => blink_order_id));
  const { found, isOver, from } = await inbox.lately({ since: begin, whole }, (one) => damage.push(one));
  const board = createBoard(isOver);
  for await (const { event, state } of found) {
    const at = Date.parse(event.receivedAt);
    while (waiting[0] !== undefined && waiting[0].at <= at) board.acted(waiting.shift() ?? waiting[0]);
    board.received(event);
    if (state === 'quarantined') setAside(event);
  }
  for (const action of waiting) board.acted(action);

  /** Takes in an order that was over, for now it may not be. */
  async function takeBack(id: string): Promise<void> {
    if (!isOver(id)) return;
    for await (const { event } of inbox.read({ since: begin, kinds: ['order'], keys: [id] }))
      board.received(event);
  }

  const rowOf = (order: OpenOrder, present: number): BoardRow | undefined => {
    const id = branchOf(order) ?? '';
    if (wanted !== undefined && !isAt(order, wanted)) return undefined;
    const ageSeconds = Math.max(0, Math.floor((present - order.receivedAt) / 1000));
    const lateness = latenessOf(order, present, options);
    return { order, branch: codeOf(id), ageSeconds, lateness, busy: false };
  };

  return {
    rows() {
      const present = now();
      return board.open(since()).flatMap((order) => rowOf(order, present) ?? []);
    },

    row(id) {
      const order = board.find(id, since());
      return order && rowOf(order, now());
    },

    aside() {
      const first = since();
      aside = aside.filter(({ receivedAt }) => Date.parse(receivedAt) >= first);
      return aside;
    },

    damage,
    stateOf: board.stateOf,

    async follow(signal, changed) {
      const timer = setInterval(() => {
        board.forget(since());
        takeActions().catch(() => undefined);
      }, polling);
      const takeActions = async () => {
        for await (const action of newActions()) {
          await takeBack(action.blink_order_id);
          board.acted(action);
          changed(action.blink_order_id);
        }
      };
      try {
        for await (const event of inbox.follow({ signal, from })) {
          const id = board.received(event);
          if (stateOf(event, []) === 'quarantined') setAside(event);
          if (id !== undefined) changed(id);
        }
      } finally {
        clearInterval(timer);
      }
    },

    async confirmed(action) {
      board.acted(action);
      await inbox.recordActions([action]);
    },
  };
}

function isAt({ event }: OpenOrder, branches: readonly string[]): boolean {
  return [event.branch_id, event.blink_branch_id].some((id) => id !== undefined && branches.includes(id));
}
