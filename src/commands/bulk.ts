import { join } from 'node:path';
import type { Command } from '@commander-js/extra-typings';
import type { Client } from '../api/client.ts';
import { standardInput } from '../catalog/readers/source.ts';
import type { RecordFile } from '../catalog/records/kind.ts';
import { jobFolder } from '../config/paths.ts';
import { requireEnvironment } from '../config/settings.ts';
import type { Context } from '../context.ts';
import type { Endpoint } from '../contract/endpoints.ts';
import type { Detail } from '../errors.ts';
import type { RecordColumn } from '../output/output.ts';
import { requestUrl, unusualPlace } from '../session/place.ts';
import type { Journal } from '../sync/journal.ts';
import type { RunReport } from '../sync/report.ts';
import { runBulk } from '../sync/run.ts';
import { bulkError, plain, reportBulk } from './bulk-report.ts';
import { outcomeLines, pace } from './bulk-words.ts';
import { confirmWrite } from './confirm.ts';
import { asJob, freshFlag, type JobFlags, jitterFlag, noteResumed } from './job.ts';
import { cellFlags } from './reading.ts';
import { wholeNumber } from './values.ts';
import { plural } from './words.ts';

/** Adds the flags of every command that writes many records. */
export function bulkFlags<Args extends unknown[], Flags extends Record<string, unknown>>(
  command: Command<Args, Flags>,
) {
  return cellFlags(command)
    .option('--dry-run', 'show what would be sent, send nothing')
    .option('--concurrency <count>', 'how many requests are under way at once', wholeNumber(1), 4)
    .addOption(freshFlag)
    .addOption(jitterFlag);
}

export interface BulkFlags extends JobFlags {
  dryRun?: true | undefined;
  concurrency: number;
}

/** Records to send. */
export interface RecordJob<T> {
  /** The command with dashes, which tells its jobs from those of others: `stock-sync`. */
  name: string;
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
  /** Makes one request, unless the signal ends it. */
  send(client: Client, batch: readonly T[], signal: AbortSignal): Promise<unknown>;
  /** Finds out whether a record took effect that was sent without an answer; given where it must not be sent twice. */
  tookEffect?(client: Client, record: T, signal: AbortSignal): Promise<boolean>;
  /** Told of the records that are done, by an earlier run or this one, before anything is printed. */
  keep?(done: readonly T[]): Promise<void>;
  /** What is asked before a write to production, completing "In production: …?" */
  question: string;
  /** What the request is to make of a record, for the person who is asked: `order 123: accepted`. */
  intent(record: T): string;
  /** What became of a done record, in words: `accepted`. */
  done(record: T): string;
  /** What scripts are told of a record beside its outcome. */
  columns?: readonly RecordColumn<T>[];
}

/**
 * Sends records and prints what became of each: a line a record for people, the shape of all bulk runs for scripts.
 * @throws CliError when anything was not done
 */
export async function runRecords<T>(context: Context, flags: BulkFlags, job: RecordJob<T>): Promise<void> {
  if (flags.dryRun) return showRequests(context, job);
  const { name, file, endpoint } = job;
  const once = endpoint.repeat === 'once';
  const run = file
    ? await asJob(context, { name, input: file.name, once }, flags, (journal, signal) =>
        sendRecords(context, flags, job, journal, signal),
      )
    : await sendRecords(context, flags, job, undefined, context.signal);
  const rejectFile = file && (await keepRejected(context, file, run));
  const place = unusualPlace(context.target(), endpoint.service);
  await reportBulk(context.output, run, {
    words: await outcomeLines(context.output, { ...job, place }, run),
    more: rejectFile ? { rejectFile } : {},
    columns: columnsOf(job),
  });
  const error = bulkError(run, {
    details: await detailsOf(file, run),
    rejectFile,
    resumable: file !== undefined,
  });
  if (error) throw error;
}

async function sendRecords<T>(
  context: Context,
  { concurrency }: BulkFlags,
  job: RecordJob<T>,
  journal: Journal | undefined,
  signal: AbortSignal,
): Promise<RunReport> {
  const { output, now } = context;
  const { records, tookEffect } = job;
  // Before the question: nobody is asked about what cannot be sent for want of a login.
  const client = await job.client();
  await confirmWrite(context, {
    what: job.question,
    service: job.endpoint.service,
    each: records.map(job.intent),
  });
  const progress = await output.progress(`0 of ${records.length}`);
  const begun = now();
  let earlier = 0;
  const run = await runBulk({
    items: records,
    idOf: job.idOf,
    batchSize: job.batchSize ?? 1,
    concurrency,
    ...(job.list === undefined ? {} : { list: job.list }),
    salvage: true,
    signal,
    journal,
    // What must not be made twice is known by its id alone: "+30m" is another time in every run.
    contentOf: job.endpoint.repeat === 'once' ? job.idOf : undefined,
    send: (batch) => job.send(client, batch, signal),
    tookEffect: tookEffect && ((record) => tookEffect(client, record, signal)),
    onResume: (done) => {
      earlier = done;
      if (journal) noteResumed(context, journal, done, records.length);
    },
    onProgress: (settled) => progress.update(pace(settled, records.length, earlier, now() - begun)),
  }).finally(() => progress.stop());
  const isDone = (_: T, i: number) => run.outcomes[i]?.outcome === 'done' || run.earlier.has(i);
  await job.keep?.(records.filter(isDone));
  return run;
}

/** What would be sent: nothing of it is, and no login is needed. */
async function showRequests<T>(context: Context, job: RecordJob<T>): Promise<void> {
  const { output } = context;
  const { method } = job.endpoint;
  const url = requestUrl(context, job.endpoint);
  const size = job.batchSize ?? 1;
  const requests = Array.from({ length: Math.ceil(job.records.length / size) }, (_, i) => {
    return { method, url, body: job.body(job.records.slice(i * size, (i + 1) * size)) };
  });
  const plan = { records: job.records.length, requests: requests.length };
  if (!output.forPeople) return output.json({ dryRun: true, plan, requests });
  for (const { body } of requests) await output.report(`${method} ${url} ${JSON.stringify(body)}`);
  await output.report(`Dry run: nothing was sent. It would be ${plural(requests.length, 'request')}.`);
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
