import type { CliError } from '../errors.ts';

/** What became of one record of a bulk run. */
export interface Outcome {
  id: string;
  /**
   * `unknown`: it was sent, and nobody can say whether it took effect. `skipped`: it is not confirmed, and may be sent again; without
   * an error because an earlier run of the job did it.
   */
  outcome: 'done' | 'refused' | 'unknown' | 'skipped';
  error?: string;
}

/** A refusal by the server, by the record's position in the whole run and the field below it: `sku`, `branches.0.id`. */
export interface Refusal {
  index: number;
  field: string;
  message: string;
}

/** How a bulk run went. */
export interface RunReport {
  /** One for each record, in the order they were given. */
  outcomes: Outcome[];
  refusals: Refusal[];
  /** The positions of records that an earlier run of the job did. */
  earlier: ReadonlySet<number>;
  /** Why records were not sent, or may not have been: an interruption, a refused login, a server that did not answer. */
  failure: CliError | undefined;
}

/** True when nothing of a run is left to do. */
export function isFinished({ outcomes, earlier }: RunReport): boolean {
  return outcomes.every(({ outcome }, index) => outcome === 'done' || earlier.has(index));
}

/** How many records came to each end. */
export function totals(outcomes: readonly Outcome[]): Record<Outcome['outcome'], number> {
  const counts = { done: 0, refused: 0, unknown: 0, skipped: 0 };
  for (const { outcome } of outcomes) counts[outcome] += 1;
  return counts;
}
