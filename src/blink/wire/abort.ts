import { setMaxListeners } from 'node:events';
import { BlinkError } from '../error.ts';

/** The error that an aborted call ends with. It speaks as the signal's reason, where whoever aborted it gave one of their own. */
export function interruption({ reason }: AbortSignal): BlinkError {
  const isGiven = reason instanceof Error && !(reason instanceof DOMException);
  const message = isGiven ? reason.message : 'Interrupted: nothing more was sent.';
  return new BlinkError('interrupted', message, { cause: reason });
}

/**
 * Joins signals with those that end everything.
 * @returns a signal that aborts with any of them; calls that share one share what it was joined to, so that thousands
 *   of them leave nothing behind
 */
export function joinWith(always: readonly AbortSignal[]): (signal: AbortSignal | undefined) => AbortSignal {
  const known = new WeakMap<AbortSignal, AbortSignal>();
  const alone = joined(always);
  return (signal) => {
    if (signal === undefined || always.includes(signal)) return alone;
    const one = known.get(signal) ?? joined([...always, signal]);
    known.set(signal, one);
    return one;
  };
}

/** As many calls may listen as are under way. */
function joined(signals: readonly AbortSignal[]): AbortSignal {
  const one = AbortSignal.any([...signals]);
  setMaxListeners(0, one);
  return one;
}

/** Calls the listener when the signal aborts, at once where it has. As many calls may listen as are under way. */
function listen(signal: AbortSignal, listener: () => void): void {
  if (signal.aborted) {
    listener();
    return;
  }
  setMaxListeners(0, signal);
  signal.addEventListener('abort', listener, { once: true });
}

/**
 * Does some work and waits for it, but no longer than until the signal aborts.
 * Work once begun goes on: it may be shared with callers that still want it.
 * @throws {BlinkError} `interrupted` when the signal aborts first.
 */
export function unlessAborted<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(interruption(signal));
    if (signal.aborted) return stop();
    listen(signal, stop);
    work()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', stop));
  });
}
