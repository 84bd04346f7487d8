import type { Repeatability } from '../endpoints.ts';
import type { Outcome } from '../wire/outcome.ts';
import { type Clock, systemClock } from './clock.ts';
import { createGate, type Gate } from './gate.ts';
import type { Ending } from './outage.ts';
import { isAway, mayRepeat, nextStep, type Step } from './policy.ts';

export interface PatienceOptions {
  /** Milliseconds that the service may be away, without an answer to any call, until the run gives up. */
  budget: number;
  /** Ends every wait. */
  signal: AbortSignal;
  clock?: Clock | undefined;
  /** From 0 to 1, for the jitter of the waits. */
  random?: (() => number) | undefined;
}

/**
 * The patience of one run, shared by all its calls. When one of them finds the service away, all wait while one tries
 * again at growing intervals; when it gets through everybody goes on. Without any answer for longer than the budget
 * nothing more is sent.
 */
export interface Patience {
  join(repeat: Repeatability, signal: AbortSignal): Place;
}

/** The place of one call in the run. */
export interface Place {
  /**
   * Waits until the call may make an attempt.
   * @returns why it may not, where the run's patience is at an end
   * @throws {BlinkError} `interrupted` as soon as a signal aborts
   */
  turn(): Promise<Ending | undefined>;
  /** Takes what came of the attempt, and says whether there may be another. */
  after(outcome: Outcome, limits: { retries: number; deadline: number | undefined }): Step;
}

export function createPatience(options: PatienceOptions): Patience {
  const { budget, signal, clock = systemClock, random = Math.random } = options;
  const gate = createGate({ budget, signal, clock, random });
  const alone = (
    outcome: Outcome,
    repeat: Repeatability,
    attempts: number,
    retries: number,
    deadline?: number,
  ) =>
    nextStep(outcome, {
      ...{ repeat, attempts, retries, random },
      now: clock.now(),
      until: deadline ?? clock.now() + budget,
    });

  return {
    join(repeat, stop) {
      const count = countOf(gate);
      let as: 'probe' | 'free' = 'free';
      return {
        async turn() {
          as = await gate.pass({ repeat, failures: count.failures(), signal: stop });
          return gate.ending();
        },
        after(outcome, { retries, deadline }) {
          const away = isAway(outcome);
          gate.found(outcome, as, deadline);
          if (!mayRepeat(outcome, repeat)) return { type: 'stop' };
          const own = count.another(away);
          if (!away) return alone(outcome, repeat, own, retries, deadline);
          const ending = gate.ending();
          if (ending?.tooLong !== undefined) return { type: 'too_long', ms: ending.tooLong };
          const enough = ending !== undefined || retries === 0 || own > retries;
          return { type: enough ? 'stop' : 'line_up' };
        },
      };
    },
  };
}

/** Counts the failures of a call. Its own are those while others got through: the service was there. */
function countOf(gate: Gate) {
  let known = gate.answers();
  let own = 0;
  let failures = 0;
  return {
    failures: () => failures,
    another(away: boolean): number {
      failures += 1;
      if (!away || gate.answers() > known) own += 1;
      known = gate.answers();
      return own;
    },
  };
}
