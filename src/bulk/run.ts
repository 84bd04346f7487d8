import { ApiError } from '../api/error.ts';
import { CliError } from '../errors.ts';
import type { NoteEnd, RunNotes } from '../ledger/run.ts';
import { batchesOf, halves, namedRecords } from './batches.ts';
import { decide, inDoubt, type OnceRules } from './once.ts';
import type { Outcome, Refusal, RunReport } from './report.ts';

/** What a request came to: what the service calls each of its records, where it says. */
export type Sent = { as?: readonly (string | null)[] | undefined } | undefined;

export interface RunOptions<Item> {
  items: readonly Item[];
  idOf(item: Item): string;
  /** How many records go into one request. */
  batchSize: number;
  /** How many requests are under way at once. */
  concurrency: number;
  /** Makes one request. */
  send(batch: readonly Item[]): Promise<Sent>;
  /** The list in the request that a 422 names records by: `products.3.sku`. Single records have none. */
  list?: string | undefined;
  /**
   * True sends a refused batch again without the records that the refusal names, and halves it when it names none.
   * False leaves the whole batch: where a request says what is on the menu, a smaller one could remove the rest.
   */
  salvage: boolean;
  /** Once it aborts no request begins. What is under way is left to `send`. */
  signal: AbortSignal;
  /** What the ledger shows of the records, and where this run notes what it does. */
  notes: RunNotes;
  /** Given for calls that must not be made twice, which go one record a request. */
  once?: OnceRules<Item> | undefined;
  /** Told after each request how many records are settled. */
  onProgress?: ((settled: number) => void) | undefined;
}

/** Requests in a row that nobody answered, after which the rest is not tried: the line is down, not the record bad. */
const unansweredLimit = 3;

/**
 * Sends records in batches, several at once, those of one id one after the other. A record that the server refuses does
 * not stop the others. What stops a run are credentials that are not accepted, an interruption, a server that does not
 * answer, and notes that cannot be written where a call must not be made twice.
 */
export async function runBulk<Item>(options: RunOptions<Item>): Promise<RunReport> {
  const { items, idOf, batchSize, concurrency, notes, signal, once } = options;
  const earlier = new Set(notes.earlier);
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
    const turn = Promise.all(before).then(() => (stopped ? undefined : attempt(indexes)));
    for (const id of ids) underWay.set(id, turn);
    await turn;
  }

  async function attempt(indexes: readonly number[]): Promise<void> {
    try {
      signal.throwIfAborted();
      if (once === undefined) await sendNoted(indexes, await notes.sending(indexes));
      else for (const index of indexes) await sendOnce(index, once);
    } catch (error) {
      fail(indexes, error);
    }
  }

  async function sendOnce(index: number, rules: OnceRules<Item>): Promise<void> {
    const [item] = recordsAt([index]);
    if (item === undefined) return;
    const decision = await decide(item, index, notes, rules);
    if ('instead' in decision) return instead(index, decision.instead);
    const note = await notes.sending([index], decision.send);
    if (note === undefined) return settle([index], { outcome: 'unknown', error: anotherRun });
    try {
      await sendNoted([index], note);
    } catch (error) {
      if (!isInDoubt(error) || signal.aborted) throw error;
      const { message } = error;
      const late = await inDoubt(item, index, notes, rules, message);
      instead(index, 'instead' in late ? late.instead : { outcome: 'unknown', error: message });
    }
  }

  function instead(index: number, outcome: Omit<Outcome, 'id'>): void {
    settle([index], outcome);
    if (outcome.outcome === 'skipped' && outcome.error === undefined) earlier.add(index);
    unanswered = outcome.outcome === 'unknown' ? unanswered + 1 : 0;
    stopped ||= unanswered >= unansweredLimit;
  }

  async function sendNoted(indexes: readonly number[], note: NoteEnd | undefined): Promise<void> {
    try {
      const sent = await options.send(recordsAt(indexes));
      unanswered = 0;
      indexes.forEach((index, i) => {
        settled.set(index, { outcome: 'done', as: sent?.as?.[i] ?? undefined });
      });
      // The next request need not wait for this: its own note goes to the disk behind it.
      if (note) noting.push(note('confirmed', sent).catch(stop));
    } catch (error) {
      await note?.(...endOf(error, indexes)).catch(stop);
      throw error;
    }
  }

  /** What became of a request is known, and can't be noted. */
  function stop(error: unknown): void {
    if (!(error instanceof CliError)) throw error;
    failure ??= error;
    stopped = true;
  }

  /** How a request that failed is noted. */
  function endOf(error: unknown, indexes: readonly number[]): Parameters<NoteEnd> {
    if (!(error instanceof ApiError)) return ['unknown'];
    const why = error.message;
    if (error.effect === 'unknown') return ['unknown', { why }];
    if (error.kind !== 'refused') return ['unsent', { why }];
    const named = namedRecords(error, indexes, options.list);
    if (named.length === 0 && indexes.length === 1) return ['refused', { why }];
    return ['unsent', { why, refused: named.map(({ index, message }) => [index, message]) }];
  }

  function fail(indexes: readonly number[], error: unknown): void {
    if (!(error instanceof CliError)) throw error;
    if (error instanceof ApiError && error.kind === 'refused') {
      unanswered = 0;
      refuse(indexes, error);
      return;
    }
    const unknown = error instanceof ApiError && error.effect === 'unknown';
    for (const index of indexes) {
      // What was done stays done, also where it could not be noted.
      if (settled.has(index)) continue;
      settled.set(index, { outcome: unknown ? 'unknown' : 'skipped', error: error.message });
    }
    unanswered += 1;
    // The next record would meet the same: what is from here, such as a full disk, and what the server says of us.
    const forAll = !(error instanceof ApiError) || error.kind === 'credentials' || error.kind === 'throttled';
    stopped ||= signal.aborted || forAll || unanswered >= unansweredLimit;
    if (stopped || !isInDoubt(error)) failure ??= signal.reason instanceof CliError ? signal.reason : error;
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

const anotherRun = 'Another run is sending it at this moment.';

/** True where a call must not be made twice, and nobody knows whether it was made once. */
function isInDoubt(error: unknown): error is ApiError {
  return error instanceof ApiError && error.kind === 'unknown_outcome';
}
