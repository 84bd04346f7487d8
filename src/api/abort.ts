import { CliError } from '../errors.ts';

/** The error that an aborted call ends with: the signal's own reason where that is meant for people. */
export function interruption(signal: AbortSignal): CliError {
  if (signal.reason instanceof CliError) return signal.reason;
  return new CliError('interrupted', 'Interrupted: nothing more was sent.', { cause: signal.reason });
}

/** A signal that aborts so many milliseconds after another one. */
export function lagging(signal: AbortSignal, ms: number): AbortSignal {
  const late = new AbortController();
  const follow = () => setTimeout(() => late.abort(signal.reason), ms).unref();
  if (signal.aborted) follow();
  else signal.addEventListener('abort', follow, { once: true });
  return late.signal;
}

/**
 * Does some work and waits for it, but no longer than until the signal aborts.
 * Work once begun goes on: it may be shared with callers that still want it.
 * @throws {CliError} `interrupted` when the signal aborts first.
 */
export function unlessAborted<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(interruption(signal));
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    work()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', stop));
  });
}
