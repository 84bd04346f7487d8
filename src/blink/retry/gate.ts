import { interruption, unlessAborted } from '../wire/abort.ts';
import type { Outcome } from '../wire/outcome.ts';
import type { Clock } from './clock.ts';
import { createLine, type Turn, type Waiting } from './line.ts';
import { type Ending, type Outage, outageAfter } from './outage.ts';
import { isAway } from './policy.ts';

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
  pass(call: Waiting): Promise<Turn>;
  /** Takes what a call has found. A wait that would go beyond the deadline, in milliseconds since 1970, shuts the gate. */
  found(outcome: Outcome, as: Turn, deadline: number | undefined): void;
}

export function createGate({ budget, signal, clock, random }: GateOptions): Gate {
  let outage: Outage | undefined;
  let ending: Ending | undefined;
  let answers = 0;
  let probing = false;
  let waking = false;
  /** Ends the wait for the next probe: no timer may keep the process when nobody waits any more. */
  let rest: AbortController | undefined;
  const line = createLine(() => rest?.abort());
  signal.addEventListener('abort', () => line.failAll(interruption(signal)), { once: true });

  function foundThere(as: Turn): void {
    answers += 1;
    // A late answer to a call from before the outage says little of now.
    if (outage !== undefined && as === 'free') outage = { ...outage, since: clock.now() };
    else {
      outage = undefined;
      line.letAllGo();
    }
  }

  function foundAway(outcome: Outcome, as: Turn, deadline: number): void {
    const now = clock.now();
    const next = outageAfter(outage, { outcome, probe: as === 'probe', now, deadline, budget, random });
    if ('since' in next) outage = next;
    else {
      ending ??= next;
      line.letAllGo();
    }
  }

  /** Lets one call go, when it is time. */
  async function sendProbe(): Promise<void> {
    if (waking) return;
    waking = true;
    while (line.length > 0 && outage !== undefined && outage.notBefore > clock.now()) {
      rest = new AbortController();
      await clock.sleep(outage.notBefore - clock.now(), rest.signal).catch(() => {});
    }
    waking = false;
    if (probing || outage === undefined || ending !== undefined) return;
    probing = line.letOneTry();
  }

  async function lineUp(call: Waiting): Promise<Turn> {
    const place = line.join(call);
    void sendProbe();
    try {
      return await unlessAborted(() => place.turn, call.signal);
    } catch (error) {
      // It was interrupted in the moment it was to go: another one goes in its place.
      if (place.leave() === 'probe') probing = false;
      void sendProbe();
      throw error;
    }
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
