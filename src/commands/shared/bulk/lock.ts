import { realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CliError } from '../../../errors.ts';
import { jsonHash } from '../../../ledger/json-hash.ts';
import type { Context } from '../../../session/context.ts';
import { unusable } from './ledger.ts';

/** What one process at a time may do for a profile and environment. */
export interface LockedJob {
  /** The command: `stock sync`. */
  command: string;
  lock: LockScope;
  /** True for calls that must not be made twice. */
  once: boolean;
}

/** What a lock is for: all runs of the command, or those that read one file; `-` is standard input. */
export type LockScope = 'command' | { file: string };

/** A lock that is held, or that could not be had and is done without. */
export interface JobLock {
  /** Aborts with the run's, and when the lock is lost. */
  signal: AbortSignal;
  release(): Promise<void>;
}

/**
 * Takes the lock of a job. Where the state folder cannot be written, calls that may be made twice are made without it,
 * after a warning: a till with a full disk can still send its stock.
 * @throws CliError `locked` when another process is at it; `ledger_unusable` when once-only calls can have no lock
 */
export async function lockJob(context: Context, { command, lock, once }: LockedJob): Promise<JobLock> {
  const { tryLock } = await import('../../../storage/lock.ts');
  const path = join(context.target().folder, 'jobs', command.replaceAll(' ', '-') + suffixOf(lock));
  const lost = new AbortController();
  let release: Awaited<ReturnType<typeof tryLock>>;
  try {
    release = await tryLock(path, (reason) => lost.abort(reason));
    if (release === undefined) throw isRunning(command);
  } catch (error) {
    if (!(error instanceof CliError) || error.code !== 'failed') throw error;
    if (once) throw unusable(error.message);
    context.output.warn(`Warning: another run could do the same at the same time. ${error.message}`);
  }
  return {
    signal: AbortSignal.any([context.signal, lost.signal]),
    release: async () => {
      await release?.().catch((error: unknown) => {
        if (!(error instanceof CliError)) throw error;
        context.output.warn(`Warning: the lock of this run could not be removed. ${error.message}`);
      });
    },
  };
}

/** One lock for a file, whichever of its paths was typed. */
function suffixOf(lock: LockScope): string {
  if (lock === 'command') return '';
  return `-${jsonHash(lock.file === '-' ? '-' : realPath(lock.file)).slice(0, 12)}`;
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

function isRunning(command: string): CliError {
  return new CliError('locked', `Another "blink ${command}" is at this already.`, {
    hint: 'Nothing was sent. Wait until it has ended, then run the command again.',
  });
}
