import type { Delivery } from '../store/deliveries.ts';
import type { StoredEvent } from '../store/event.ts';
import { readEvent } from '../store/inbox.ts';
import type { Recorder } from '../store/recorder.ts';
import { createBreaker } from './breaker.ts';
import { createLanes, type Lane } from './lanes.ts';
import type { Pending } from './pending.ts';
import type { Attempt, Target } from './target.ts';

export interface ForwarderOptions {
  folder: string;
  target: Target;
  recorder: Recorder;
  /** Whether an order was received, lately or in this run: a state that comes before its order waits for it. */
  knowsOrder?: (id: string) => boolean;
  /** Told when the target can't be had, once, and why. */
  onDown?: (why: string) => void;
  /** Told when it can again, and how many events wait for it. */
  onUp?: (waiting: number) => void;
  /** Told of an event that was not taken the first time, by a target that may take others. */
  onAgain?: (event: Pending, why: string) => void;
  /** Told of an event that is given up. */
  onDead?: (event: Pending, why: string) => void;
  /** How long to wait before the second attempt, in milliseconds; a second unless given. */
  firstDelay?: number;
  clock?: Clock;
  random?: () => number;
}

export interface Clock {
  /** Milliseconds since 1970. It may be set at any time, so it only dates what happens. */
  now(): number;
  /** The milliseconds of the running process, which all waiting goes by. */
  elapsed(): number;
  /** Does a job after so many of them. @returns how to do without */
  after(ms: number, job: () => void): () => void;
}

/** Takes the events of an inbox to a target, each at least once, those of one order in their order. */
export interface Forwarder {
  /** Adds an event that was just stored. */
  add(event: Pending): void;
  /** Begins, with what was left by earlier runs; it goes before what was added meanwhile. */
  begin(left: readonly Pending[]): void;
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

const systemClock: Clock = {
  now: Date.now,
  elapsed: () => performance.now(),
  after(ms, job) {
    const timer = setTimeout(job, ms);
    return () => clearTimeout(timer);
  },
};

/** Starts forwarding to one target. */
export function createForwarder({
  folder,
  target,
  recorder,
  knowsOrder = () => true,
  onDown,
  onUp,
  onAgain,
  onDead,
  firstDelay = second,
  clock = systemClock,
  random = Math.random,
}: ForwarderOptions): Forwarder {
  const lanes = createLanes();
  const breaker = createBreaker((probes) => delay(probes, longestRest), clock.elapsed);
  const ending = new AbortController();
  const active = new Set<Promise<void>>();
  /** When each event is given up, by the clock of the process. */
  const deadlines = new WeakMap<Pending, number>();
  let early: Pending[] | undefined = [];
  let closed = false;
  let stopWaiting = () => {};

  function pump(): void {
    stopWaiting();
    if (closed || early !== undefined) return;
    const present = clock.elapsed();
    const most = () => (breaker.isOpen() ? 1 : concurrency);
    while (present >= breaker.pausedUntil() && active.size < most()) {
      const lane = lanes.take(present);
      if (lane === undefined) break;
      const job = run(lane).finally(() => {
        active.delete(job);
        pump();
      });
      active.add(job);
    }
    const next = Math.max(breaker.pausedUntil(), lanes.nextTime());
    if (active.size < most() && next > present && next < Number.POSITIVE_INFINITY) {
      stopWaiting = clock.after(Math.ceil(next - present), pump);
    }
  }

  async function run(lane: Lane): Promise<void> {
    const [item] = lane.items;
    if (item === undefined) return;
    let event: StoredEvent | undefined;
    try {
      event = await readEvent(folder, item.place);
    } catch {
      // What can't be read now may be later: too many files are open, the disk stumbled.
      return lanes.back(lane, clock.elapsed() + firstDelay);
    }
    // Its file was removed by hand; another event may stand in its place by now.
    if (event?.id !== item.id) return lanes.finish(lane);
    item.attempts += 1;
    const attempt = await target.deliver(event, item.attempts, ending.signal);
    // An attempt that was cut off at the end says nothing about the target; it is made again at the next start.
    if (ending.signal.aborted && attempt.outcome !== 'delivered') return;
    await settle(lane, item, attempt);
  }

  async function settle(lane: Lane, item: Pending, attempt: Attempt): Promise<void> {
    if (attempt.outcome === 'delivered') {
      await record(item, 'delivered');
      lanes.finish(lane);
      return noteSuccess(lane);
    }
    const over = clock.elapsed() >= (deadlines.get(item) ?? 0);
    if (attempt.outcome === 'refused' || over) {
      await record(item, 'dead', attempt.why);
      lanes.finish(lane);
      onDead?.(item, attempt.why);
    } else {
      await record(item, 'failed', attempt.why);
      if (item.attempts === 1 && attempt.reached && !breaker.isOpen()) onAgain?.(item, attempt.why);
      // An event that never left has no part in the failure: it stays the first in the queue.
      const next = attempt.reached ? clock.elapsed() + delay(item.attempts, longestDelay) : 0;
      lanes.back(lane, next);
    }
    if (attempt.outcome === 'failed' && breaker.failed(lane, attempt)) onDown?.(attempt.why);
  }

  function record(item: Pending, state: Delivery['state'], error?: string): Promise<void> {
    const { id, attempts } = item;
    const at = new Date(clock.now()).toISOString();
    return recorder.record({
      id,
      target: target.name,
      state,
      attempt: attempts,
      at,
      ...(error !== undefined && { error }),
    });
  }

  function noteSuccess(lane: Lane): void {
    const { recovered, failing } = breaker.succeeded(lane);
    lanes.hurry(recovered ? undefined : failing);
    if (recovered) onUp?.(lanes.size());
  }

  /** From a second on twice as long each time; somewhat less at random, lest all come back at once. */
  function delay(attempts: number, longest: number): number {
    return Math.min(longest, firstDelay * 2 ** (attempts - 1)) * (0.5 + random() / 2);
  }

  function enter(event: Pending): void {
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
