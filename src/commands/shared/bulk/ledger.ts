import { CliError } from '../../../errors.ts';
import type { Damage } from '../../../ledger/book-file.ts';
import type { Kind } from '../../../ledger/entry.ts';
import {
  type BookName,
  bookOf,
  type Ledger,
  type Opened,
  shorten,
  tryLedger,
  tryToRead,
} from '../../../ledger/ledger.ts';
import type { LedgerState } from '../../../ledger/ledger-state.ts';
import { timestampAt } from '../../../ledger/timestamp.ts';
import type { Context } from '../../../session/context.ts';

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

/** The ledger of a command that sends, as far as it can be had. */
export interface OpenLedger {
  /** Undefined where nothing can be added to it. */
  ledger: Ledger | undefined;
  /** What it shows; undefined where it can't be read. */
  state: LedgerState | undefined;
  close(): Promise<void>;
}

/**
 * Opens the ledger for a run.
 * @throws CliError `ledger_unusable` or `safety_limit` where it can't be relied on, and the command needs it
 */
export async function openForRun(context: Context, use: LedgerUse): Promise<OpenLedger> {
  const { ledger, state, ...wrong } = await tryLedger(context.target().folder, use.kind, use.unread ?? false);
  const close = () =>
    closeAfterRun(ledger, use, context).catch((error: unknown) => {
      if (!(error instanceof CliError)) throw error;
      context.output.warn(`Warning: the record of what was sent was not closed well. ${error.message}`);
    });
  try {
    rely(context, use, wrong);
  } catch (error) {
    await close();
    throw error;
  }
  return { ledger, state, close };
}

async function closeAfterRun(
  ledger: Ledger | undefined,
  { unread = false }: LedgerUse,
  { now }: Context,
): Promise<void> {
  if (ledger === undefined) return;
  if (!unread) await shorten(ledger, timestampAt(now()));
  await ledger.book.close(!unread);
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
  if (stops !== undefined && need === 'once' && !ignoreLedger) throw unusable(stops);
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

export function unnoted({ message }: CliError): string {
  return `Warning: what this run sends can't be noted, and the next run may send it again. ${message}`;
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

const mend = '"blink ledger verify" says what is wrong, "blink ledger repair" keeps all that can be read.';

/** The error of calls that must not be made twice, where nobody can say what was made or note what is. */
export function unusable(wrong: string): CliError {
  return new CliError('ledger_unusable', `${wrong} Nothing was sent, for it could be made twice.`, {
    hint: `${mend} To go on without it, at the risk of making something twice: --ignore-ledger.`,
  });
}
