import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Option } from '@commander-js/extra-typings';
import { jobFolder } from '../config/paths.ts';
import { requireEnvironment } from '../config/settings.ts';
import type { Context } from '../context.ts';
import { CliError } from '../errors.ts';
import { contentHash } from '../sync/content.ts';
import type { Journal } from '../sync/journal.ts';
import { isFinished, type RunReport } from '../sync/report.ts';
import { wholeNumber } from './values.ts';
import { localTime } from './words.ts';

/** The flags of every command that may run for long, and by itself. */
export interface JobFlags {
  fresh?: true | undefined;
  jitter?: number | undefined;
}

export const freshFlag = new Option('--fresh', 'start over: send again what an unfinished run has sent');

export const jitterFlag = new Option(
  '--jitter <seconds>',
  'begin after a random time up to this, so that many tills do not call at once',
).argParser(wholeNumber(0));

/** What one process at a time may do for a profile and environment. */
export interface Job {
  /** The command with dashes: `stock-sync`. */
  name: string;
  /** The file it works on; jobs on different files do not exclude each other. */
  input?: string;
  /** True for calls that must not be made twice: what was sent is remembered for a month, not for a night. */
  once: boolean;
}

const hour = 3_600_000;
const night = 12 * hour;
const month = 30 * 24 * hour;

/**
 * Does a job under its lock and with its journal. Where the state folder cannot be written the job is done without
 * both, after a warning: a till with a full disk can still send its stock.
 * @param work is given the signal to obey: it aborts with the run's, and when the lock is lost
 * @throws CliError `locked` when another process is at it
 */
export async function asJob<R extends RunReport | undefined>(
  context: Context,
  { name, input, once }: Job,
  { fresh }: JobFlags,
  work: (journal: Journal | undefined, signal: AbortSignal) => Promise<R>,
): Promise<R> {
  const { folders, output, settings, signal } = context;
  const [{ tryLock }, { openJournal, sweepJournals }] = await Promise.all([
    import('../storage/lock.ts'),
    import('../sync/journal.ts'),
  ]);
  const folder = join(jobFolder(folders.state, settings.profile.value, requireEnvironment(settings)), 'jobs');
  const suffix = input === undefined ? '' : `-${contentHash(resolve(input)).slice(0, 12)}`;
  const path = join(folder, `${name}${suffix}.ndjson`);
  const lost = new AbortController();
  let journal: Journal | undefined;
  let release = async () => {};
  try {
    const lock = await tryLock(path, (reason) => lost.abort(reason));
    if (lock === undefined) throw isRunning(name);
    release = lock;
    await sweepJournals(folder, context.now() - month);
    const goOnWithin = fresh ? 0 : once ? month : night;
    journal = await openJournal(path, { job: [name, input].join(' '), now: context.now(), goOnWithin });
  } catch (error) {
    if (!(error instanceof CliError) || error.code !== 'failed') throw error;
    output.warn(`Warning: if this run is cut off, it cannot be gone on with. ${error.message}`);
  }
  let finished = false;
  try {
    const run = await work(journal, AbortSignal.any([signal, lost.signal]));
    finished = run === undefined || isFinished(run);
    return run;
  } finally {
    await journal?.close(finished).catch((error) => warnOf(context, error));
    await release();
  }
}

/** What is done is done, also where its journal stays. */
function warnOf({ output }: Context, error: unknown): void {
  if (!(error instanceof CliError)) throw error;
  output.warn(`Warning: the journal of this run could not be removed. ${error.message}`);
}

function isRunning(name: string): CliError {
  return new CliError('locked', `Another "blink ${name.replace('-', ' ')}" is at this already.`, {
    hint: 'Nothing was sent. Wait until it has ended, then run the command again.',
  });
}

/** Waits for a random part of the time that `--jitter` gives. */
export async function spread(
  { output, signal }: Context,
  { jitter = 0, dryRun }: JobFlags & { dryRun?: true | undefined },
): Promise<void> {
  if (jitter === 0 || dryRun) return;
  const seconds = Math.random() * jitter;
  output.note(`Beginning in ${Math.ceil(seconds)} s (--jitter ${jitter}).`);
  await delay(seconds * 1000, undefined, { signal });
}

/** Says that an unfinished run is gone on with. */
export function noteResumed({ output }: Context, { resumes = 0 }: Journal, done: number, all: number): void {
  output.note(
    `Going on with the run of ${localTime(resumes)}: ${done} of ${all} are done. To send all again: --fresh.`,
  );
}
