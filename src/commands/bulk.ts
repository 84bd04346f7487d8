import { join } from 'node:path';
import type { Command } from '@commander-js/extra-typings';
import type { Client } from '../api/client.ts';
import { standardInput } from '../catalog/readers/source.ts';
import type { RecordFile } from '../catalog/records/read.ts';
import { jobFolder } from '../config/paths.ts';
import { requireEnvironment } from '../config/settings.ts';
import type { Context } from '../context.ts';
import type { Endpoint } from '../contract/endpoints.ts';
import type { Detail } from '../errors.ts';
import { cleanText } from '../output/clean.ts';
import type { Output, RecordColumn } from '../output/output.ts';
import { type RunReport, runBulk, totals } from '../sync/run.ts';
import { bulkError, plain, reportBulk } from './bulk-report.ts';
import { confirmWrite } from './confirm.ts';
import { wholeNumber } from './values.ts';
import { plural } from './words.ts';

/** Adds the flags of every command that writes many records. */
export function bulkFlags<Args extends unknown[], Flags extends Record<string, unknown>>(
  command: Command<Args, Flags>,
) {
  return command
    .option('--dry-run', 'show what would be sent, send nothing')
    .option('--concurrency <count>', 'how many requests are under way at once', wholeNumber(1), 4);
}

/** Records to send. */
export interface RecordJob<T> {
  records: readonly T[];
  /** The file they came from; undefined where they came from flags. */
  file: RecordFile<T> | undefined;
  endpoint: Endpoint;
  /** How many go into one request; one unless given. */
  batchSize?: number;
  /** The list in the request's body that a refusal names records by, where a request has several. */
  list?: string;
  idOf(record: T): string;
  client(): Promise<Client>;
  /** The body of a request. */
  body(batch: readonly T[]): unknown;
  send(client: Client, batch: readonly T[]): Promise<unknown>;
  /** Told of the records that are done, before anything is printed. */
  keep?(done: readonly T[]): Promise<void>;
  /** What is asked before a write to production, completing "… to production?" */
  question: string;
  /** What became of a done record, in words: `accepted`. */
  done(record: T): string;
  /** What scripts are told of a record beside its outcome. */
  columns?: readonly RecordColumn<T>[];
}

/**
 * Sends records and prints what became of each: a line a record for people, the shape of all bulk runs for scripts.
 * @throws CliError when anything was not done
 */
export async function runRecords<T>(
  context: Context,
  { dryRun, concurrency }: { dryRun?: true | undefined; concurrency: number },
  job: RecordJob<T>,
): Promise<void> {
  if (dryRun) return showRequests(context, job);
  await confirmWrite(context, job.question);
  const { output, signal } = context;
  const client = await job.client();
  const progress = await output.progress(pace(context, 0, job.records.length));
  const begun = context.now();
  const run = await runBulk({
    items: job.records,
    idOf: job.idOf,
    batchSize: job.batchSize ?? 1,
    concurrency,
    ...(job.list === undefined ? {} : { list: job.list }),
    salvage: true,
    signal,
    send: (batch) => job.send(client, batch),
    onProgress: (settled) => progress.update(pace(context, settled, job.records.length, begun)),
  }).finally(() => progress.stop());
  await job.keep?.(job.records.filter((_, i) => run.outcomes[i]?.outcome === 'done'));
  const rejectFile = job.file && (await keepRejected(context, job.file, run));
  await reportBulk(output, run, {
    words: await lines(output, job, run),
    more: rejectFile ? { rejectFile } : {},
    columns: columnsOf(job),
  });
  const error = bulkError(run, await detailsOf(job.file, run), rejectFile);
  if (error) throw error;
}

/** How far a run is, how fast it goes, and how long it will take: `1200 of 10000, 240/s, 37 s left`. */
function pace({ now }: Context, settled: number, total: number, begun = now()): string {
  const seconds = (now() - begun) / 1000;
  const rate = settled / seconds;
  if (settled === 0 || seconds < 1) return `${settled} of ${total}`;
  const left = Math.ceil((total - settled) / rate);
  return `${settled} of ${total}, ${Math.round(rate)}/s, ${left} s left`;
}

/** What would be sent: nothing of it is, and no login is needed. */
async function showRequests<T>({ output, settings }: Context, job: RecordJob<T>): Promise<void> {
  const { service, method, path } = job.endpoint;
  const base = service === 'ordering' ? settings.orderingUrl : settings.logisticsUrl;
  const url = `${base?.value ?? 'http://127.0.0.1'}${path}`;
  const size = job.batchSize ?? 1;
  const requests = Array.from({ length: Math.ceil(job.records.length / size) }, (_, i) => {
    return { method, url, body: job.body(job.records.slice(i * size, (i + 1) * size)) };
  });
  const plan = { records: job.records.length, requests: requests.length };
  if (!output.forPeople) return output.json({ dryRun: true, plan, requests });
  for (const { body } of requests) await output.report(`${method} ${url} ${JSON.stringify(body)}`);
  await output.report(`Dry run: nothing was sent. It would be ${plural(requests.length, 'request')}.`);
}

const mostLines = 20;

/** A line for each record; of many, a summary and a line for each that is not done. */
async function lines<T>(
  output: Output,
  { records, done }: RecordJob<T>,
  { outcomes }: RunReport,
): Promise<string> {
  const { good, bad, caution } = await output.style('stdout');
  const many = outcomes.length > mostLines;
  const each = outcomes.flatMap(({ id, outcome, error = '' }, i) => {
    const record = records[i];
    if (outcome === 'done' && record !== undefined) return many ? [] : [`${good('✓')} ${id} ${done(record)}`];
    const mark = outcome === 'refused' ? bad('✗') : caution('?');
    return [`${mark} ${cleanText(`${id} ${outcome}${error && `: ${error}`}`)}`];
  });
  const hidden = Math.max(0, each.length - mostLines);
  return [
    ...each.slice(0, hidden > 0 ? mostLines : undefined),
    ...(hidden > 0 ? [`… and ${hidden} more`] : []),
    ...(many ? [`${good('✓')} ${totals(outcomes).done} of ${outcomes.length} done`] : []),
  ].join('\n');
}

/** The refusals in the operator's own rows and columns, where they came from a file. */
async function detailsOf<T>(file: RecordFile<T> | undefined, { refusals }: RunReport): Promise<Detail[]> {
  const places = (await file?.locate(refusals)) ?? [];
  return places.map(({ file: name, row, line, column, field }, i) => {
    return { file: name, row, line, column, field, message: refusals[i]?.message };
  });
}

/** Writes the refused records to a file that can be mended and run again. @returns its path, if there were any */
async function keepRejected<T>(
  { folders, output, settings }: Context,
  file: RecordFile<T>,
  { outcomes }: RunReport,
): Promise<string | undefined> {
  const refused = outcomes.flatMap(({ outcome }, index) => (outcome === 'refused' ? [index] : []));
  if (refused.length === 0) return undefined;
  const { writeRejectFile } = await import('./reject-file.ts');
  const records = (await file.original(refused)).map((record) => {
    return { ...record, error: outcomes[record.index]?.error ?? '' };
  });
  try {
    // What came through a pipe has no folder of its own.
    const own = jobFolder(folders.state, settings.profile.value, requireEnvironment(settings));
    return await writeRejectFile(
      file.name === standardInput ? join(own, 'standard-input') : file.name,
      records,
    );
  } catch (error) {
    output.warn(`Warning: the refused records could not be written to a file: ${String(error)}`);
    return undefined;
  }
}

/** A record's own columns, by its position in the run. */
function columnsOf<T>({ records, columns = [] }: RecordJob<T>): RecordColumn<number>[] {
  return columns.map((column) => ({
    ...plain(column),
    value: (index) => {
      const record = records[index];
      return record === undefined ? null : column.value(record);
    },
  }));
}
