import { unclearAnswer } from '../../../blink/answers/verdict.ts';
import type { Client } from '../../../blink/client.ts';
import { forgiving, noNotes } from '../../../bulk/notes.ts';
import type { OnceRules } from '../../../bulk/once.ts';
import type { RunReport } from '../../../bulk/report.ts';
import { runBulk, runOne } from '../../../bulk/run.ts';
import { CliError } from '../../../errors.ts';
import { standardInput } from '../../../files/readers/source.ts';
import type { Item } from '../../../ledger/entry.ts';
import { jsonHash } from '../../../ledger/json-hash.ts';
import type { Ledger } from '../../../ledger/ledger.ts';
import { beginRun, type RunNotes } from '../../../ledger/run-notes.ts';
import { timestampAt } from '../../../ledger/timestamp.ts';
import type { Context } from '../../../session/context.ts';
import { placeName } from '../../../session/target/in-words.ts';
import { confirmEverywhere, confirmWrite } from '../confirm.ts';
import { localTime } from '../words.ts';
import { showPlan } from './dry-run.ts';
import type { BulkFlags, JobFlags } from './flags.ts';
import { beginJob, type Job } from './job.ts';
import { unnoted } from './ledger.ts';
import type { CallLimits, Plan } from './plan.ts';
import { pace, reportRun } from './report.ts';

/** The flags that sending obeys. */
type SendFlags = JobFlags & Partial<BulkFlags>;

/**
 * Does a plan that needs to know nothing of what was sent before: locks its file, sends it and prints what became of
 * each record. A dry run prints the plan.
 * @throws CliError when anything was not done
 */
export async function runPlan<T>(context: Context, flags: SendFlags, plan: Plan<T>): Promise<void> {
  const { command, kind, file, once } = plan;
  const need = once && ('once' as const);
  // Standard input is one input, from whichever folder it is read.
  const lock = file && { file: file.name === standardInput ? '-' : file.name };
  // One record that is typed is sent whatever was sent before.
  const unread = isTyped(plan) && once === undefined;
  const job = await beginJob(context, flags, { command, kind, need, unread, lock });
  try {
    await sendPlan(context, flags, plan, job);
  } finally {
    await job.end();
  }
}

function isTyped({ file, records }: Plan<unknown>): boolean {
  return file === undefined && records.length === 1;
}

/**
 * The same in a job that is under way.
 * @throws CliError when anything was not done
 */
export async function sendPlan<T>(
  context: Context,
  flags: SendFlags,
  plan: Plan<T>,
  { ledger, state, signal }: Job,
): Promise<void> {
  if (flags.dryRun) return showPlan(context, plan, state);
  const { endpoint, file, question, records, whole } = plan;
  // Before the question: nobody is asked about what cannot be sent for want of a login.
  const client = await context.api[endpoint.service]();
  const write = { what: question, service: endpoint.service };
  if (whole) await confirmEverywhere(context, { ...write, ...(whole.intents && { each: whole.intents }) });
  else await confirmWrite(context, { ...write, each: records.map(plan.intent) });
  const notes = notesOf(context, plan, ledger, flags.fresh ?? false);
  const limits = { signal, patience: file && (await patienceOf(context, signal)) };
  const sending = requestsOf(context, plan, notes, client, limits);
  const progress = await context.output.progress(whole?.progress(0) ?? `0 of ${records.length}`);
  const begun = context.now();
  const run = await (isTyped(plan)
    ? runOne(sending)
    : runBulk({
        ...sending,
        batchSize: plan.batchSize ?? 1,
        concurrency: flags.concurrency ?? 1,
        salvage: whole === undefined,
        onProgress: (settled) => {
          const ms = context.now() - begun;
          progress.update(whole?.progress(settled) ?? pace(settled, records.length, notes.earlier.size, ms));
        },
      })
  ).finally(() => progress.stop());
  await plan.keep?.(records.filter((_, i) => run.outcomes[i]?.outcome === 'done' || run.earlier.has(i)));
  await endRun(context, plan, notes, run);
}

/** The requests of a plan, for whoever sends them. */
function requestsOf<T>(
  { now }: Context,
  { records, idOf, list, endpoint, body, read, once, hashOf = jsonHash }: Plan<T>,
  notes: RunNotes,
  client: Client,
  limits: CallLimits,
) {
  const rules = once && {
    ...once,
    look: (record: T) => once.look(client, record, limits),
    hashOf,
    now: () => timestampAt(now()),
  };
  return {
    ...{ items: records, idOf, list, notes, signal: limits.signal },
    once: rules satisfies OnceRules<T> | undefined,
    async send(batch: readonly T[]) {
      const reply = await client.call(endpoint, { body: body(batch), ...limits });
      return read ? read(reply) : { why: unclearAnswer(reply) };
    },
  };
}

/** The notes of a run in its ledger. Says so where the run goes on with an unfinished one. */
function notesOf<T>(
  { output, target, now }: Context,
  plan: Plan<T>,
  ledger: Ledger | undefined,
  fresh: boolean,
): RunNotes {
  if (ledger === undefined) return noNotes;
  const { command, kind, endpoint, records, batchSize = 1, once, whole, stillHolds } = plan;
  const notes = beginRun(ledger, itemsOf(plan), {
    ...{ kind, job: command, to: placeName(target(), endpoint.service), now: now() },
    durable: once !== undefined,
    // A request that has all of the menu says what is on it: a part of it would say something else.
    fresh: fresh || (whole !== undefined && batchSize >= records.length),
    whole: whole && true,
    alone: once === undefined && isTyped(plan),
    stillHolds,
  });
  if (once) return notes;
  if (notes.resumes && notes.earlier.size > 0) {
    output.note(
      `Going on with the run of ${localTime(notes.resumes.at)}: ${notes.earlier.size} of ${records.length} are done. ` +
        'To send all again: --fresh.',
    );
  }
  return forgiving(notes, (error) => output.warn(unnoted(error)));
}

function itemsOf<T>({ records, idOf, contentOf, hashOf = jsonHash }: Plan<T>): Item[] {
  return records.map((record) => {
    const item = [idOf(record), hashOf(record)] as const;
    return contentOf ? [...item, contentOf(record)] : item;
  });
}

/** Milliseconds. For so long a run of many records waits for a service that is away. */
const usualPatience = 120_000;

/**
 * A run from a file waits for a service that is away. Who typed a record wants to know at once, and who gave `--retries`
 * has said how often to try.
 */
async function patienceOf({ deadline, now, settings }: Context, signal: AbortSignal) {
  if (settings.retries.source === '--retries') return undefined;
  const { createPatience } = await import('../../../blink/retry/patience.ts');
  return createPatience({ budget: deadline === undefined ? usualPatience : deadline - now(), signal });
}

/**
 * Reports a run, and notes after it that the run is over: cut off before, it is gone on with.
 * @throws CliError the error that the run ends with, if any
 */
async function endRun<T>(context: Context, plan: Plan<T>, notes: RunNotes, run: RunReport): Promise<void> {
  const error = await reportRun(context, plan, run);
  try {
    await notes.over();
  } catch (unwritten) {
    // What was done is done and told; calls that must not be made twice are known by their own notes.
    if (!(unwritten instanceof CliError)) throw unwritten;
  }
  if (error) throw error;
}
