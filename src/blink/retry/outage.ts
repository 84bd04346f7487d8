import type { Outcome } from '../wire/outcome.ts';
import { longestWait, spread, toldWait } from './policy.ts';

/** A time in which the service was not found to be there. */
export interface Outage {
  /** When it began, or when an answer came in spite of it, in milliseconds since 1970. */
  since: number;
  /** How often the service was found away, by the call that began it and by the probes. */
  tries: number;
  /** The next probe goes no earlier. */
  notBefore: number;
}

/** How the service was found by the call that ended a run's patience. */
export interface Ending {
  outcome: Outcome;
  /** The wait in milliseconds that the service asks for, where that is more than there is time for. */
  tooLong?: number | undefined;
}

export interface Finding {
  /** Of a call that found the service away. */
  outcome: Outcome;
  /** True for a call that was sent to try. */
  probe: boolean;
  /** Milliseconds since 1970. */
  now: number;
  /** No wait may go beyond it, in milliseconds since 1970. */
  deadline: number;
  /** Milliseconds that an outage may last. */
  budget: number;
  random: () => number;
}

/** What an outage is after another call has found the service away: it goes on, or it has lasted too long. */
export function outageAfter(
  before: Outage | undefined,
  { outcome, probe, now, deadline, budget, random }: Finding,
): Outage | Ending {
  const { since, tries, notBefore } = before ?? { since: now, tries: 0, notBefore: now };
  const end = since + budget;
  const told = toldWait(outcome, now);
  if (told !== undefined && now + told > Math.min(end, deadline)) return { outcome, tooLong: told };
  if (now >= end) return { outcome };
  if (told !== undefined) {
    const next = Math.max(notBefore, now + told + random() * spread);
    return { since, tries: before === undefined || probe ? tries + 1 : tries, notBefore: next };
  }
  if (before !== undefined && !probe) return before;
  // The last probe goes at the very end of the budget.
  const own = Math.min(end, now + (longestWait(tries + 1) * (1 + random())) / 2);
  return { since, tries: tries + 1, notBefore: Math.max(notBefore, own) };
}
