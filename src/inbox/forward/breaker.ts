import type { Lane } from './lanes.ts';
import type { Failure } from './target.ts';

/** Tells a target that is down from an event that it doesn't take, and spares it while it is down. */
export interface Breaker {
  /** True while the target is down: it is asked with one event then, not with all that wait. */
  isOpen(): boolean;
  /** When the target may be asked again, in milliseconds of the running process. */
  pausedUntil(): number;
  /** Takes note of a failure. @returns true when the target is down from now on */
  failed(lane: Lane, failure: Failure): boolean;
  /** Takes note of a success. @returns whether the target was down until now, and the lanes that failed meanwhile */
  succeeded(lane: Lane): { recovered: boolean; failing: readonly Lane[] };
  /** An event came that the target was never asked to take: it is soon time to ask. */
  hurry(): void;
}

/** So many orders in a row that fail are no coincidence: it is the target. */
const enoughFailures = 3;
/** How long a target that is down is left alone at least, in milliseconds, when a new event comes. */
const shortestRest = 5000;
/** The longest time that a target may ask to be left alone, in milliseconds: its clock may be wrong, too. */
const longestRest = 60 * 60 * 1000;

/**
 * @param rest how long to leave the target alone after so many probes in a row that failed
 * @param elapsed the milliseconds of the running process, which no change of the clock touches
 */
export function createBreaker(rest: (probes: number) => number, elapsed: () => number): Breaker {
  const failing = new Set<Lane>();
  let open = false;
  let probes = 0;
  let lastFailure = 0;
  let restsUntil = 0;
  let askedUntil = 0;

  return {
    isOpen: () => open,
    pausedUntil: () => Math.max(restsUntil, askedUntil),
    failed(lane, { reached, retryAfter = 0 }) {
      const now = elapsed();
      lastFailure = now;
      askedUntil = Math.max(askedUntil, now + Math.min(retryAfter, longestRest));
      // Events that the target fails on while it takes others say nothing about it.
      if (reached && lane.odd && !open) return false;
      failing.add(lane);
      if (reached && failing.size < enoughFailures && !open) return false;
      // Several attempts are under way when a target goes down; only one failure a pause counts.
      if (now >= restsUntil) probes += 1;
      restsUntil = Math.max(restsUntil, now + rest(probes));
      const opens = !open;
      open = true;
      return opens;
    },
    succeeded(lane) {
      failing.delete(lane);
      const [recovered, lanes] = [open, [...failing]];
      for (const one of lanes) one.odd = true;
      failing.clear();
      open = false;
      probes = 0;
      restsUntil = 0;
      return { recovered, failing: lanes };
    },
    hurry() {
      restsUntil = Math.min(restsUntil, lastFailure + shortestRest);
    },
  };
}
