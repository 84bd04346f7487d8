import { CliError, messageOf } from '../../../errors.ts';
import { cleanText } from '../../../terminal/clean.ts';
import type { Output } from '../../../terminal/output.ts';

/** What became of each of several tasks that were asked for. */
export interface Several<T> {
  found: readonly T[];
  missed: readonly { key: string; error: unknown }[];
}

/**
 * Asks for several tasks at once: one that is not found hides none of the others.
 * @throws what ended the command as a whole, such as Ctrl-C
 */
export async function askEach<T>(
  keys: readonly string[],
  ask: (key: string) => Promise<T>,
  signal: AbortSignal,
): Promise<Several<T>> {
  const answers = await Promise.allSettled(keys.map(ask));
  signal.throwIfAborted();
  return {
    found: answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : [])),
    missed: answers.flatMap((answer, i) =>
      answer.status === 'rejected' ? [{ key: keys[i] ?? '', error: answer.reason }] : [],
    ),
  };
}

/** Names on stderr what was not found. */
export function nameMissed(output: Output, { missed }: Several<unknown>): void {
  for (const { key, error } of missed) output.warn(cleanText(`${key}: ${messageOf(error)}`));
}

/**
 * Names what was not found, beside what was.
 * @throws the error of the first where nothing was found at all, else `partly_done`
 */
export function requireAll(output: Output, several: Several<unknown>): void {
  const { found, missed } = several;
  const [first] = missed;
  if (first === undefined) return;
  if (found.length === 0 && missed.length === 1) throw first.error;
  nameMissed(output, several);
  if (found.length === 0) throw first.error;
  const names = missed.map(({ key }) => cleanText(key)).join(', ');
  throw new CliError('partly_done', `Not everything was found: ${names}.`);
}
