import { BlinkError } from '../blink/error.ts';
import type { NoteEnd, RunNotes } from '../ledger/run-notes.ts';
import { namedRecords } from './batches.ts';
import { decide, inDoubt, type OnceRules } from './once.ts';
import type { Tally } from './tally.ts';

/** What a request came to: what the service calls each of its records, and what is to be kept of its answer. */
export type Sent = { as?: readonly (string | null)[] | undefined; why?: string | undefined } | undefined;

/** What the requests of one run share. Records are known by their positions. */
export interface Requests<Item> {
  items: readonly Item[];
  /** Makes one request. */
  send(batch: readonly Item[]): Promise<Sent>;
  /** The list in the request that a 422 names records by: `products.3.sku`. Single records have none. */
  list?: string | undefined;
  /** Once it aborts no request begins. What is under way is left to `send`. */
  signal: AbortSignal;
  /** What the ledger shows of the records, and where the run notes what it does. */
  notes: RunNotes;
  /** Given for calls that must not be made twice, which go one record a request. */
  once?: OnceRules<Item> | undefined;
  tally: Tally;
  /** The notes that are on their way to the disk. */
  noting: Promise<void>[];
}

/**
 * Sends records in one request, as far as they may be sent, and tells the tally what came of it.
 * @returns the batches that are to be sent in its place
 * @throws an error that is not meant for people, as it is
 */
export async function request<Item>(
  run: Requests<Item>,
  indexes: readonly number[],
): Promise<(readonly number[])[]> {
  try {
    run.signal.throwIfAborted();
    if (run.once === undefined) await sendNoted(run, indexes, await run.notes.sending(indexes));
    else for (const index of indexes) await sendOnce(run, index, run.once);
    return [];
  } catch (error) {
    return run.tally.failed(indexes, error);
  }
}

export function recordsAt<Item>(items: readonly Item[], indexes: readonly number[]): Item[] {
  return indexes.flatMap((index) => items[index] ?? []);
}

async function sendOnce<Item>(run: Requests<Item>, index: number, rules: OnceRules<Item>): Promise<void> {
  const { items, notes, tally } = run;
  const [item] = recordsAt(items, [index]);
  if (item === undefined) return;
  const decision = await decide(item, index, notes, rules);
  if ('instead' in decision) return tally.instead(index, decision.instead);
  const note = await notes.sending([index], decision.send);
  if (note === undefined) return tally.instead(index, { outcome: 'unknown', error: anotherRun });
  try {
    await sendNoted(run, [index], note);
  } catch (error) {
    if (!(error instanceof BlinkError) || error.kind !== 'unknown_outcome' || run.signal.aborted) throw error;
    const late = await inDoubt(item, index, notes, rules, error.message);
    // Absent so soon after the attempt proves nothing.
    tally.instead(index, 'instead' in late ? late.instead : { outcome: 'unknown', error: error.message });
  }
}

const anotherRun = 'Another run is sending it at this moment.';

/** @throws what went wrong, once it is noted */
async function sendNoted<Item>(
  { items, list, tally, noting, send }: Requests<Item>,
  indexes: readonly number[],
  note: NoteEnd | undefined,
): Promise<void> {
  try {
    const sent = await send(recordsAt(items, indexes));
    tally.done(indexes, sent?.as);
    // The next request need not wait for this: its own note goes to the disk behind it.
    if (note) noting.push(note('confirmed', sent).catch(tally.unnoted));
  } catch (error) {
    await note?.(...endOf(error, indexes, list)).catch(tally.unnoted);
    throw error;
  }
}

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
