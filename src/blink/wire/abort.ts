import { setMaxListeners } from 'node:events';
import { BlinkError } from '../error.ts';

/** The error that an aborted call ends with. It speaks as the signal's reason, where whoever aborted it gave one of their own. */
export function interruption({ reason }: AbortSignal): BlinkError {
  const isGiven = reason instanceof Error && !(reason instanceof DOMException);
  const message = isGiven ? reason.message : 'Interrupted: nothing more was sent.';
  return new BlinkError('interrupted', message, { cause: reason });
}

/**
 * Does some work with a signal of its own, which aborts after the first of these. When the work is over nothing is left
 * of it on them: they live as long as a run of any number of calls.
 * @param delay milliseconds between the two aborts
 */
export async function withSignal<T>(
  signals: readonly AbortSignal[],
  delay: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const own = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const follow = ({ reason }: AbortSignal) => {
    if (delay === 0) own.abort(reason);
    else timer ??= setTimeout(() => own.abort(reason), delay).unref();
  };
  const listeners = signals.map((signal) => ({ signal, listener: () => follow(signal) }));
  for (const { signal, listener } of listeners) listen(signal, listener);
  try {
    return await work(own.signal);
  } finally {
    clearTimeout(timer);
    for (const { signal, listener } of listeners) signal.removeEventListener('abort', listener);
  }
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
