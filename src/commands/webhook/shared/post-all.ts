import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Poster, Receipt } from '../../../blink/post.ts';

/** What became of one message, and how long its answer took in milliseconds. Without a receipt it was not posted. */
export interface Posted {
  receipt?: Receipt;
  ms: number;
}

export interface PostAllOptions {
  headers: Readonly<Record<string, string>>;
  /** Milliseconds for one message. */
  timeout: number;
  /** How many to begin in a second, whether or not the ones before were answered. Without it: as fast as they are answered. */
  rate?: number | undefined;
  /** How many may be under way at once. */
  connections: number;
  signal: AbortSignal;
  /** Told after each answer how many there are. */
  onAnswer?: (answered: number) => void;
}

/**
 * Posts messages, each of them once. One that is not taken does not stop the others; an interruption does.
 * @returns one for each message, in their order
 */
export async function postAll(
  poster: Poster,
  bodies: readonly Buffer[],
  { headers, timeout, rate, connections, signal, onAnswer }: PostAllOptions,
): Promise<Posted[]> {
  const posted: Posted[] = bodies.map(() => ({ ms: 0 }));
  const begun = performance.now();
  let next = 0;
  let answered = 0;
  // Every message that is under way listens to it.
  setMaxListeners(0, signal);

  async function work(): Promise<void> {
    for (let index = next++; index < bodies.length && !signal.aborted; index = next++) {
      if (rate !== undefined) await pause(begun + (index * 1000) / rate - performance.now(), signal);
      const body = bodies[index];
      if (body === undefined || signal.aborted) return;
      const start = performance.now();
      const receipt = await poster.post(body, { headers, timeout, signal });
      // What an interruption cut off is neither taken nor refused.
      if (!signal.aborted) posted[index] = { receipt, ms: performance.now() - start };
      answered += 1;
      onAnswer?.(answered);
    }
  }

  await Promise.all(Array.from({ length: Math.min(connections, bodies.length) }, work));
  return posted;
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms > 0) await delay(ms, undefined, { signal }).catch(() => undefined);
}

/** The time within which so many percent of the answers came. */
export function percentile(times: readonly number[], percent: number): number {
  const sorted = [...times].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? 0;
}
