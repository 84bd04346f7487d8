import type { Delivery } from './deliveries.ts';
import type { StoredEvent } from './event.ts';
import { readEvent } from './inbox.ts';
import { createLanes, type Lane } from './lanes.ts';
import type { Pending } from './pending.ts';
import type { Recorder } from './recorder.ts';
import type { Attempt, Target } from './target.ts';

export interface ForwarderOptions {
  folder: string;
  target: Target;
  recorder: Recorder;
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
  now?: () => number;
  random?: () => number;
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
const longestDelay = 60 * second;
/** How long after its receipt an event is tried, in milliseconds. */
const givesUpAfter = 24 * 60 * 60 * second;
const mostRefusals = 5;
/** So many orders in a row that fail are no coincidence: it is the target. */
const enoughFailures = 3;
const farewell = 2 * second;

/** Starts forwarding to one target. */
export function createForwarder({
  folder,
  target,
  recorder,
  onDown,
  onUp,
  onAgain,
  onDead,
  firstDelay = second,
  now = Date.now,
  random = Math.random,
}: ForwarderOptions): Forwarder {
  const lanes = createLanes();
  const ending = new AbortController();
  const active = new Set<Promise<void>>();
  const failing = new Set<Lane>();
  let early: Pending[] | undefined = [];
  let down = false;
  /** How often in a row the target failed while it was down. */
  let probes = 0;
  let pausedUntil = 0;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  function pump(): void {
    clearTimeout(timer);
    if (closed || early !== undefined) return;
    const present = now();
    // A target that is down is asked with one event, not with all that wait.
    while (present >= pausedUntil && active.size < (down ? 1 : concurrency)) {
      const lane = lanes.take(present);
      if (lane === undefined) break;
      const job = run(lane).finally(() => {
        active.delete(job);
        pump();
      });
      active.add(job);
    }
    const next = Math.max(pausedUntil, lanes.nextTime());
    const full = active.size >= (down ? 1 : concurrency);
    if (!full && next < Number.POSITIVE_INFINITY && next > present)
      timer = setTimeout(pump, wait(next - present));
  }

  async function run(lane: Lane): Promise<void> {
    const [item] = lane.items;
    if (item === undefined) return;
    let event: StoredEvent | undefined;
    try {
      event = await readEvent(folder, item.place);
    } catch {
      // What can't be read now may be later: too many files are open, the disk stumbled.
      return lanes.back(lane, now() + firstDelay);
    }
    if (event === undefined) return lanes.finish(lane);
    item.attempts += 1;
    const attempt = await target.deliver(event, item.attempts, ending.signal);
    // An attempt that was cut off at the end says nothing about the target; it is made again at the next start.
    if (ending.signal.aborted && attempt.outcome !== 'delivered') return;
    await settle(lane, item, attempt);
  }

  async function settle(lane: Lane, item: Pending, attempt: Attempt): Promise<void> {
    const record = (state: Delivery['state'], error?: string) => {
      const at = new Date(now()).toISOString();
      const { id, attempts } = item;
      return recorder.record({
        id,
        target: target.name,
        state,
        attempt: attempts,
        at,
        ...(error && { error }),
      });
    };
    if (attempt.outcome === 'delivered') {
      await record('delivered');
      failing.delete(lane);
      lanes.finish(lane);
      return noteSuccess();
    }
    if (attempt.outcome === 'refused') item.refusals += 1;
    const old = now() - Date.parse(item.receivedAt) >= givesUpAfter;
    if (attempt.outcome === 'refused' ? item.refusals >= mostRefusals : old) {
      await record('dead', attempt.why);
      lanes.finish(lane);
      return onDead?.(item, attempt.why);
    }
    await record('failed', attempt.why);
    if (attempt.outcome === 'failed') noteFailure(lane, attempt);
    if (item.attempts === 1 && !down) onAgain?.(item, attempt.why);
    // An event that never left has no part in the failure: it stays the first in the queue.
    const unreached = attempt.outcome === 'failed' && !attempt.reached;
    lanes.back(lane, unreached ? 0 : now() + delay(item.attempts));
  }

  function noteSuccess(): void {
    failing.clear();
    probes = 0;
    if (!down) return;
    down = false;
    lanes.hurry();
    onUp?.(lanes.size());
  }

  function noteFailure(lane: Lane, { why, reached, retryAfter = 0 }: Attempt & { outcome: 'failed' }): void {
    failing.add(lane);
    pausedUntil = Math.max(pausedUntil, now() + retryAfter);
    if (reached && failing.size < enoughFailures && !down) return;
    // Several attempts are under way when a target goes down; only one failure a pause counts.
    if (now() >= pausedUntil) probes += 1;
    pausedUntil = Math.max(pausedUntil, now() + delay(probes));
    if (!down) onDown?.(why);
    down = true;
  }

  /** From a second on twice as long each time, up to a minute; somewhat less at random, lest all come back at once. */
  function delay(attempts: number): number {
    return Math.min(longestDelay, firstDelay * 2 ** (attempts - 1)) * (0.5 + random() / 2);
  }

  return {
    add(event) {
      if (early !== undefined) early.push(event);
      else {
        lanes.add(event);
        pump();
      }
    },
    begin(left) {
      const known = new Set(left.map(({ id }) => id));
      for (const event of left) lanes.add(event);
      for (const event of early ?? []) if (!known.has(event.id)) lanes.add(event);
      early = undefined;
      pump();
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      const cut = setTimeout(() => ending.abort(), farewell);
      await Promise.all(active);
      clearTimeout(cut);
      await target.close();
    },
  };
}

/** The longest wait a timer can hold would be enough, but clocks are set, and then it is time to look again. */
function wait(ms: number): number {
  return Math.min(Math.ceil(ms), 60_000);
}
