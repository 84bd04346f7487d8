import { join } from 'node:path';
import { CliError } from '../errors.ts';
import { applyEntry } from './apply-entry.ts';
import { type Book, openBook } from './book.ts';
import type { Damage, Progress, Reader } from './book-file.ts';
import { applySummary, isSummary, summaryLines } from './compaction.ts';
import { isEntry, type Kind } from './entry.ts';
import { emptyState, type LedgerState } from './ledger-state.ts';
import { formerOwners, ownerOf } from './owner.ts';
import { readBook } from './read-book.ts';
import type { Timestamp } from './timestamp.ts';

/**
 * The books of a ledger, and the kinds of records in each. Menu and stock share one, for both say what a product costs.
 * They are files of their own so that a damage to one stops as little as can be, and an order need not wait for a menu.
 */
export const books = {
  catalog: ['menu', 'stock'],
  orders: ['order'],
  tasks: ['task', 'task update'],
} as const satisfies Record<string, readonly Kind[]>;

export type BookName = keyof typeof books;

/** What was sent for a profile and environment, of some kinds of records, and what became of it. */
export interface Ledger {
  /** The profile and environment that it is of. */
  readonly of: string;
  readonly state: LedgerState;
  readonly book: Book;
}

/** A ledger as it can be had: to read and to add to, to read only, or not at all. */
export interface Opened {
  ledger?: Ledger;
  /** Undefined where it can't be read. */
  state?: LedgerState;
  damages: readonly Damage[];
  /** How much of it there is. */
  progress?: Progress;
  /** Why nothing can be added to it. */
  unwritable?: CliError;
  /** Why it can't be read. */
  unreadable?: CliError;
}

/** The file of a book in the folder of a profile and environment. */
export function bookPath(folder: string, name: BookName): string {
  return join(folder, 'ledger', name);
}

export function bookOf(kind: Kind): BookName {
  if (kind === 'order') return 'orders';
  return kind === 'menu' || kind === 'stock' ? 'catalog' : 'tasks';
}

/**
 * Opens the book that records of a kind are noted in, to read and to add to.
 * @param unread true to only add to it: its state stays empty
 * @throws CliError `failed` when it can't be used at all; what is damaged in it is left to the caller
 */
export async function openLedger(folder: string, kind: Kind, unread = false): Promise<Ledger> {
  const state = emptyState();
  const of = ownerOf(folder);
  const book = await openBook(bookPath(folder, bookOf(kind)), readerInto(state, folder), unread);
  return { of, state, book };
}

/** Opens the ledger as far as it goes: a till with a full disk can still read what it sent. */
export async function tryLedger(folder: string, kind: Kind, unread: boolean): Promise<Opened> {
  try {
    const ledger = await openLedger(folder, kind, unread);
    return { ledger, state: ledger.state, damages: ledger.book.damages };
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return { ...tryToRead(folder, bookOf(kind)), unwritable: error };
  }
}

/** Reads the ledger without a change to any file. */
export function tryToRead(folder: string, name: BookName): Opened {
  try {
    return readLedger(folder, name);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return { damages: [], unreadable: error };
  }
}

/** @throws CliError as `openLedger`, where it can't be read */
export function readLedger(
  folder: string,
  name: BookName,
): { state: LedgerState; damages: readonly Damage[]; progress: Progress } {
  const state = emptyState();
  return { state, ...readBook(bookPath(folder, name), readerInto(state, folder)) };
}

/** Bytes. Smaller books are read in no time. */
const worthShortening = 1024 * 1024;

/** Makes a book anew where most of it is history. */
export async function shorten(ledger: Ledger, now: Timestamp): Promise<void> {
  const { book, state } = ledger;
  const records = [...state.records.values()].reduce((sum, { size }) => sum + size, 0);
  if (book.damages.length > 0 || book.bytes < worthShortening || state.history < 3 * records) return;
  await book.rewrite(() => summaryLines(ledger, now));
}

function readerInto(state: LedgerState, folder: string): Reader {
  const own = ownerOf(folder);
  let former: readonly string[] | undefined;
  const isOurs = (of: string) => {
    if (of === own) return true;
    former ??= formerOwners(folder);
    return former.includes(of);
  };
  return {
    take(value) {
      if (isEntry(value)) {
        if (value.begin && !isOurs(value.begin.of)) return 'foreign';
        applyEntry(state, value);
      } else if (isSummary(value)) {
        if (value.kept === 'counts' && !isOurs(value.of)) return 'foreign';
        applySummary(state, value);
      } else return 'damaged';
      return 'taken';
    },
    reset: () => void Object.assign(state, emptyState()),
  };
}
