import type { Delivery } from '../delivery.ts';
import type { Inbox } from '../inbox.ts';
import type { Breaker } from './breaker.ts';
import type { Clock } from './clock.ts';
import type { Lane, Lanes } from './lanes.ts';
import type { Attempt, Target } from './target.ts';
import type { WaitingEvent } from './waiting-event.ts';

export interface TurnOptions {
  inbox: Pick<Inbox, 'claim' | 'record'>;
  target: Target;
  lanes: Lanes;
  breaker: Breaker;
  clock: Clock;
  /** How long the next attempt waits after so many that failed. */
  delay: (attempts: number) => number;
  /** Whether an event was tried for long enough. */
  isOver: (event: WaitingEvent) => boolean;
  /** Cuts off what is under way. */
  ending: AbortSignal;
  onDown?: ((why: string) => void) | undefined;
  onUp?: ((waiting: number) => void) | undefined;
  onAgain?: ((event: WaitingEvent, why: string) => void) | undefined;
  onDead?: ((event: WaitingEvent, why: string) => void) | undefined;
}

/** How much longer than an attempt its claim holds, in milliseconds: what came of it has to be kept, too. */
const leeway = 30_000;

/** @returns what tries the first event of a lane once, and gives the lane back */
export function createTurns(options: TurnOptions): (lane: Lane) => Promise<void> {
  const { inbox, target, lanes, breaker, clock, delay, isOver, ending } = options;

  async function takeTurn(lane: Lane): Promise<void> {
    const [event] = lane.items;
    if (event === undefined) return;
    const claim = await inbox
      .claim(event.id, target.name, target.timeout + leeway)
      // What can't be read now may be later: too many files are open, the disk stumbled.
      .catch(() => ({ state: 'taken' as const, wait: delay(1) }));
    if (claim.state === 'settled') return lanes.finish(lane);
    if (claim.state === 'taken') return lanes.back(lane, clock.elapsed() + claim.wait);
    event.attempts += 1;
    const attempt = await target.deliver(claim.event, event.attempts, ending);
    // An attempt that was cut off at the end says nothing about the target; it is made again at the next start.
    if (ending.aborted && attempt.outcome !== 'delivered') return;
    await conclude(lane, event, attempt);
  }

  async function conclude(lane: Lane, event: WaitingEvent, attempt: Attempt): Promise<void> {
    if (attempt.outcome === 'delivered') {
      await record(event, 'delivered');
      lanes.finish(lane);
      return noteSuccess(lane);
    }
    if (attempt.outcome === 'refused' || isOver(event)) {
      await record(event, 'dead', attempt.why);
      lanes.finish(lane);
      options.onDead?.(event, attempt.why);
    } else {
      await record(event, 'failed', attempt.why);
      if (event.attempts === 1 && attempt.reached && !breaker.isOpen()) options.onAgain?.(event, attempt.why);
      // An event that never left has no part in the failure: it stays the first in the queue.
      lanes.back(lane, attempt.reached ? clock.elapsed() + delay(event.attempts) : 0);
    }
    if (attempt.outcome === 'failed' && breaker.failed(lane, attempt)) options.onDown?.(attempt.why);
  }

  function record({ id, attempts }: WaitingEvent, state: Delivery['state'], error?: string): Promise<void> {
    const at = new Date(clock.now()).toISOString();
    const delivery = { id, target: target.name, state, attempt: attempts, at };
    return inbox.record({ ...delivery, ...(error !== undefined && { error }) });
  }

  function noteSuccess(lane: Lane): void {
    const { recovered, failing } = breaker.succeeded(lane);
    lanes.hurry(recovered ? undefined : failing);
    if (recovered) options.onUp?.(lanes.size());
  }

  return takeTurn;
}
