import { CliError } from '../errors.ts';
import { parseMaxTime } from './settings/values.ts';

/**
 * Ends a run when its time is over, as an interruption would.
 * @param typed what `--max-time` was given, in seconds
 * @returns the signal to obey, and when it comes by itself, in milliseconds since 1970
 * @throws CliError `usage` for what is no such time
 */
export function timeLimit(
  interruption: AbortSignal,
  typed: string | undefined,
): { signal: AbortSignal; deadline: number | undefined } {
  if (typed === undefined) return { signal: interruption, deadline: undefined };
  const maxTime = parseMaxTime(typed, '--max-time') * 1000;
  const over = new AbortController();
  const error = new CliError('unreachable', `The time for this run is over (--max-time ${maxTime / 1000}).`, {
    hint: 'Where the service is slow, give it more time.',
  });
  setTimeout(() => over.abort(error), maxTime).unref();
  return { signal: AbortSignal.any([interruption, over.signal]), deadline: Date.now() + maxTime };
}
