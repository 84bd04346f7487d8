import type { Repeatability } from '../endpoints.ts';

/** How a call goes: alone, to try whether the service is back, or with all others. */
export type Turn = 'probe' | 'free';

export interface Waiting {
  repeat: Repeatability;
  /** How many attempts of the call failed. */
  failures: number;
  signal: AbortSignal;
}

/** Calls that stand in line until the service is back. */
export interface Line {
  readonly length: number;
  join(call: Waiting): {
    /** Resolves when the call may go. */
    turn: Promise<Turn>;
    /** Takes it out of the line. @returns how it was told to go, if it was */
    leave(): Turn | undefined;
  };
  /** Lets the safest one go to try. @returns false where there is none */
  letOneTry(): boolean;
  letAllGo(): void;
  failAll(error: Error): void;
}

interface Waiter extends Waiting {
  go(turn: Turn): void;
  fail(error: Error): void;
}

/** @param onEmpty told when the last one has gone */
export function createLine(onEmpty: () => void): Line {
  const waiters = new Set<Waiter>();
  const empty = (tell: (waiter: Waiter) => void) => {
    waiters.forEach(tell);
    waiters.clear();
    onEmpty();
  };
  return {
    get length() {
      return waiters.size;
    },
    join(call) {
      let told: Turn | undefined;
      let leave = () => {};
      const turn = new Promise<Turn>((resolve, fail) => {
        const go = (as: Turn) => {
          told = as;
          resolve(as);
        };
        const waiter = { ...call, go, fail };
        waiters.add(waiter);
        leave = () => {
          waiters.delete(waiter);
          if (waiters.size === 0) onEmpty();
        };
      });
      return {
        turn,
        leave() {
          leave();
          return told;
        },
      };
    },
    letOneTry() {
      const next = safestOf(waiters);
      if (next === undefined) return false;
      waiters.delete(next);
      next.go('probe');
      return true;
    },
    letAllGo: () => empty(({ go }) => go('free')),
    failAll: (error) => empty(({ fail }) => fail(error)),
  };
}

/**
 * The call to try with: rather one that may be sent twice, and rather one that has not failed yet, for what fails may be
 * the call itself.
 */
function safestOf(waiters: Iterable<Waiter>): Waiter | undefined {
  return [...waiters]
    .filter(({ signal }) => !signal.aborted)
    .sort((a, b) => Number(a.repeat === 'once') - Number(b.repeat === 'once') || a.failures - b.failures)[0];
}
