import type { Inbox } from '../inbox.ts';
import { createBreaker } from './breaker.ts';
import { type Clock, systemClock } from './clock.ts';
import { createLanes } from './lanes.ts';
import type { Target } from './target.ts';
import { createTurns } from './turn.ts';
import type { WaitingEvent } from './waiting-event.ts';

export interface ForwarderOptions {
  inbox: Pick<Inbox, 'claim' | 'record'>;
  target: Target;
  /** Whether an order was received, lately or in this run: a state that comes before its order waits for it. */
  knowsOrder?: (id: string) => boolean;
  /** Told when the target can't be had, once, and why. */
  onDown?: (why: string) => void;
  /** Told when it can again, and how many events wait for it. */
  onUp?: (waiting: number) => void;
  /** Told of an event that was not taken the first time, by a target that may take others. */
  onAgain?: (event: WaitingEvent, why: string) => void;
  /** Told of an event that is given up. */
  onDead?: (event: WaitingEvent, why: string) => void;
  /** How long to wait before the second attempt, in milliseconds; a second unless given. */
  firstDelay?: number;
  clock?: Clock;
  random?: () => number;
}

/** Takes the events of an inbox to a target, each at least once, those of one order in their order. */
export interface Forwarder {
  /** Adds an event that was just stored. */
  add(event: WaitingEvent): void;
  /** Begins, with what was left by earlier runs; it goes before what was added meanwhile. */
  begin(left: readonly WaitingEvent[]): void;
  /** Starts nothing any more, and resolves when what is under way has ended, or was cut off after 2 seconds. */
  close(): Promise<void>;
}

const concurrency = 4;
const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
/** The longest that one event waits for its next attempt. */
const longestDelay = 5 * minute;
/** The longest that a target which is down is left alone. */
const longestRest = minute;
/** How long an event is tried, from its receipt. */
const givesUpAfter = 24 * hour;
/** How long it is tried at least, where it grew old while nobody forwarded it. */
const triesAtLeast = hour;
/** How long a state waits for an order that nothing is known of. */
const waitsForOrder = 10 * second;
const farewell = 2 * second;

/** Starts forwarding to one target. */
export function createForwarder(options: ForwarderOptions): Forwarder {
  const { target, knowsOrder = () => true, firstDelay = second } = options;
  const { clock = systemClock, random = Math.random } = options;
  const lanes = createLanes();
  const breaker = createBreaker((probes) => delay(probes, longestRest), clock.elapsed);
  const ending = new AbortController();
  /** When each event is given up, by the clock of the process. */
  const deadlines = new WeakMap<WaitingEvent, number>();
  const takeTurn = createTurns({
    ...{ ...options, lanes, breaker, clock, ending: ending.signal },
    delay: (attempts) => delay(attempts, longestDelay),
    isOver: (event) => clock.elapsed() >= (deadlines.get(event) ?? 0),
  });
  const active = new Set<Promise<void>>();
  let early: WaitingEvent[] | undefined = [];
  let closed = false;
  let stopWaiting = () => {};

  /** Starts as many turns as there may be, and comes back when there may be more. */
  function pump(): void {
    stopWaiting();
    if (closed || early !== undefined) return;
    const present = clock.elapsed();
    const most = () => (breaker.isOpen() ? 1 : concurrency);
    while (present >= breaker.pausedUntil() && active.size < most()) {
      const lane = lanes.take(present);
      if (lane === undefined) break;
      const turn = takeTurn(lane).finally(() => {
        active.delete(turn);
        pump();
      });
      active.add(turn);
    }
    const next = Math.max(breaker.pausedUntil(), lanes.nextTime());
    if (active.size < most() && next > present && next < Number.POSITIVE_INFINITY) {
      stopWaiting = clock.after(Math.ceil(next - present), pump);
    }
  }

  /** From a second on twice as long each time; somewhat less at random, lest all come back at once. */
  function delay(attempts: number, longest: number): number {
    return Math.min(longest, firstDelay * 2 ** (attempts - 1)) * (0.5 + random() / 2);
  }

  function enter(event: WaitingEvent): void {
    const present = clock.elapsed();
    const age = Math.max(0, clock.now() - Date.parse(event.receivedAt));
    deadlines.set(event, present + Math.max(triesAtLeast, givesUpAfter - age));
    const waits = event.kind === 'order-status' && age < waitsForOrder && !knowsOrder(event.key);
    lanes.add(event, waits ? present + waitsForOrder - age : 0);
  }

  return {
    add(event) {
      if (early !== undefined) return void early.push(event);
      enter(event);
      breaker.hurry();
      pump();
    },
    begin(left) {
      const known = new Set(left.map(({ id }) => id));
      const meanwhile = early ?? [];
      early = undefined;
      for (const event of [...left, ...meanwhile.filter(({ id }) => !known.has(id))]) enter(event);
      pump();
    },
    async close() {
      closed = true;
      stopWaiting();
      const cut = setTimeout(() => ending.abort(), farewell);
      await Promise.all(active);
      clearTimeout(cut);
      await target.close();
    },
  };
}
