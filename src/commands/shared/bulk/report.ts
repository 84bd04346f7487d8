import { type Outcome, type RunReport, totals } from '../../../bulk/report.ts';
import type { CliError, Detail } from '../../../errors.ts';
import type { FileOf } from '../../../files/kinds/file-kind.ts';
import type { Context } from '../../../session/context.ts';
import { unusualPlace } from '../../../session/target/in-words.ts';
import { cleanText } from '../../../terminal/clean.ts';
import type { Output, RecordColumn } from '../../../terminal/output.ts';
import type { Plan, RecordsPlan } from './plan.ts';
import { runError } from './run-error.ts';

/** Prints what became of a plan, and keeps what was refused. @returns the error where anything was not done */
export async function reportRun<T>(
  context: Context,
  plan: Plan<T>,
  run: RunReport,
): Promise<CliError | undefined> {
  const { file, once, whole } = plan;
  const done = totals(run.outcomes).done + run.earlier.size;
  // Where all of a whole was refused, the file itself is what there is to mend.
  const rejectFile = file && (!whole || done > 0) ? await keepRefused(context, file, run) : undefined;
  await reportBulk(context.output, run, {
    words: await wordsOf(context, plan, run, done),
    more: { ...(whole && { plan: whole.summary }), ...(rejectFile && { rejectFile }) },
    columns: whole ? [] : plan.columns,
  });
  return runError(run, {
    details: await detailsOf(file, run),
    rejectFile,
    mendIn: whole && file?.name,
    resumable: file !== undefined,
    once: once !== undefined,
  });
}

/** @returns the file that the refused records were written to, if there were any */
async function keepRefused<T>(context: Context, file: FileOf<T>, run: RunReport) {
  if (totals(run.outcomes).refused === 0) return undefined;
  const { keepRejected } = await import('./reject-file.ts');
  return keepRejected(context, file, run);
}

async function wordsOf<T>(
  { output, target }: Context,
  plan: Plan<T>,
  run: RunReport,
  done: number,
): Promise<string | undefined> {
  if (plan.whole === undefined) {
    return outcomeLines(output, plan, run, unusualPlace(target(), plan.endpoint.service));
  }
  const { good } = await output.style('stdout');
  return done > 0 ? `${good('✓')} ${plan.whole.done(done)}` : undefined;
}

/** The refusals in the operator's own rows and columns, where they came from a file. */
async function detailsOf<T>(file: FileOf<T> | undefined, { refusals }: RunReport): Promise<Detail[]> {
  if (file === undefined || refusals.length === 0) return [];
  const places = await file.locate(refusals);
  return refusals.map(({ message }, i) => {
    const { file: name, row, line, column, field } = places[i] ?? {};
    return { file: name, row, line, column, field, message };
  });
}

const outcomeColumns: readonly RecordColumn<Outcome>[] = [
  { key: 'id', header: 'Id', value: ({ id }) => id },
  { key: 'outcome', header: 'Outcome', value: ({ outcome }) => outcome },
  { key: 'error', header: 'Error', value: ({ error }) => error },
];

/**
 * Prints how a bulk run went. For scripts in the shape all of them share: `done`, `refused`, `unknown`, `skipped`,
 * `results`, with `more` beside them and `columns` in each result; for people in `words`.
 */
export async function reportBulk<O extends Outcome>(
  output: Output,
  { outcomes }: { outcomes: readonly O[] },
  {
    words,
    more = {},
    columns = [],
  }: {
    words: string | undefined;
    more?: Record<string, unknown>;
    columns?: readonly RecordColumn<O>[] | undefined;
  },
): Promise<void> {
  const all = [...outcomeColumns, ...columns];
  if (output.format === 'json') {
    const results = outcomes.map((one) => known(all.map(({ key, value }) => [key, value(one)])));
    await output.json({ ...more, ...totals(outcomes), results });
  } else if (!output.forPeople) await output.records(outcomes, all);
  else if (words !== undefined) await output.report(words);
}

/** The fields that have a value. */
function known(fields: (readonly [string, unknown])[]): Record<string, unknown> {
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined && value !== null));
}

/**
 * How far a run is, how fast it goes, and how long it will take: `1200 of 10000, 240/s, 37 s left`.
 * @param earlier how many an earlier run did
 * @param ms how long this one has taken so far
 */
export function pace(settled: number, total: number, earlier: number, ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 1 || settled === earlier) return `${settled} of ${total}`;
  const rate = (settled - earlier) / seconds;
  const left = Math.ceil((total - settled) / rate);
  return `${settled} of ${total}, ${Math.round(rate)}/s, ${left} s left`;
}

const mostLines = 20;

/**
 * A line for each record; of many, a summary and a line for each that went wrong.
 * @param place is said with what was done there
 */
async function outcomeLines<T>(
  output: Output,
  { records, done }: Pick<RecordsPlan<T>, 'records' | 'done'>,
  { outcomes, earlier }: RunReport,
  place: string | undefined,
): Promise<string> {
  const { good, bad, caution } = await output.style('stdout');
  const many = outcomes.length > mostLines;
  const where = place === undefined ? '' : ` (${place})`;
  const each = outcomes.flatMap((one, i) => {
    const { id, outcome, error = '' } = one;
    const record = records[i];
    if ((outcome === 'done' || earlier.has(i)) && record !== undefined) {
      const words = `${id} ${done(record, one)}${byEarlier(one, earlier.has(i))}${where}`;
      return many ? [] : [`${good('✓')} ${cleanText(words)}`];
    }
    if (many && outcome === 'skipped' && error === '') return [];
    const mark = outcome === 'refused' ? bad('✗') : caution('?');
    return [`${mark} ${cleanText(`${id} ${outcome}${error && `: ${error}`}`)}`];
  });
  const hidden = Math.max(0, each.length - mostLines);
  return [
    ...each.slice(0, hidden > 0 ? mostLines : undefined),
    ...(hidden > 0 ? [`… and ${hidden} more`] : []),
    ...(many
      ? [`${good('✓')} ${doneInAll(outcomes.length, totals(outcomes).done, earlier.size)}${where}`]
      : []),
  ].join('\n');
}

/** Where it is known when that was, the record's own words say it. */
function byEarlier({ doneAt }: Outcome, isEarlier: boolean): string {
  return isEarlier && doneAt === undefined ? ', by an earlier run' : '';
}

function doneInAll(all: number, now: number, earlier: number): string {
  return `${now + earlier} of ${all} done${earlier > 0 ? `, ${earlier} of them by an earlier run` : ''}`;
}
