import { contentHash } from './content.ts';
import type { Entry, Journal } from './journal.ts';

/** A bulk run's view of its journal: records by their position in the run. */
export interface Ledger {
  /** The positions of records that an earlier run of the job did. */
  earlier: ReadonlySet<number>;
  /** True when a record was sent by an earlier run that never learned what came of it. */
  inDoubt(index: number): boolean;
  /** Notes that records go out. @returns how to note what came of it */
  sending(indexes: readonly number[]): ReturnType<Journal['sending']>;
}

/** The ledger of a run that keeps no journal. */
export const noLedger: Ledger = {
  earlier: new Set(),
  inDoubt: () => false,
  sending: async () => async () => {},
};

/**
 * @param idOf what the server knows a record by
 * @param contentOf what tells two records of one id apart
 */
export function ledgerOf<Item>(
  journal: Journal,
  items: readonly Item[],
  idOf: (item: Item) => string,
  contentOf: (item: Item) => unknown,
): Ledger {
  const entries = items.map((item): Entry => [idOf(item), contentHash(contentOf(item))]);
  return {
    earlier: confirmedBefore(entries, journal),
    inDoubt: (index) => entries.slice(index, index + 1).some(([id]) => journal.inDoubt(id).length > 0),
    sending: (indexes) => journal.sending(indexes.flatMap((index) => entries.slice(index, index + 1))),
  };
}

/**
 * Which of a run's records were confirmed before. A file may name an id more than once, an order accepted and then
 * dispatched: done are the first of them that were also the last to be confirmed. Where something else was sent after
 * that without an answer, nobody knows what holds now, so nothing counts as done.
 */
function confirmedBefore(entries: readonly Entry[], journal: Journal): Set<number> {
  const byId = new Map<string, number[]>();
  for (const [index, [id]] of entries.entries()) byId.set(id, [...(byId.get(id) ?? []), index]);
  return new Set(
    [...byId].flatMap(([id, indexes]) => {
      const wanted = indexes.flatMap((index) => entries[index]?.[1] ?? []);
      const done = overlap(wanted, journal.confirmed(id));
      const doubt = journal.inDoubt(id);
      return doubt.every((hash) => hash === wanted[done]) ? indexes.slice(0, done) : [];
    }),
  );
}

/** How many of the first of one list are the last of the other, at most. */
function overlap(first: readonly unknown[], last: readonly unknown[]): number {
  let length = Math.min(first.length, last.length);
  while (length > 0 && !first.slice(0, length).every((one, i) => one === last.at(i - length))) length -= 1;
  return length;
}
