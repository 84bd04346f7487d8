import { CliError } from '../errors.ts';
import { ApiError } from './error.ts';

/** The error that an aborted call ends with. It speaks as the signal's own reason where that is meant for people. */
export function interruption({ reason }: AbortSignal): ApiError {
  if (!(reason instanceof CliError)) {
    return new ApiError('interrupted', 'Interrupted: nothing more was sent.', { cause: reason });
  }
  const { code, message, hint } = reason;
  return new ApiError('interrupted', message, { code, hint, cause: reason });
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
 * @throws {ApiError} `interrupted` when the signal aborts first.
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
