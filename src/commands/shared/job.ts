import { realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Option } from '@commander-js/extra-typings';
import { CliError } from '../../errors.ts';
import { jsonHash } from '../../ledger/json-hash.ts';
import type { Context } from '../../session/context.ts';
import { unusable } from './unusable.ts';
import { wholeNumber } from './values.ts';

/** The flags of every command that may run for long, and by itself. */
export interface JobFlags {
  fresh?: true | undefined;
  jitter?: number | undefined;
}

export const freshFlag = new Option('--fresh', 'start over: send again what an unfinished run has sent');

/** In seconds. A timer of more than 24 days would fire at once. */
const aDay = 86_400;

export const jitterFlag = new Option(
  '--jitter <seconds>',
  'begin after a random time up to this, so that many tills do not call at once',
).argParser(wholeNumber(0, aDay));

/** What one process at a time may do for a profile and environment. */
export interface Job {
  /** The command: `stock sync`. */
  name: string;
  /** The file it works on, or `-`; jobs on different files do not exclude each other. */
  input?: string | undefined;
  /** True for calls that must not be made twice. */
  once: boolean;
}

/**
 * Does a job under its lock. Where the state folder cannot be written, calls that may be made twice are made without it,
 * after a warning: a till with a full disk can still send its stock.
 * @param work is given the signal to obey: it aborts with the run's, and when the lock is lost
 * @throws CliError `locked` when another process is at it; `ledger_unusable` when once-only calls can have no lock
 */
export async function asJob<R>(
  context: Context,
  { name, input, once }: Job,
  work: (signal: AbortSignal) => Promise<R>,
): Promise<R> {
  const { tryLock } = await import('../../storage/lock.ts');
  const path = join(context.target().folder, 'jobs', name.replaceAll(' ', '-') + suffixOf(input));
  const lost = new AbortController();
  let release: Awaited<ReturnType<typeof tryLock>>;
  try {
    release = await tryLock(path, (reason) => lost.abort(reason));
    if (release === undefined) throw isRunning(name);
  } catch (error) {
    if (!(error instanceof CliError) || error.code !== 'failed') throw error;
    if (once) throw unusable(error.message);
    context.output.warn(`Warning: another run could do the same at the same time. ${error.message}`);
  }
  try {
    return await work(AbortSignal.any([context.signal, lost.signal]));
  } finally {
    await release?.().catch((error: unknown) => {
      if (!(error instanceof CliError)) throw error;
      context.output.warn(`Warning: the lock of this run could not be removed. ${error.message}`);
    });
  }
}

/** One lock for a file, whichever of its paths was typed. */
function suffixOf(input: string | undefined): string {
  return input === undefined ? '' : `-${jsonHash(input === '-' ? '-' : realPath(input)).slice(0, 12)}`;
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

function isRunning(name: string): CliError {
  return new CliError('locked', `Another "blink ${name}" is at this already.`, {
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
