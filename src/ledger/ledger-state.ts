import type { Begin, Item, Kind } from './entry.ts';
import type { Timestamp } from './timestamp.ts';

/** A content that the service confirmed for a record. */
export interface Confirmed {
  /** Empty where another run had sent something else at the same time: nobody knows which of the two holds. */
  hash: string;
  /** The number of the run that sent it, in the order the runs began. */
  run: number;
  when: Timestamp;
  /** What the service calls the record. */
  as?: string | undefined;
}

/** A content that was sent, and of which nobody knows what became. */
export interface Doubt {
  run: string;
  n: number;
  hash: string;
  when: Timestamp;
  why?: string | undefined;
  /** True when something else was under way for the record already. */
  crossed?: boolean | undefined;
}

/** What a book shows of one record. */
export interface Standing {
  /** The last contents that were confirmed, the newest at the end. */
  confirmed: Confirmed[];
  doubts: Doubt[];
  /** Why it was refused the last time, where nothing was confirmed since. */
  refused?: { hash: string; why: string; when: Timestamp } | undefined;
  /** When the service said that it has no such record, since it was last sent. */
  absent: Timestamp[];
  /** The content as it was confirmed last, and its hash, for kinds that keep it. */
  content?: unknown;
  contentHash?: string | undefined;
  /** When it was confirmed last, by the count of what happened in the book. */
  confirmedSeq: number;
  /** Counts what happens in a book, and the days on which it does: how old an entry is, without a clock. */
  seq: number;
  day: number;
}

/** A run that has not ended, or not confirmed all that it intended. */
export interface Run {
  id: string;
  number: number;
  begin: Begin;
  /** The first of the runs that this one goes on with: its number, and when it began. Its own where it goes on with none. */
  first: { number: number; when: Timestamp };
  items: Item[];
  /** The requests without an end: the positions of their records by their numbers. */
  underWay: Map<number, readonly number[]>;
  /** The positions of records that nobody confirmed yet. */
  pending: Set<number>;
  over: boolean;
}

/** All that a book says, its lines brought together. */
export interface LedgerState {
  records: Map<Kind, Map<string, Standing>>;
  runs: Map<string, Run>;
  /** How many runs there were. */
  number: number;
  seq: number;
  /** How many records the lines were about since the book was made anew. */
  history: number;
  /** How many days had an entry, and the latest of them in days since 1970. */
  days: { count: number; latest: number };
}

export function emptyState(): LedgerState {
  return {
    records: new Map(),
    runs: new Map(),
    number: 0,
    seq: 0,
    history: 0,
    days: { count: 0, latest: 0 },
  };
}

/** A request that began longer ago than this can't be under way any more, whatever the service does; in milliseconds. */
export const serviceMayTake = 10 * 60_000;
