import type { CliError } from '../errors.ts';

/** What became of one record of a run. */
export interface Outcome {
  id: string;
  /** `unknown`: it was sent, and nobody can say whether it took effect. `skipped`: it was not sent. */
  outcome: 'done' | 'refused' | 'unknown' | 'skipped';
  error?: string | undefined;
  /** What the service calls it, where it says. */
  as?: string | undefined;
  /** When an earlier run did it, in milliseconds since 1970. */
  doneAt?: number | undefined;
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
  /** The positions of records that an earlier run did: skipped, and all is well. */
  earlier: ReadonlySet<number>;
  /** What ended the run before its time: an interruption, a refused login, a server that did not answer. */
  failure: CliError | undefined;
}

/** How many records came to each end. */
export function totals(outcomes: readonly Outcome[]): Record<Outcome['outcome'], number> {
  const counts = { done: 0, refused: 0, unknown: 0, skipped: 0 };
  for (const { outcome } of outcomes) counts[outcome] += 1;
  return counts;
}
