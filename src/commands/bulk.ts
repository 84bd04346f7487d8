import { CliError, type Detail, type ErrorCode } from '../errors.ts';
import type { Output, RecordColumn } from '../output/output.ts';
import { type Outcome, type RunReport, totals } from '../sync/run.ts';

const columns: readonly RecordColumn<Outcome>[] = [
  { key: 'id', header: 'Id', value: ({ id }) => id },
  { key: 'outcome', header: 'Outcome', value: ({ outcome }) => outcome },
  { key: 'error', header: 'Error', value: ({ error }) => error },
];

/**
 * Prints how a bulk run went. For scripts in the shape all of them share: `done`, `refused`, `unknown`, `skipped`,
 * `results`, with `more` beside them; for people in `words`.
 */
export async function reportBulk(
  output: Output,
  { outcomes }: RunReport,
  { words, more }: { words: string | undefined; more: Record<string, unknown> },
): Promise<void> {
  if (output.format === 'json') await output.json({ ...more, ...totals(outcomes), results: outcomes });
  else if (!output.forPeople) await output.records(outcomes, columns);
  else if (words !== undefined) await output.report(words);
}

/**
 * The error a bulk run ends with, if any. What cannot be undone by running again comes first: an unknown outcome, then
 * what stopped the run, then what the server refused.
 * @param details the refusals, in the operator's own rows and columns
 */
export function bulkError(
  { outcomes, failure }: RunReport,
  details: readonly Detail[],
): CliError | undefined {
  const { done, refused, unknown, skipped } = totals(outcomes);
  const parts = { details: details.length > 0 ? details : undefined, cause: failure, hint: failure?.hint };
  const counts = `${done} done, ${refused} refused, ${unknown} unknown, ${skipped} skipped`;
  const failed = (code: ErrorCode, message: string) => new CliError(code, `${message} (${counts})`, parts);
  if (failure?.code === 'interrupted' || failure?.code === 'terminated') return failure;
  if (unknown > 0)
    return failed(
      'unknown_outcome',
      'It is not known what became of some records: look before you repeat them.',
    );
  if (failure) return done + refused > 0 ? failed(failure.code, failure.message) : failure;
  if (refused + skipped === 0) return undefined;
  const reason = details.length === 0 ? outcomes.find(({ error }) => error !== undefined)?.error : undefined;
  return done > 0
    ? failed('partly_done', reason ?? 'The server refused some records.')
    : new CliError('refused', reason ?? 'The server refused it.', parts);
}
