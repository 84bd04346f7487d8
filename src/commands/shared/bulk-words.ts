import { type Outcome, type RunReport, totals } from '../../bulk/report.ts';
import { cleanText } from '../../terminal/clean.ts';
import type { Output } from '../../terminal/output.ts';

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
 * @param job `place` is said with what was done there
 */
export async function outcomeLines<T>(
  output: Output,
  {
    records,
    done,
    place,
  }: { records: readonly T[]; done(record: T, outcome: Outcome): string; place: string | undefined },
  { outcomes, earlier }: RunReport,
): Promise<string> {
  const { good, bad, caution } = await output.style('stdout');
  const many = outcomes.length > mostLines;
  const where = place === undefined ? '' : ` (${place})`;
  const each = outcomes.flatMap((one, i) => {
    const { id, outcome, error = '' } = one;
    const record = records[i];
    const isDone = outcome === 'done' || earlier.has(i);
    if (isDone && record !== undefined) {
      return many
        ? []
        : [
            `${good('✓')} ${cleanText(`${id} ${done(record, one)}${byEarlier(one, earlier.has(i))}${where}`)}`,
          ];
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
