import type { Outcome } from '../../../bulk/report.ts';
import { CliError } from '../../../errors.ts';
import { cleanText } from '../../../terminal/clean.ts';
import type { Output, RecordColumn } from '../../../terminal/output.ts';
import { reportBulk } from '../../shared/bulk/report.ts';
import { plural } from '../../shared/words.ts';
import { type Posted, percentile } from './post-all.ts';

/** A sample and what its receiver said to it. */
export type Result = Posted & { id: string };

const mostLines = 20;

/** Prints what became of each sample; of many, the failures and how long the answers took. */
export async function reportPosted(output: Output, kind: string, results: readonly Result[]): Promise<void> {
  const outcomes = results.map((result) => ({ ...outcomeOf(result), result }));
  await reportBulk(output, { outcomes }, { words: await lines(output, kind, results), columns });
}

const columns: readonly RecordColumn<Outcome & { result: Result }>[] = [
  { key: 'status', header: 'Status', value: ({ result }) => result.receipt?.status },
  { key: 'ms', header: 'ms', value: ({ result }) => answerTime(result) },
];

/** The error of a run that was not taken whole. @param origin of the receiver, without a path that may be secret */
export function postedError(results: readonly Result[], origin: string): CliError | undefined {
  const failed = results.filter(({ receipt }) => receipt?.taken !== true);
  const [first] = failed;
  if (first === undefined) return undefined;
  const why = first.receipt?.taken === false ? first.receipt.why : 'it was not sent';
  if (failed.length < results.length) {
    const message = `${origin} took ${results.length - failed.length} of ${plural(results.length, 'event')}.`;
    return new CliError('partly_done', message, {
      hint: 'Blink does not repeat: an event not taken may be lost.',
    });
  }
  if (failed.some(({ receipt }) => receipt?.status !== undefined)) {
    return new CliError('refused', `${origin} did not take it: ${why}.`, {
      hint: 'Blink takes any 2xx within 5 seconds for a yes.',
    });
  }
  return new CliError('unreachable', `${origin} gave no answer: ${why}.`, {
    hint: 'Start a receiver with "blink webhook listen", or give its address with --to.',
  });
}

function outcomeOf({ id, receipt }: Result): Outcome {
  if (receipt === undefined) return { id, outcome: 'skipped' };
  if (receipt.taken) return { id, outcome: 'done' };
  return { id, outcome: receipt.status === undefined ? 'skipped' : 'refused', error: receipt.why };
}

async function lines(output: Output, kind: string, results: readonly Result[]): Promise<string> {
  const { good, bad, dim } = await output.style('stdout');
  const many = results.length > mostLines;
  const each = results.flatMap((result) => {
    const { id, receipt } = result;
    if (receipt === undefined) return [];
    const took = dim(`in ${answerTime(result)} ms`);
    if (receipt.taken)
      return many ? [] : [`${good('✓')} ${kind} ${cleanText(id)}: ${receipt.status} ${took}`];
    return [`${bad('✗')} ${kind} ${cleanText(`${id}: ${receipt.why}`)} ${took}`];
  });
  const shown = each.slice(0, mostLines);
  if (each.length > shown.length) shown.push(`… and ${each.length - shown.length} more`);
  return [...shown, ...(many ? [summary(results)] : [])].join('\n');
}

function summary(results: readonly Result[]): string {
  const answered = results.filter(({ receipt }) => receipt?.status !== undefined);
  const taken = results.filter(({ receipt }) => receipt?.taken).length;
  const times = answered.map(({ ms }) => ms);
  const speed = [50, 99]
    .map((percent) => `p${percent} ${percentile(times, percent).toFixed(1)} ms`)
    .join(', ');
  return `${taken} of ${results.length} taken${times.length > 0 ? `; answers: ${speed}` : ''}`;
}

/** In milliseconds, to a tenth. */
function answerTime(result: Result): number | undefined {
  return result.receipt === undefined ? undefined : Math.round(result.ms * 10) / 10;
}
