import type { Context } from '../../../session/context.ts';
import type { JobFlags } from './flags.ts';
import { type LedgerUse, ledgerState, type OpenLedger, openForRun } from './ledger.ts';
import { lockJob } from './lock.ts';

/** What a run works with, from its beginning to its end. */
export interface Job extends Omit<OpenLedger, 'close'> {
  /** Aborts with the run's, and when its lock is lost. */
  signal: AbortSignal;
  /** Closes the ledger and gives the lock back. */
  end(): Promise<void>;
}

/**
 * Begins a job with its ledger, and under its lock where it has an input. A dry run only reads the ledger.
 * @param input the file it works on, or `-`
 * @throws CliError `locked`, `ledger_unusable`, `safety_limit`
 */
export async function beginJob(
  context: Context,
  { dryRun, ignoreLedger }: JobFlags,
  { command, input, ...use }: { command: string; input?: string | undefined } & LedgerUse,
): Promise<Job> {
  const { signal } = context;
  const wanted = { ...use, ignoreLedger };
  if (dryRun) return { ledger: undefined, state: ledgerState(context, wanted), signal, end: async () => {} };
  const once = use.need === 'once' && !ignoreLedger;
  const lock = input === undefined ? undefined : await lockJob(context, { command, input, once });
  try {
    const { ledger, state, close } = await openForRun(context, wanted);
    return { ledger, state, signal: lock?.signal ?? signal, end: () => close().finally(lock?.release) };
  } catch (error) {
    await lock?.release();
    throw error;
  }
}
