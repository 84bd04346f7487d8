import { Option } from '@commander-js/extra-typings';
import { forgiving, noNotes } from '../../bulk/notes.ts';
import { CliError } from '../../errors.ts';
import type { Damage } from '../../ledger/book.ts';
import type { Item, Kind } from '../../ledger/entry.ts';
import {
  type BookName,
  bookOf,
  type Ledger,
  type Opened,
  shorten,
  tryLedger,
  tryToRead,
} from '../../ledger/ledger.ts';
import type { LedgerState } from '../../ledger/ledger-state.ts';
import { beginRun, type RunNotes, type RunOptions } from '../../ledger/run-notes.ts';
import { timestampAt } from '../../ledger/timestamp.ts';
import type { Context } from '../../session/context.ts';
import { placeName } from '../../session/place.ts';
import { mend, unusable } from './unusable.ts';
import { localTime } from './words.ts';

export const ignoreLedgerFlag = new Option(
  '--ignore-ledger',
  'go on where the record of what was sent is damaged, at the risk of doing something twice',
);

/** How a command uses the ledger. */
export interface LedgerUse {
  kind: Kind;
  /**
   * What it needs the ledger for, and can't do where it is damaged: not to make calls `once` made twice, or to hold what
   * is new against its safety limits. Others go on after a warning.
   */
  need?: 'once' | 'limits' | undefined;
  /** True goes on all the same. */
  ignoreLedger?: true | undefined;
  /** True where the command need not know what was sent before: it only adds to it. */
  unread?: boolean;
}

/**
 * Opens the ledger for a run, and closes it after the work.
 * @param work is given no ledger where nothing can be added to it, and no state where it can't be read
 * @throws CliError `ledger_unusable` or `safety_limit` where it can't be relied on, and the command needs it
 */
export async function withLedger<R>(
  context: Context,
  use: LedgerUse,
  work: (ledger: Ledger | undefined, state: LedgerState | undefined) => Promise<R>,
): Promise<R> {
  const { ledger, state, ...wrong } = await tryLedger(context.target().folder, use.kind, use.unread ?? false);
  try {
    rely(context, use, wrong);
    return await work(ledger, state);
  } finally {
    await close(ledger, use, context).catch((error: unknown) => {
      if (!(error instanceof CliError)) throw error;
      context.output.warn(`Warning: the record of what was sent was not closed well. ${error.message}`);
    });
  }
}

/** What the ledger shows, for a run that sends nothing. Without an environment there is none. */
export function ledgerState(context: Context, use: LedgerUse): LedgerState | undefined {
  if (context.settings.environment === undefined) return undefined;
  const { state, ...wrong } = tryToRead(context.target().folder, bookOf(use.kind));
  rely(context, use, wrong);
  return state;
}

/** Stops a command that needs the ledger, and warns the others. */
function rely(
  { output }: Context,
  { kind, need, ignoreLedger }: LedgerUse,
  { damages, unwritable, unreadable }: Omit<Opened, 'ledger' | 'state'>,
): void {
  const wrong = damageIn(bookOf(kind), damages) ?? unreadable?.message;
  const stops = wrong ?? (need === 'once' ? unwritable?.message : undefined);
  if (stops !== undefined && need === 'once' && !ignoreLedger) {
    throw unusable(stops);
  }
  if (wrong !== undefined && need === 'limits' && !ignoreLedger) {
    const message = `${wrong} Nothing was sent, for it can't be compared with what was sent before.`;
    throw new CliError('safety_limit', message, {
      hint: `${mend} To go on without comparing: --ignore-ledger.`,
    });
  }
  if (wrong !== undefined) {
    output.warn(
      `Warning: the record of what was sent can't be relied on. ${wrong} See "blink ledger verify".`,
    );
  } else if (unwritable !== undefined) output.warn(unnoted(unwritable));
}

function unnoted({ message }: CliError): string {
  return `Warning: what this run sends can't be noted, and the next run may send it again. ${message}`;
}

async function close(ledger: Ledger | undefined, use: LedgerUse, { now }: Context): Promise<void> {
  if (ledger === undefined) return;
  if (!use.unread) await shorten(ledger, timestampAt(now()));
  await ledger.book.close(!use.unread);
}

/** What is wrong with a book, in a sentence; undefined where nothing is. */
export function damageIn(name: BookName, damages: readonly Damage[]): string | undefined {
  const [first] = damages;
  if (first === undefined) return undefined;
  const more = damages.length > 1 ? `, and ${damages.length - 1} more` : '';
  const place =
    first.line === undefined ? `The ledger of ${name}:` : `The ledger of ${name}: line ${first.line}`;
  return `${place} ${first.what}${more}.`;
}

/** The notes of a run in its ledger. Says so where the run goes on with an unfinished one. */
export function notesIn(
  context: Context,
  ledger: Ledger | undefined,
  items: readonly Item[],
  options: Omit<RunOptions, 'to' | 'now'>,
): RunNotes {
  if (ledger === undefined) return noNotes;
  const { output, target, now } = context;
  const service = bookOf(options.kind) === 'tasks' ? 'logistics' : 'ordering';
  const notes = beginRun(ledger, items, { ...options, to: placeName(target(), service), now: now() });
  if (options.durable) return notes;
  if (notes.resumes && notes.earlier.size > 0) {
    output.note(
      `Going on with the run of ${localTime(notes.resumes.at)}: ${notes.earlier.size} of ${items.length} are done. ` +
        'To send all again: --fresh.',
    );
  }
  return forgiving(notes, ({ message }) => {
    output.warn(
      `Warning: what this run sends can't be noted, and the next run may send it again. ${message}`,
    );
  });
}
