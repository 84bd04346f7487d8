import { ApiError } from '../api/error.ts';
import { CliError } from '../errors.ts';

/** What became of one record of a bulk run. */
export interface Outcome {
  id: string;
  /** `unknown`: it was sent, and nobody can say whether it took effect. `skipped`: it was not sent, or not taken. */
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
  /** Why records were not sent, or may not have been: an interruption, a refused login, a server that did not answer. */
  failure: CliError | undefined;
}

export interface RunOptions<Item> {
  items: readonly Item[];
  idOf(item: Item): string;
  /** How many records go into one request. */
  batchSize: number;
  /** How many requests are under way at once. */
  concurrency: number;
  /** Makes one request. */
  send(batch: readonly Item[]): Promise<unknown>;
  /** The list in the request that a 422 names records by: `products.3.sku`. Single records have none. */
  list?: string;
  /**
   * True sends a refused batch again without the records that the refusal names, and halves it when it names none.
   * False leaves the whole batch: where a request says what is on the menu, a smaller one could remove the rest.
   */
  salvage: boolean;
  signal: AbortSignal;
  /** Told after each request how many records are settled. */
  onProgress?: ((settled: number) => void) | undefined;
}

interface Batch {
  indexes: readonly number[];
}

/** Requests in a row that nobody answered, after which the rest is not tried: the line is down, not the record bad. */
const unansweredLimit = 3;

/**
 * Sends records in batches, several at once. A record that the server refuses does not stop the others. What stops a
 * run are credentials that are not accepted, an interruption, and a server that does not answer.
 */
export async function runBulk<Item>(options: RunOptions<Item>): Promise<RunReport> {
  const { items, idOf, batchSize, concurrency, signal } = options;
  const settled = new Map<number, Omit<Outcome, 'id'>>();
  const refusals: Refusal[] = [];
  const queue: Batch[] = batchesOf(items.length, batchSize);
  let unanswered = 0;
  let stopped = false;
  let failure: CliError | undefined;

  const settle = (indexes: readonly number[], outcome: Omit<Outcome, 'id'>) => {
    for (const index of indexes) settled.set(index, outcome);
  };

  async function work(): Promise<void> {
    for (let batch = queue.shift(); batch !== undefined && !stopped; batch = queue.shift()) {
      await sendBatch(batch);
      options.onProgress?.(settled.size);
    }
  }

  async function sendBatch({ indexes }: Batch): Promise<void> {
    try {
      signal.throwIfAborted();
      await options.send(indexes.flatMap((index) => items[index] ?? []));
      unanswered = 0;
      settle(indexes, { outcome: 'done' });
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      fail(indexes, error);
    }
  }

  function fail(indexes: readonly number[], error: CliError): void {
    if (error instanceof ApiError && error.kind === 'refused') {
      unanswered = 0;
      refuse(indexes, error);
      return;
    }
    const unknown = error.code === 'unknown_outcome';
    settle(indexes, { outcome: unknown ? 'unknown' : 'skipped', error: error.message });
    if (unknown && !signal.aborted) return;
    unanswered += 1;
    failure = error;
    stopped = signal.aborted || error.code === 'not_logged_in' || unanswered >= unansweredLimit;
  }

  function refuse(indexes: readonly number[], error: ApiError): void {
    const named = namedRecords(error, indexes, options.list);
    refusals.push(...named);
    const bad = new Map(named.map(({ index, message }) => [index, message]));
    for (const [index, message] of bad) settled.set(index, { outcome: 'refused', error: message });
    const rest = indexes.filter((index) => !bad.has(index));
    if (!options.salvage || indexes.length === 1) {
      const outcome = bad.size > 0 ? 'skipped' : 'refused';
      settle(rest, { outcome, error: error.message });
      return;
    }
    if (bad.size > 0) queue.unshift(...(rest.length > 0 ? [{ indexes: rest }] : []));
    else queue.unshift(...halves(rest));
  }

  await Promise.all(Array.from({ length: Math.max(1, concurrency) }, work));
  const outcomes = items.map(
    (item, index): Outcome => ({ id: idOf(item), ...(settled.get(index) ?? { outcome: 'skipped' }) }),
  );
  return { outcomes, refusals, failure };
}

function batchesOf(count: number, size: number): Batch[] {
  return Array.from({ length: Math.ceil(count / size) }, (_, batch) => ({
    indexes: Array.from({ length: Math.min(size, count - batch * size) }, (_, i) => batch * size + i),
  }));
}

function halves(indexes: readonly number[]): Batch[] {
  const middle = Math.ceil(indexes.length / 2);
  return [{ indexes: indexes.slice(0, middle) }, { indexes: indexes.slice(middle) }];
}

/** What a 422 says about single records. A field that belongs to none of them names none. */
function namedRecords(error: ApiError, indexes: readonly number[], list: string | undefined): Refusal[] {
  return Object.entries(error.fieldErrors).flatMap(([name, messages]) => {
    const [head, position, ...field] = name.split('.');
    const index = list === undefined ? indexes[0] : head === list ? indexes[Number(position)] : undefined;
    if (index === undefined) return [];
    return messages.map((message) => ({
      index,
      field: list === undefined ? name : field.join('.'),
      message,
    }));
  });
}

/** How many records came to each end. */
export function totals(outcomes: readonly Outcome[]): Record<Outcome['outcome'], number> {
  const counts = { done: 0, refused: 0, unknown: 0, skipped: 0 };
  for (const { outcome } of outcomes) counts[outcome] += 1;
  return counts;
}
