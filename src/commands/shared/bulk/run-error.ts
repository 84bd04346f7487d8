import { type RunReport, totals } from '../../../bulk/report.ts';
import { CliError, type Detail, type ErrorCode } from '../../../errors.ts';

export interface RunErrorParts {
  /** The refusals, in the operator's own rows and columns. */
  details?: readonly Detail[];
  /** Where the refused records were written to. */
  rejectFile?: string | undefined;
  /** The file to mend them in, where they can't be sent without the others. */
  mendIn?: string | undefined;
  /** True where the same command, run again, sends what is left. */
  resumable?: boolean;
  /** True for calls that must not be made twice: what is unknown needs a look first. */
  once?: boolean;
}

/**
 * The error a bulk run ends with, if any. What cannot be undone by running again comes first: an unknown outcome, then
 * what stopped the run, then what the server refused.
 */
export function runError(
  { outcomes, earlier, failure }: RunReport,
  { details = [], rejectFile, mendIn, resumable = false, once = false }: RunErrorParts,
): CliError | undefined {
  const { done, refused, unknown, skipped } = totals(outcomes);
  const left = skipped - earlier.size;
  const mend = mendIn === undefined ? 'mend that file and run it' : `mend them in ${mendIn} and run it again`;
  const rejected = rejectFile && `The refused ones are in ${rejectFile}: ${mend}.`;
  const goOn = resumable && failure && 'Run the same command again: it sends what is not confirmed yet.';
  const hints = [failure?.hint, goOn, rejected].filter((hint) => hint);
  const parts = {
    details: details.length > 0 ? details : undefined,
    cause: failure,
    hint: hints.length > 0 ? hints.join(' ') : undefined,
  };
  const counts = [
    `${done + earlier.size} done`,
    ...(refused > 0 ? [`${refused} refused`] : []),
    ...(unknown > 0 ? [`${unknown} unknown`] : []),
    ...(left > 0 ? [`${left} not done`] : []),
  ].join(', ');
  const failed = (code: ErrorCode, message: string) =>
    new CliError(code, outcomes.length > 1 ? `${message} (${counts})` : message, parts);
  const reason = outcomes.find(({ error }) => error !== undefined)?.error ?? 'The server refused it.';
  if (failure?.code === 'interrupted' || failure?.code === 'terminated') {
    return failed(failure.code, failure.message);
  }
  if (unknown > 0 && once) return failed('unknown_outcome', outcomes.length > 1 ? unknownSome : reason);
  if (failure) return failed(failure.code, failure.message);
  if (refused === 0 && left === 0) return undefined;
  const all = refused > 0 ? 'The server refused' : 'Blink has';
  if (outcomes.length === 1) return failed('refused', reason);
  if (done + earlier.size > 0)
    return failed('partly_done', `${all} some of it${refused > 0 ? '' : ' with other details'}.`);
  return failed('refused', details.length > 0 ? 'The server refused it.' : reason);
}

const unknownSome = 'It is not known what became of some records: look before you repeat them.';
