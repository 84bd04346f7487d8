import type { Client } from '../../blink/client.ts';
import type { Endpoint } from '../../blink/endpoints.ts';
import type { Look } from '../../bulk/once.ts';
import type { Outcome } from '../../bulk/report.ts';
import type { Sent } from '../../bulk/run.ts';
import type { FileOf } from '../../files/kinds/file-kind.ts';
import type { Kind } from '../../ledger/entry.ts';
import type { RecordColumn } from '../../terminal/output.ts';
import type { CallLimits } from './work.ts';

/** Records to send. */
export interface RecordJob<T> {
  /** The command: `stock sync`. */
  name: string;
  kind: Kind;
  records: readonly T[];
  /** The file they came from; undefined where they came from flags. */
  file: FileOf<T> | undefined;
  endpoint: Endpoint;
  /** How many go into one request; one unless given. */
  batchSize?: number;
  /** The list in the request's body that a refusal names records by, where a request has several. */
  list?: string;
  idOf(record: T): string;
  /** What the ledger keeps of a record, where that is worth keeping. */
  contentOf?(record: T): unknown;
  /** What tells two records of one id apart; the whole record unless given. */
  hashOf?(record: T): string;
  client(): Promise<Client>;
  /** The body of a request. */
  body(batch: readonly T[]): unknown;
  /** Makes one request. */
  send(client: Client, batch: readonly T[], limits: CallLimits): Promise<Sent>;
  /** For calls that must not be made twice: how to find out whether a record in doubt took effect. */
  look?(client: Client, record: T, limits: CallLimits): Promise<Look>;
  /** The command that looks for a record in doubt. */
  lookedUpBy?(record: T): string;
  /** True makes such calls again that the ledger knows. */
  again?: boolean | undefined;
  /** False for a record that something else changed since it was confirmed. */
  stillHolds?(id: string): boolean;
  /** Told of the records that are done, before anything is printed. */
  keep?(done: readonly T[]): Promise<void>;
  /** What is asked before a write to production, completing "In production: …?" */
  question: string;
  /** What the request is to make of a record, for the person who is asked: `order 123: accepted`. */
  intent(record: T): string;
  /** What became of a done record, in words: `accepted`. */
  done(record: T, outcome: Outcome): string;
  /** What scripts are told of a record beside its outcome. */
  columns?: readonly RecordColumn<Outcome>[];
}
