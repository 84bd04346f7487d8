import type { Context } from '../../../session/context.ts';
import type { JobFlags } from './flags.ts';
import { type LedgerUse, ledgerState, type OpenLedger, openForRun } from './ledger.ts';
import { type LockScope, lockJob } from './lock.ts';

/** What a run works with, from its beginning to its end. */
export interface Job extends Omit<OpenLedger, 'close'> {
  /** Aborts with the run's, and when its lock is lost. */
  signal: AbortSignal;
  /** Closes the ledger and gives the lock back. */
  end(): Promise<void>;
}

/**
 * Begins a job with its ledger, and under a lock where one is asked for. A dry run only reads the ledger.
 * @throws CliError `locked`, `ledger_unusable`, `safety_limit`
 */
export async function beginJob(
  context: Context,
  { dryRun, ignoreLedger }: JobFlags,
  { command, lock: scope, ...use }: { command: string; lock?: LockScope | undefined } & LedgerUse,
): Promise<Job> {
  const { signal } = context;
  const wanted = { ...use, ignoreLedger };
  if (dryRun) return { ledger: undefined, state: ledgerState(context, wanted), signal, end: async () => {} };
  const once = use.need === 'once' && !ignoreLedger;
  const lock = scope && (await lockJob(context, { command, lock: scope, once }));
  try {
    const { ledger, state, close } = await openForRun(context, wanted);
    return { ledger, state, signal: lock?.signal ?? signal, end: () => close().finally(lock?.release) };
  } catch (error) {
    await lock?.release();
    throw error;
  }
}
