import { BlinkError } from '../blink/error.ts';
import { CliError } from '../errors.ts';
import { halves, namedRecords } from './batches.ts';
import type { Outcome, Refusal, RunReport } from './report.ts';

/** An error that was foreseen: the service's, or one of this computer. */
export type Failure = BlinkError | CliError;

/** What became of the records of a run so far, by their positions in it. */
export interface Tally {
  /** True when nothing more is to be sent. */
  readonly stopped: boolean;
  /** How many records came to an end. */
  readonly settled: number;
  /** The service confirmed them. @param as what it calls each, where it says */
  done(indexes: readonly number[], as?: readonly (string | null)[]): void;
  /** A record came to its end without being sent now. */
  instead(index: number, outcome: Omit<Outcome, 'id'>): void;
  /**
   * A request failed.
   * @returns the batches that are to be sent in its place
   * @throws an error that is not meant for people, as it is
   */
  failed(indexes: readonly number[], error: unknown): (readonly number[])[];
  /** What became of a request is known, and could not be noted: nothing more is sent. */
  unnoted(error: unknown): void;
  report(): Omit<RunReport, 'failure'> & { failure: Failure | undefined };
}

export interface TallyOptions {
  ids: readonly string[];
  /** The positions of records that an earlier run did. */
  earlier: ReadonlySet<number>;
  /** The list in a request that a refusal names records by. */
  list: string | undefined;
  /** True sends a refused batch again without the records that the refusal names, or in halves. */
  salvage: boolean;
  signal: AbortSignal;
}

/** Requests in a row that nobody answered, after which the rest is not tried: the line is down, not the record bad. */
const unansweredLimit = 3;

export function createTally({ ids, list, salvage, signal, ...options }: TallyOptions): Tally {
  const earlier = new Set(options.earlier);
  const settled = new Map<number, Omit<Outcome, 'id'>>();
  const refusals: Refusal[] = [];
  let unanswered = 0;
  let stopped = false;
  let failure: Failure | undefined;

  function refuse(indexes: readonly number[], error: BlinkError): (readonly number[])[] {
    const named = namedRecords(error, indexes, list);
    refusals.push(...named);
    const said = new Map<number, string>();
    for (const { index, message } of named) {
      const before = said.get(index);
      said.set(index, before === undefined ? message : `${before} ${message}`);
    }
    for (const [index, message] of said) settled.set(index, { outcome: 'refused', error: message });
    const rest = indexes.filter((index) => !said.has(index));
    if (rest.length === 0) return [];
    if (salvage && indexes.length > 1) return named.length > 0 ? [rest] : halves(rest);
    const outcome = named.length > 0 ? 'skipped' : 'refused';
    for (const index of rest) settled.set(index, { outcome, error: error.message });
    return [];
  }

  return {
    get stopped() {
      return stopped;
    },
    get settled() {
      return earlier.size + settled.size;
    },
    done(indexes, as = []) {
      unanswered = 0;
      indexes.forEach((index, i) => {
        settled.set(index, { outcome: 'done', as: as[i] ?? undefined });
      });
    },
    instead(index, outcome) {
      settled.set(index, outcome);
      if (outcome.outcome === 'skipped' && outcome.error === undefined) earlier.add(index);
      unanswered = outcome.outcome === 'unknown' ? unanswered + 1 : 0;
      stopped ||= unanswered >= unansweredLimit;
    },
    failed(indexes, error) {
      if (!isForeseen(error)) throw error;
      if (error instanceof BlinkError && error.kind === 'refused') {
        unanswered = 0;
        return refuse(indexes, error);
      }
      const outcome = error instanceof BlinkError && error.effect === 'unknown' ? 'unknown' : 'skipped';
      for (const index of indexes) settled.set(index, { outcome, error: error.message });
      unanswered += 1;
      stopped ||= signal.aborted || isForAll(error) || unanswered >= unansweredLimit;
      const alone = error instanceof BlinkError && error.kind === 'unknown_outcome';
      if (stopped || !alone) failure ??= signal.reason instanceof CliError ? signal.reason : error;
      return [];
    },
    unnoted(error) {
      if (!isForeseen(error)) throw error;
      failure ??= error;
      stopped = true;
    },
    report: () => ({
      outcomes: ids.map((id, index) => ({ id, ...(settled.get(index) ?? { outcome: 'skipped' }) })),
      refusals,
      earlier,
      failure,
    }),
  };
}

/** The next record would meet the same: what is from here, such as a full disk, and what the server says of us. */
function isForAll(error: Failure): boolean {
  return error instanceof CliError || ['credentials', 'throttled', 'misconfigured'].includes(error.kind);
}

function isForeseen(error: unknown): error is Failure {
  return error instanceof BlinkError || error instanceof CliError;
}
