import { BlinkError } from '../blink/error.ts';
import type { NoteEnd, RunNotes } from '../ledger/run-notes.ts';
import { batchesOf, namedRecords } from './batches.ts';
import { decide, inDoubt, type OnceRules } from './once.ts';
import type { RunReport } from './report.ts';
import { createTally } from './tally.ts';

/** What a request came to: what the service calls each of its records, and what is to be kept of its answer. */
export type Sent = { as?: readonly (string | null)[] | undefined; why?: string | undefined } | undefined;

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

/**
 * Sends records in batches, several at once, those of one id one after the other. A record that the server refuses does
 * not stop the others. What stops a run are credentials that are not accepted, an interruption, a server that does not
 * answer, and notes that cannot be written where a call must not be made twice.
 */
export async function runBulk<Item>(options: RunOptions<Item>): Promise<RunReport> {
  const { items, idOf, batchSize, concurrency, list, salvage, notes, signal, once } = options;
  const tally = createTally({ ids: items.map(idOf), earlier: notes.earlier, list, salvage, signal });
  const left = [...items.keys()].filter((index) => !notes.earlier.has(index));
  const queue = batchesOf(left, batchSize);
  const underWay = new Map<string, Promise<void>>();
  const noting: Promise<void>[] = [];
  const recordsAt = (indexes: readonly number[]) => indexes.flatMap((index) => items[index] ?? []);

  async function work(): Promise<void> {
    for (let batch = queue.shift(); batch !== undefined && !tally.stopped; batch = queue.shift()) {
      await inTurn(batch);
      options.onProgress?.(tally.settled);
    }
  }

  /** An order is accepted before it is dispatched, however many requests are under way. */
  async function inTurn(indexes: readonly number[]): Promise<void> {
    const ids = recordsAt(indexes).map(idOf);
    const before = ids.flatMap((id) => underWay.get(id) ?? []);
    const turn = Promise.all(before).then(() => (tally.stopped ? undefined : attempt(indexes)));
    for (const id of ids) underWay.set(id, turn);
    await turn;
  }

  async function attempt(indexes: readonly number[]): Promise<void> {
    try {
      signal.throwIfAborted();
      if (once === undefined) await sendNoted(indexes, await notes.sending(indexes));
      else for (const index of indexes) await sendOnce(index, once);
    } catch (error) {
      queue.unshift(...tally.failed(indexes, error));
    }
  }

  async function sendOnce(index: number, rules: OnceRules<Item>): Promise<void> {
    const [item] = recordsAt([index]);
    if (item === undefined) return;
    const decision = await decide(item, index, notes, rules);
    if ('instead' in decision) return tally.instead(index, decision.instead);
    const note = await notes.sending([index], decision.send);
    if (note === undefined) return tally.instead(index, { outcome: 'unknown', error: anotherRun });
    try {
      await sendNoted([index], note);
    } catch (error) {
      if (!(error instanceof BlinkError) || error.kind !== 'unknown_outcome' || signal.aborted) throw error;
      const late = await inDoubt(item, index, notes, rules, error.message);
      // Absent so soon after the attempt proves nothing.
      tally.instead(index, 'instead' in late ? late.instead : { outcome: 'unknown', error: error.message });
    }
  }

  async function sendNoted(indexes: readonly number[], note: NoteEnd | undefined): Promise<void> {
    try {
      const sent = await options.send(recordsAt(indexes));
      tally.done(indexes, sent?.as);
      // The next request need not wait for this: its own note goes to the disk behind it.
      if (note) noting.push(note('confirmed', sent).catch(tally.unnoted));
    } catch (error) {
      await note?.(...endOf(error, indexes, list)).catch(tally.unnoted);
      throw error;
    }
  }

  await Promise.all(Array.from({ length: Math.max(1, concurrency) }, work));
  await Promise.all(noting);
  const { failure, ...report } = tally.report();
  return { ...report, failure: failure && (await import('../words.ts')).inWords(failure) };
}

const anotherRun = 'Another run is sending it at this moment.';

/** How a request that failed is noted. */
function endOf(error: unknown, indexes: readonly number[], list: string | undefined): Parameters<NoteEnd> {
  if (!(error instanceof BlinkError)) return ['unknown'];
  const why = error.message;
  // A refusal settles also what an attempt before it may have done: the content is the same.
  if (error.kind !== 'refused') return [error.effect === 'unknown' ? 'unknown' : 'unsent', { why }];
  const named = namedRecords(error, indexes, list);
  if (named.length === 0 && indexes.length === 1) return ['refused', { why }];
  return ['unsent', { why, refused: named.map(({ index, message }) => [index, message]) }];
}
