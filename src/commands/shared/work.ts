import type { Patience } from '../../blink/retry/patience.ts';
import { CliError } from '../../errors.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { LedgerState } from '../../ledger/ledger-state.ts';
import type { RunNotes } from '../../ledger/run-notes.ts';
import type { Context } from '../../session/context.ts';
import { asJob } from './job.ts';
import { type LedgerUse, ledgerState, withLedger } from './notes.ts';

/** The flags that a job obeys. */
export interface WorkFlags {
  dryRun?: true | undefined;
  ignoreLedger?: true | undefined;
}

/** What a job works with: none of it where nothing is sent. */
export interface Work {
  ledger: Ledger | undefined;
  /** What the ledger shows; undefined where it can't be read, and where no environment is chosen. */
  state: LedgerState | undefined;
  /** Aborts with the run's, and when the lock is lost. */
  signal: AbortSignal;
}

/**
 * Does a job with its ledger, and under its lock where it has a file. A dry run only reads the ledger.
 * @throws CliError `locked`, `ledger_unusable`, `safety_limit`
 */
export async function inJob<R>(
  context: Context,
  { dryRun, ignoreLedger }: WorkFlags,
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
  const { createPatience } = await import('../../blink/retry/patience.ts');
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
