import type { Repeatability } from '../endpoints.ts';
import { interruption, unlessAborted } from '../wire/abort.ts';
import type { Outcome } from '../wire/outcome.ts';
import type { Clock } from './clock.ts';
import { isAway, longestWait, spread, toldWait } from './policy.ts';

export interface GateOptions {
  /** Milliseconds that the service may be away, without an answer to any call, before the gate shuts for good. */
  budget: number;
  /** Ends every wait. */
  signal: AbortSignal;
  clock: Clock;
  random: () => number;
}

/** The gate that all calls of a run go through. While the service is away it lets one through at a time, to try. */
export interface Gate {
  /** Why it is shut for good, once it is. */
  ending(): Ending | undefined;
  /** How many answers have shown the service to be there. */
  answers(): number;
  /**
   * Waits until the call may go.
   * @returns whether it goes alone, to try; then what it finds must be told
   * @throws {BlinkError} `interrupted` as soon as a signal aborts
   */
  pass(call: Waiting): Promise<'probe' | 'free'>;
  /** Takes what a call has found. A wait that would go beyond the deadline, in milliseconds since 1970, shuts the gate. */
  found(outcome: Outcome, as: 'probe' | 'free', deadline: number | undefined): void;
}

/** How the service was found by the call that shut the gate. */
export interface Ending {
  outcome: Outcome;
  /** The wait in milliseconds that the service asks for, where that is more than there is time for. */
  tooLong?: number | undefined;
}

export interface Waiting {
  repeat: Repeatability;
  /** How many attempts of the call failed. */
  failures: number;
  signal: AbortSignal;
}

interface Waiter extends Waiting {
  go(as: 'probe' | 'free'): void;
  fail(error: Error): void;
}

interface Outage {
  /** When it began, or when an answer came in spite of it. */
  since: number;
  /** How often the service was found away, by the call that began it and by the probes. */
  tries: number;
  /** The next probe goes no earlier. */
  notBefore: number;
}

export function createGate({ budget, signal, clock, random }: GateOptions): Gate {
  const line = new Set<Waiter>();
  let outage: Outage | undefined;
  let ending: Ending | undefined;
  let answers = 0;
  let probing = false;
  let waking = false;
  /** Ends the wait for the next probe: no timer may keep the process when nobody waits any more. */
  let rest: AbortController | undefined;

  function empty(tell: (waiter: Waiter) => void): void {
    line.forEach(tell);
    line.clear();
    rest?.abort();
  }

  const open = () => empty(({ go }) => go('free'));
  signal.addEventListener('abort', () => empty(({ fail }) => fail(interruption(signal))), { once: true });

  function foundThere(as: 'probe' | 'free'): void {
    answers += 1;
    if (outage !== undefined && as === 'free') {
      // A late answer to a call from before the outage says little of now.
      outage.since = clock.now();
      return;
    }
    outage = undefined;
    open();
  }

  function foundAway(outcome: Outcome, as: 'probe' | 'free', deadline: number): void {
    const now = clock.now();
    const counts = outage === undefined || as === 'probe';
    outage ??= { since: now, tries: 0, notBefore: now };
    outage.tries += counts ? 1 : 0;
    const end = outage.since + budget;
    const told = toldWait(outcome, now);
    const tooLong = told !== undefined && now + told > Math.min(end, deadline) ? told : undefined;
    if (tooLong !== undefined || now >= end) {
      ending ??= { outcome, tooLong };
      open();
      return;
    }
    // The last probe goes at the very end of the budget.
    const own = Math.min(end, now + (longestWait(outage.tries) * (1 + random())) / 2);
    if (told !== undefined) outage.notBefore = Math.max(outage.notBefore, now + told + random() * spread);
    else if (counts) outage.notBefore = Math.max(outage.notBefore, own);
  }

  /** Lets one call go, when it is time. */
  async function sendProbe(): Promise<void> {
    if (waking) return;
    waking = true;
    while (line.size > 0 && outage !== undefined && outage.notBefore > clock.now()) {
      rest = new AbortController();
      await clock.sleep(outage.notBefore - clock.now(), rest.signal).catch(() => {});
    }
    waking = false;
    if (probing || outage === undefined || ending !== undefined) return;
    const next = safestOf(line);
    if (next === undefined) return;
    probing = true;
    line.delete(next);
    next.go('probe');
  }

  function lineUp(call: Waiting): Promise<'probe' | 'free'> {
    let chosen = false;
    let leave = () => {};
    const wait = () =>
      new Promise<'probe' | 'free'>((resolve, fail) => {
        const go = (as: 'probe' | 'free') => {
          chosen = as === 'probe';
          resolve(as);
        };
        const waiter = { ...call, go, fail };
        leave = () => {
          line.delete(waiter);
          if (line.size === 0) rest?.abort();
        };
        line.add(waiter);
        void sendProbe();
      });
    return unlessAborted(wait, call.signal).catch((error) => {
      leave();
      // It was interrupted in the moment it was to go: another one goes in its place.
      if (chosen) probing = false;
      void sendProbe();
      throw error;
    });
  }

  return {
    ending: () => ending,
    answers: () => answers,
    async pass(call) {
      if (signal.aborted) throw interruption(signal);
      return outage === undefined || ending !== undefined ? 'free' : lineUp(call);
    },
    found(outcome, as, deadline = Number.POSITIVE_INFINITY) {
      if (as === 'probe') probing = false;
      if (isAway(outcome)) foundAway(outcome, as, deadline);
      else if (outcome.type === 'answer') foundThere(as);
      void sendProbe();
    },
  };
}

/**
 * The call to try with: rather one that may be sent twice, and rather one that has not failed yet, for what fails may be
 * the call itself.
 */
function safestOf(line: Iterable<Waiter>): Waiter | undefined {
  return [...line]
    .filter(({ signal }) => !signal.aborted)
    .sort((a, b) => Number(a.repeat === 'once') - Number(b.repeat === 'once') || a.failures - b.failures)[0];
}
