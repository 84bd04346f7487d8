import { setTimeout as delay } from 'node:timers/promises';
import { CliError } from '../errors.ts';
import { inWords } from '../words.ts';
import { type Check, type Diagnosis, type Finding, failed } from './check.ts';
import type { Patient } from './patient.ts';

/** Milliseconds that a check may take: more than all steps of the network together. */
const usualLimit = 25_000;

/**
 * Makes all checks at once. None hides another: what one throws, and that it takes too long, is what it found.
 * @throws the signal's reason where that aborts
 */
export async function examine(
  patient: Patient,
  checks: readonly Check[],
  signal: AbortSignal,
  limit = usualLimit,
): Promise<Diagnosis[]> {
  const diagnoses = await Promise.all(
    checks.map(async (check) => {
      const { id, title } = check;
      return { id, title, ...(await findingOf(patient, check, signal, limit)) };
    }),
  );
  signal.throwIfAborted();
  return diagnoses;
}

async function findingOf(
  patient: Patient,
  { look }: Check,
  interruption: AbortSignal,
  limit: number,
): Promise<Finding> {
  const over = new AbortController();
  const signal = AbortSignal.any([interruption, over.signal]);
  const timer = delay(limit, undefined, { signal, ref: false }).then(
    () => failed(`it took more than ${limit / 1000} s`),
    () => failed('it was interrupted'),
  );
  try {
    return await Promise.race([(async () => look(patient, signal))(), timer]);
  } catch (error) {
    return inFinding(error);
  } finally {
    over.abort();
  }
}

/** What went wrong as a finding: what it says, and what to do about it. */
export function inFinding(error: unknown): Finding {
  const { message, hint } = error instanceof CliError ? error : inWords(error);
  return failed(message.replace(/\.$/, ''), hint);
}
