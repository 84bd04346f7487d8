import { setTimeout as delay } from 'node:timers/promises';

/** Time, as the calls see it. Tests bring their own. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Waits so many milliseconds; rejects as soon as the signal aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** The longest wait a timer of Node can hold; a longer one would end at once. */
const longestTimer = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  // A timer may fire up to a millisecond early, and a server's `Retry-After` is a lower bound.
  sleep: (ms, signal) => delay(Math.min(Math.ceil(ms) + 1, longestTimer), undefined, { signal }),
};

/** `1500` as `1.5 s`, `3600000` as `60 min`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  return seconds < 120 ? `${Number(seconds.toFixed(1))} s` : `${Math.ceil(seconds / 60)} min`;
}
