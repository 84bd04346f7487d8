import type { Client } from '../../../blink/client.ts';
import type { Endpoint } from '../../../blink/endpoints.ts';
import type { Patience } from '../../../blink/retry/patience.ts';
import type { Look } from '../../../bulk/once.ts';
import type { Outcome } from '../../../bulk/report.ts';
import type { Sent } from '../../../bulk/request.ts';
import type { FileOf } from '../../../files/kinds/file-kind.ts';
import type { Kind } from '../../../ledger/entry.ts';
import type { RecordColumn } from '../../../terminal/output.ts';

/** What a command is going to send: a dry run prints it, a run sends it. */
export type Plan<T> = RecordsPlan<T> | WholePlan<T>;

interface Requests<T> {
  /** The command: `stock sync`. */
  command: string;
  kind: Kind;
  records: readonly T[];
  /** The file they came from; undefined where they came from flags. */
  file?: FileOf<T> | undefined;
  endpoint: Endpoint;
  /** The body of a request. */
  body(batch: readonly T[]): unknown;
  /** What the answer to a request says, where that is more than yes or no. @throws BlinkError for what it can't be */
  read?(reply: unknown): Sent;
  /** How many go into one request; one unless given. */
  batchSize?: number;
  /** The list in the request's body that a refusal names records by, where a request has several. */
  list?: string;
  idOf(record: T): string;
  /** What the ledger keeps of a record, where that is worth keeping. */
  contentOf?(record: T): unknown;
  /** What tells two records of one id apart; the whole record unless given. */
  hashOf?(record: T): string;
  /** False for a record that something else changed since it was confirmed. */
  stillHolds?(id: string): boolean;
  /** Given for calls that must not be made twice. */
  once?: OnceOnly<T>;
  /** Told of the records that are done, before anything is printed. */
  keep?(done: readonly T[]): Promise<void>;
  /** What is asked before it is sent, completing "In production: …?" */
  question: string;
}

/** Records that each stand for themselves: orders, tasks, stock. */
export interface RecordsPlan<T> extends Requests<T> {
  /** What the request is to make of a record, for the person who is asked: `order 123: accepted`. */
  intent(record: T): string;
  /** What became of a done record, in words: `accepted`. */
  done(record: T, outcome: Outcome): string;
  /** What scripts are told of a record beside its outcome. */
  columns?: readonly RecordColumn<Outcome>[];
  whole?: undefined;
}

/** Records that are all there are of their kind, and make sense only together: a menu. */
export interface WholePlan<T> extends Requests<T> {
  whole: {
    /** What becomes of them together, for scripts. */
    summary: object;
    /** The same for the person who is asked, in lines; undefined where it was shown before, with the account. */
    intents: readonly string[] | undefined;
    /** How far a run is, in words, with so many of them sent. */
    progress(sent: number): string;
    /** What became of them in words, where so many are done. */
    done(count: number): string;
  };
}

export interface OnceOnly<T> {
  /** How to find out whether a record in doubt took effect. */
  look(client: Client, record: T, limits: CallLimits): Promise<Look>;
  /** The command that looks for it. */
  lookedUpBy(record: T): string;
  /** True makes calls again that the ledger knows. */
  again: boolean;
}

/** What a call of a run obeys: its signal, and for many records the patience that they share. */
export interface CallLimits {
  signal: AbortSignal;
  patience: Patience | undefined;
}
