import type { Command } from '@commander-js/extra-typings';
import type { Client } from '../api/client.ts';
import type { Patience } from '../api/patience.ts';
import type { Look, OnceRules } from '../bulk/once.ts';
import type { Outcome, RunReport } from '../bulk/report.ts';
import { runBulk, type Sent } from '../bulk/run.ts';
import { standardInput } from '../catalog/readers/source.ts';
import type { RecordFile } from '../catalog/records/kind.ts';
import type { Context } from '../context.ts';
import type { Endpoint } from '../contract/endpoints.ts';
import { CliError, type Detail } from '../errors.ts';
import { contentHash } from '../ledger/content-hash.ts';
import type { Item, Kind } from '../ledger/entry.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { thisMoment } from '../ledger/moment.ts';
import type { RunNotes } from '../ledger/run.ts';
import type { State } from '../ledger/state.ts';
import type { RecordColumn } from '../output/output.ts';
import { requestUrl, unusualPlace } from '../session/place.ts';
import { bulkError, plain, reportBulk } from './bulk-report.ts';
import { outcomeLines, pace } from './bulk-words.ts';
import { confirmWrite } from './confirm.ts';
import { asJob, freshFlag, type JobFlags, jitterFlag, ownFolder } from './job.ts';
import { type LedgerUse, ledgerState, notesIn, withLedger } from './notes.ts';
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
  ignoreLedger?: true | undefined;
}

/** What a job works with: none of it where nothing is sent. */
export interface Work {
  ledger: Ledger | undefined;
  /** What the ledger shows; undefined where it can't be read, and where no environment is chosen. */
  state: State | undefined;
  /** Aborts with the run's, and when the lock is lost. */
  signal: AbortSignal;
}

/**
 * Does a job with its ledger, and under its lock where it has a file. A dry run only reads the ledger.
 * @throws CliError `locked`, `ledger_unusable`, `safety_limit`
 */
export async function inJob<R>(
  context: Context,
  { dryRun, ignoreLedger }: Pick<BulkFlags, 'dryRun' | 'ignoreLedger'>,
  { name, input, ...use }: { name: string; input?: string | undefined } & LedgerUse,
  work: (work: Work) => Promise<R>,
): Promise<R> {
  const known = { ...use, ignoreLedger };
  const { signal } = context;
  if (dryRun) return work({ ledger: undefined, state: ledgerState(context, known), signal });
  const withState = (aborting: AbortSignal) =>
    withLedger(context, known, (ledger, state) => work({ ledger, state, signal: aborting }));
  if (input === undefined) return withState(signal);
  return asJob(context, { name, input, once: use.need === 'once' && !ignoreLedger }, withState);
}

/** What a call of a run obeys: its signal, and for many records the patience that they share. */
export interface CallLimits {
  signal: AbortSignal;
  patience: Patience | undefined;
}

/** Records to send. */
export interface RecordJob<T> {
  /** The command: `stock sync`. */
  name: string;
  kind: Kind;
  records: readonly T[];
  /** The file they came from; undefined where they came from flags. */
  file: RecordFile<T> | undefined;
  endpoint: Endpoint;
  /** How many go into one request; one unless given. */
  batchSize?: number;
  /** The list in the request's body that a refusal names records by, where a request has several. */
  list?: string;
  idOf(record: T): string;
  /** What the ledger keeps of a record, where that is worth keeping. */
  contentOf?(record: T): unknown;
  /** What tells two records of one id apart; the whole record unless given. */
  hashOf?(record: T): string;
  client(): Promise<Client>;
  /** The body of a request. */
  body(batch: readonly T[]): unknown;
  /** Makes one request. */
  send(client: Client, batch: readonly T[], limits: CallLimits): Promise<Sent>;
  /** For calls that must not be made twice: how to find out whether a record in doubt took effect. */
  look?(client: Client, record: T, limits: CallLimits): Promise<Look>;
  /** The command that looks for a record in doubt. */
  lookedUpBy?(record: T): string;
  /** True makes such calls again that the ledger knows. */
  again?: boolean | undefined;
  /** False for a record that something else changed since it was confirmed. */
  stillHolds?(id: string): boolean;
  /** Told of the records that are done, before anything is printed. */
  keep?(done: readonly T[]): Promise<void>;
  /** What is asked before a write to production, completing "In production: …?" */
  question: string;
  /** What the request is to make of a record, for the person who is asked: `order 123: accepted`. */
  intent(record: T): string;
  /** What became of a done record, in words: `accepted`. */
  done(record: T, outcome: Outcome): string;
  /** What scripts are told of a record beside its outcome. */
  columns?: readonly RecordColumn<Outcome>[];
}

/**
 * Sends records and prints what became of each: a line a record for people, the shape of all bulk runs for scripts.
 * @throws CliError when anything was not done
 */
export async function runRecords<T>(context: Context, flags: BulkFlags, job: RecordJob<T>): Promise<void> {
  const { name, kind, file, look, records } = job;
  const need = look ? ('once' as const) : undefined;
  // One record that is typed is sent whatever was sent before.
  const unread = file === undefined && records.length === 1 && need === undefined;
  await inJob(context, flags, { name, kind, need, unread, input: file?.name }, (work) =>
    sendRecords(context, flags, job, work),
  );
}

/**
 * Sends records of a job that is under way, and prints what became of them. A dry run only shows them.
 * @throws CliError when anything was not done
 */
export async function sendRecords<T>(
  context: Context,
  flags: BulkFlags,
  job: RecordJob<T>,
  { ledger, state, signal }: Work,
): Promise<void> {
  if (flags.dryRun) return showRequests(context, withoutKnown(context, job, state));
  const { output, now } = context;
  const { records, idOf, look } = job;
  // Before the question: nobody is asked about what cannot be sent for want of a login.
  const client = await job.client();
  await confirmWrite(context, {
    what: job.question,
    service: job.endpoint.service,
    each: records.map(job.intent),
  });
  const notes = notesIn(context, ledger, itemsOf(job), {
    kind: job.kind,
    job: job.name,
    durable: look !== undefined,
    fresh: flags.fresh ?? false,
    stillHolds: job.stillHolds,
  });
  const limits = { signal, patience: await patienceFor(context, job.file !== undefined, signal) };
  const progress = await output.progress(`0 of ${records.length}`);
  const begun = now();
  const run = await runBulk({
    items: records,
    idOf,
    batchSize: job.batchSize ?? 1,
    concurrency: flags.concurrency,
    list: job.list,
    salvage: true,
    signal,
    notes,
    send: (batch) => job.send(client, batch, limits),
    once: look && onceRules(context, job, (record) => look(client, record, limits)),
    onProgress: (settled) =>
      progress.update(pace(settled, records.length, notes.earlier.size, now() - begun)),
  }).finally(() => progress.stop());
  await job.keep?.(records.filter((_, i) => run.outcomes[i]?.outcome === 'done' || run.earlier.has(i)));
  await endRun(notes, await reportRecords(context, job, run));
}

/** Milliseconds. For so long a run of many records waits for a service that is away. */
const usualPatience = 120_000;

/**
 * A run from a file waits for a service that is away. Who typed a record wants to know at once, and who gave `--retries`
 * has said how often to try.
 */
export async function patienceFor(
  { deadline, now, settings }: Context,
  isBulk: boolean,
  signal: AbortSignal,
): Promise<Patience | undefined> {
  if (!isBulk || settings.retries.source === '--retries') return undefined;
  const { createPatience } = await import('../api/patience.ts');
  return createPatience({ budget: deadline === undefined ? usualPatience : deadline - now(), signal });
}

/**
 * Notes that a run is over, now that its report is out: cut off before, it is gone on with.
 * @throws CliError the error that the run ends with, if any
 */
export async function endRun(notes: RunNotes, error: CliError | undefined): Promise<void> {
  try {
    await notes.over();
  } catch (unnoted) {
    // What was done is done and told; calls that must not be made twice are known by their own notes.
    if (!(unnoted instanceof CliError)) throw unnoted;
  }
  if (error) throw error;
}

function itemsOf<T>({ records, idOf, contentOf, hashOf = contentHash }: RecordJob<T>): Item[] {
  return records.map((record) => {
    const item = [idOf(record), hashOf(record)] as const;
    return contentOf ? [...item, contentOf(record)] : item;
  });
}

function onceRules<T>(
  { now }: Context,
  { hashOf = contentHash, lookedUpBy = () => '', again = false }: RecordJob<T>,
  look: OnceRules<T>['look'],
): OnceRules<T> {
  return { look, lookedUpBy, again, hashOf, now: () => thisMoment(now()) };
}

/** A job without the records that must not be made twice and are known to the ledger. */
function withoutKnown<T>({ output }: Context, job: RecordJob<T>, state: State | undefined): RecordJob<T> {
  if (job.look === undefined || job.again) return job;
  const known = state?.records.get(job.kind);
  const isNew = (record: T) => {
    const standing = known?.get(job.idOf(record));
    return standing === undefined || (standing.confirmed.length === 0 && standing.doubts.length === 0);
  };
  const records = job.records.filter(isNew);
  const left = job.records.length - records.length;
  if (left > 0) output.note(`${plural(left, 'record')} left out: sent before, as the ledger shows.`);
  return { ...job, records };
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

/** Prints what became of records, and keeps what was refused. @returns the error where anything was not done */
async function reportRecords<T>(
  context: Context,
  job: RecordJob<T>,
  run: RunReport,
): Promise<CliError | undefined> {
  const { file } = job;
  const rejectFile = file && (await keepRejected(context, file, run));
  const place = unusualPlace(context.target(), job.endpoint.service);
  await reportBulk(context.output, run, {
    words: await outcomeLines(context.output, { ...job, place }, run),
    more: rejectFile ? { rejectFile } : {},
    columns: columnsOf(job, run),
  });
  return bulkError(run, {
    details: await detailsOf(file, run),
    rejectFile,
    resumable: file !== undefined,
    once: job.look !== undefined,
  });
}

/** A record's own columns, by its position in the run. */
function columnsOf<T>({ columns = [] }: RecordJob<T>, { outcomes }: RunReport): RecordColumn<number>[] {
  return columns.map((column) => ({
    ...plain(column),
    value: (index) => {
      const outcome = outcomes[index];
      return outcome === undefined ? null : column.value(outcome);
    },
  }));
}

/** The refusals in the operator's own rows and columns, where they came from a file. */
async function detailsOf<T>(file: RecordFile<T> | undefined, { refusals }: RunReport): Promise<Detail[]> {
  const places = (await file?.locate(refusals)) ?? [];
  return places.map(({ file: name, row, line, column, field }, i) => {
    return { file: name, row, line, column, field, message: refusals[i]?.message };
  });
}

/** Writes the refused records to a file that can be mended and run again. @returns its path, if there were any */
export async function keepRejected<T>(
  context: Context,
  file: Pick<RecordFile<T>, 'name' | 'original'>,
  { outcomes }: RunReport,
): Promise<string | undefined> {
  const refused = outcomes.flatMap(({ outcome }, index) => (outcome === 'refused' ? [index] : []));
  if (refused.length === 0) return undefined;
  const { writeRejectFile } = await import('./reject-file.ts');
  try {
    const records = (await file.original(refused)).map((record) => {
      return { ...record, error: outcomes[record.index]?.error ?? '' };
    });
    // What came through a pipe has no folder of its own.
    const own = ownFolder(context);
    const input = file.name === standardInput ? `${own}/standard-input` : file.name;
    return await writeRejectFile(input, records, own);
  } catch (error) {
    context.output.warn(`Warning: the refused records could not be written to a file: ${String(error)}`);
    return undefined;
  }
}
