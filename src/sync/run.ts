import { ApiError } from '../api/error.ts';
import { CliError } from '../errors.ts';
import { batchesOf, halves, namedRecords } from './batches.ts';
import type { Journal } from './journal.ts';
import type { Outcome, Refusal, RunReport } from './report.ts';
import { ledgerOf, noLedger } from './resume.ts';

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
  /** Once it aborts no request begins. What is under way is left to `send`. */
  signal: AbortSignal;
  /** What earlier runs of the job did, and where this one notes what it does. */
  journal?: Journal | undefined;
  /** What the journal tells two records of one id apart by; the record itself unless given. */
  contentOf?: ((item: Item) => unknown) | undefined;
  /**
   * Finds out whether a record took effect that an earlier run sent and got no answer for. Given for calls that must not
   * be made twice; the others are made again.
   */
  tookEffect?: ((item: Item) => Promise<boolean>) | undefined;
  /** Told before the first request how many records an earlier run of the job did, where there was one. */
  onResume?: ((done: number) => void) | undefined;
  /** Told after each request how many records are settled. */
  onProgress?: ((settled: number) => void) | undefined;
}

/** Requests in a row that nobody answered, after which the rest is not tried: the line is down, not the record bad. */
const unansweredLimit = 3;

/**
 * Sends records in batches, several at once, those of one id one after the other. A record that the server refuses does
 * not stop the others. What stops a run are credentials that are not accepted, an interruption, a server that does not
 * answer, and a journal that cannot be written.
 */
export async function runBulk<Item>(options: RunOptions<Item>): Promise<RunReport> {
  const { items, idOf, batchSize, concurrency, journal, signal } = options;
  const ledger = journal ? ledgerOf(journal, items, idOf, options.contentOf ?? ((item) => item)) : noLedger;
  const { earlier } = ledger;
  if (earlier.size > 0) options.onResume?.(earlier.size);
  const settled = new Map<number, Omit<Outcome, 'id'>>();
  const refusals: Refusal[] = [];
  const queue = batchesOf(
    [...items.keys()].filter((index) => !earlier.has(index)),
    batchSize,
  );
  const underWay = new Map<string, Promise<void>>();
  const noting: Promise<void>[] = [];
  let unanswered = 0;
  let stopped = false;
  let failure: CliError | undefined;

  const settle = (indexes: readonly number[], outcome: Omit<Outcome, 'id'>) => {
    for (const index of indexes) settled.set(index, outcome);
  };
  const recordsAt = (indexes: readonly number[]) => indexes.flatMap((index) => items[index] ?? []);

  async function work(): Promise<void> {
    for (let batch = queue.shift(); batch !== undefined && !stopped; batch = queue.shift()) {
      await inTurn(batch);
      options.onProgress?.(earlier.size + settled.size);
    }
  }

  /** An order is accepted before it is dispatched, however many requests are under way. */
  async function inTurn(indexes: readonly number[]): Promise<void> {
    const ids = recordsAt(indexes).map(idOf);
    const before = ids.flatMap((id) => underWay.get(id) ?? []);
    const turn = Promise.all(before).then(() => (stopped ? undefined : sendBatch(indexes)));
    for (const id of ids) underWay.set(id, turn);
    await turn;
  }

  async function sendBatch(indexes: readonly number[]): Promise<void> {
    try {
      signal.throwIfAborted();
      const known = await tookEffect(indexes);
      const note = await ledger.sending(indexes);
      if (!known) await sendNoted(indexes, note);
      unanswered = 0;
      settle(indexes, { outcome: 'done' });
      // The next request need not wait for this: its own note goes to the disk behind it.
      noting.push(note('done').catch((error) => fail(indexes, error)));
    } catch (error) {
      fail(indexes, error);
    }
  }

  async function sendNoted(indexes: readonly number[], note: (end: 'not_taken') => Promise<void>) {
    try {
      await options.send(recordsAt(indexes));
    } catch (error) {
      if (error instanceof ApiError && error.kind === 'refused') await note('not_taken');
      throw error;
    }
  }

  /** Whether a record in doubt need not be sent again. */
  async function tookEffect(indexes: readonly number[]): Promise<boolean> {
    if (options.tookEffect === undefined || !indexes.some((index) => ledger.inDoubt(index))) return false;
    const found = await Promise.all(recordsAt(indexes).map(options.tookEffect));
    return found.every((one) => one);
  }

  function fail(indexes: readonly number[], error: unknown): void {
    if (!(error instanceof CliError)) throw error;
    if (error instanceof ApiError && error.kind === 'refused') {
      unanswered = 0;
      refuse(indexes, error);
      return;
    }
    const unknown = error.code === 'unknown_outcome';
    for (const index of indexes) {
      // What was done stays done, also where it could not be noted.
      if (settled.has(index)) continue;
      settled.set(index, { outcome: unknown ? 'unknown' : 'skipped', error: error.message });
    }
    unanswered += 1;
    // The next record would meet the same: what is from here, such as a full disk, and what the server says of us.
    const forAll = !(error instanceof ApiError) || error.kind === 'credentials' || error.kind === 'throttled';
    stopped ||= signal.aborted || forAll || unanswered >= unansweredLimit;
    if (stopped || !unknown) failure = signal.reason instanceof CliError ? signal.reason : error;
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
    if (bad.size > 0) queue.unshift(...(rest.length > 0 ? [rest] : []));
    else queue.unshift(...halves(rest));
  }

  await Promise.all(Array.from({ length: Math.max(1, concurrency) }, work));
  await Promise.all(noting);
  const outcomes = items.map(
    (item, index): Outcome => ({ id: idOf(item), ...(settled.get(index) ?? { outcome: 'skipped' }) }),
  );
  return { outcomes, refusals, earlier, failure };
}
