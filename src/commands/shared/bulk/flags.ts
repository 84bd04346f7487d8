import { setTimeout as delay } from 'node:timers/promises';
import { type Command, Option } from '@commander-js/extra-typings';
import type { Context } from '../../../session/context.ts';
import { cellFlags } from '../reading.ts';
import { wholeNumber } from '../values.ts';

/** The flags of every command that may run for long, and by itself. */
export interface JobFlags {
  dryRun?: true | undefined;
  fresh?: true | undefined;
  jitter?: number | undefined;
  ignoreLedger?: true | undefined;
}

/** The flags of every command that writes many records, each in a request of its own or in batches. */
export interface BulkFlags extends JobFlags {
  concurrency: number;
}

/** Adds those flags, but for `--ignore-ledger`, which is only for commands that need the ledger. */
export function bulkFlags<Args extends unknown[], Flags extends Record<string, unknown>>(
  command: Command<Args, Flags>,
) {
  return cellFlags(command)
    .option('--dry-run', 'show what would be sent, send nothing')
    .option('--concurrency <count>', 'how many requests are under way at once', wholeNumber(1), 4)
    .addOption(freshFlag)
    .addOption(jitterFlag);
}

export const freshFlag = new Option('--fresh', 'start over: send again what an unfinished run has sent');

/** In seconds. A timer of more than 24 days would fire at once. */
const aDay = 86_400;

export const jitterFlag = new Option(
  '--jitter <seconds>',
  'begin after a random time up to this, so that many tills do not call at once',
).argParser(wholeNumber(0, aDay));

export const ignoreLedgerFlag = new Option(
  '--ignore-ledger',
  'go on where the record of what was sent is damaged, at the risk of doing something twice',
);

/** Waits for a random part of the time that `--jitter` gives. */
export async function waitForJitter(
  { output, signal }: Context,
  { jitter = 0, dryRun }: JobFlags,
): Promise<void> {
  if (jitter === 0 || dryRun) return;
  const seconds = Math.random() * jitter;
  output.note(`Beginning in ${Math.ceil(seconds)} s (--jitter ${jitter}).`);
  await delay(seconds * 1000, undefined, { signal });
}
