import type { Command } from '@commander-js/extra-typings';
import type { OnceRules } from '../../bulk/once.ts';
import { runBulk } from '../../bulk/run.ts';
import { CliError } from '../../errors.ts';
import { standardInput } from '../../files/readers/source.ts';
import type { Item } from '../../ledger/entry.ts';
import { jsonHash } from '../../ledger/json-hash.ts';
import type { LedgerState } from '../../ledger/ledger-state.ts';
import { timestampAt } from '../../ledger/timestamp.ts';
import type { Context } from '../../session/context.ts';
import { requestUrl } from '../../session/place.ts';
import { pace } from './bulk-words.ts';
import { confirmWrite } from './confirm.ts';
import { freshFlag, type JobFlags, jitterFlag } from './job.ts';
import { notesIn } from './notes.ts';
import { cellFlags } from './reading.ts';
import type { RecordJob } from './record-job.ts';
import { reportRecords } from './record-result.ts';
import { wholeNumber } from './values.ts';
import { plural } from './words.ts';
import { endRun, inJob, patienceFor, type Work, type WorkFlags } from './work.ts';

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

export interface BulkFlags extends JobFlags, WorkFlags {
  concurrency: number;
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
  await inJob(context, flags, { name, kind, need, unread, input: file && inputOf(file.name) }, (work) =>
    sendRecords(context, flags, job, work),
  );
}

/** What a job is locked by: standard input is one, from whichever folder it is read. */
function inputOf(name: string): string {
  return name === standardInput ? '-' : name;
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

function itemsOf<T>({ records, idOf, contentOf, hashOf = jsonHash }: RecordJob<T>): Item[] {
  return records.map((record) => {
    const item = [idOf(record), hashOf(record)] as const;
    return contentOf ? [...item, contentOf(record)] : item;
  });
}

function onceRules<T>(
  { now }: Context,
  { hashOf = jsonHash, lookedUpBy = () => '', again = false }: RecordJob<T>,
  look: OnceRules<T>['look'],
): OnceRules<T> {
  return { look, lookedUpBy, again, hashOf, now: () => timestampAt(now()) };
}

/** A job without the records that must not be made twice and are known to the ledger. */
function withoutKnown<T>(
  { output }: Context,
  job: RecordJob<T>,
  state: LedgerState | undefined,
): RecordJob<T> {
  if (job.look === undefined || job.again) return job;
  const known = state?.records.get(job.kind);
  const isNew = (record: T) => {
    const standing = known?.get(job.idOf(record));
    return standing === undefined || (standing.confirmed.length === 0 && standing.doubts.length === 0);
  };
  const changed = job.records.filter((record) => {
    const last = known?.get(job.idOf(record))?.confirmed.at(-1);
    return last !== undefined && last.hash !== (job.hashOf ?? jsonHash)(record);
  });
  if (changed.length > 0) {
    const ids = changed.map(job.idOf).join(', ');
    throw new CliError('refused', `Made already, with other details: ${ids}. They would not be changed.`);
  }
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
