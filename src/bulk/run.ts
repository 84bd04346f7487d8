import { batchesOf } from './batches.ts';
import type { RunReport } from './report.ts';
import { type Requests, recordsAt, request } from './request.ts';
import { createTally } from './tally.ts';

export interface OneOptions<Item> extends Omit<Requests<Item>, 'tally' | 'noting'> {
  idOf(item: Item): string;
}

export interface RunOptions<Item> extends OneOptions<Item> {
  /** How many records go into one request. */
  batchSize: number;
  /** How many requests are under way at once. */
  concurrency: number;
  /**
   * True sends a refused batch again without the records that the refusal names, and halves it when it names none.
   * False leaves the whole batch: where a request says what is on the menu, a smaller one could remove the rest.
   */
  salvage: boolean;
  /** Told after each request how many records are settled. */
  onProgress?: ((settled: number) => void) | undefined;
}

/** Sends one record that somebody typed: no queue, no batch, nothing to share with other requests. */
export async function runOne<Item>(options: OneOptions<Item>): Promise<RunReport> {
  const run = begin(options, false);
  if (!options.notes.earlier.has(0)) await request(run, [0]);
  return end(run);
}

/**
 * Sends records in batches, several at once, those of one id one after the other. A record that the server refuses does
 * not stop the others. What stops a run are credentials that are not accepted, an interruption, a server that does not
 * answer, and notes that cannot be written where a call must not be made twice.
 */
export async function runBulk<Item>(options: RunOptions<Item>): Promise<RunReport> {
  const { items, idOf, batchSize, concurrency, notes, salvage, onProgress } = options;
  const run = begin(options, salvage);
  const left = [...items.keys()].filter((index) => !notes.earlier.has(index));
  const queue = batchesOf(left, batchSize);
  const inTurn = oneAfterTheOther();

  async function work(): Promise<void> {
    for (let batch = queue.shift(); batch !== undefined && !run.tally.stopped; batch = queue.shift()) {
      const indexes = batch;
      await inTurn(recordsAt(items, indexes).map(idOf), async () => {
        if (!run.tally.stopped) queue.unshift(...(await request(run, indexes)));
      });
      onProgress?.(run.tally.settled);
    }
  }

  await Promise.all(Array.from({ length: Math.max(1, concurrency) }, work));
  return end(run);
}

function begin<Item>(options: OneOptions<Item>, salvage: boolean): Requests<Item> {
  const { items, idOf, list, notes, signal } = options;
  const tally = createTally({ ids: items.map(idOf), earlier: notes.earlier, list, salvage, signal });
  return { ...options, tally, noting: [] };
}

async function end<Item>({ tally, noting }: Requests<Item>): Promise<RunReport> {
  await Promise.all(noting);
  const { failure, ...report } = tally.report();
  return { ...report, failure: failure && (await import('../words.ts')).inWords(failure) };
}

/** Does what is about the same ids in the order it is given: an order is accepted before it is dispatched. */
function oneAfterTheOther(): (ids: readonly string[], work: () => Promise<void>) => Promise<void> {
  const underWay = new Map<string, Promise<void>>();
  return (ids, work) => {
    const before = ids.flatMap((id) => underWay.get(id) ?? []);
    const turn = Promise.all(before).then(work);
    for (const id of ids) underWay.set(id, turn);
    return turn;
  };
}
