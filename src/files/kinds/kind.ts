import type { Schema } from '../../blink/contract/check.ts';
import type { ReadingRules } from '../cells/cell-reader.ts';
import type { Problem } from '../problem.ts';
import type { Column } from '../sheet/columns.ts';
import type { Binding } from '../sheet/header.ts';
import type { Grouping } from './menu/group.ts';
import type { Fields } from './menu/part.ts';

/** A kind of file in which each row, or each object, is one record: orders, tasks. */
export interface RecordKind<T> {
  /** The name of the list in a JSON document: `orders`. */
  list: string;
  columns: readonly Column[];
  /** The columns a CSV must have, its id first; those that every record needs unless given. */
  required?: readonly Column[];
  /** How rows make records; each row is one unless given. */
  group?: (binding: Binding, rules: ReadingRules) => Grouping;
  /** The record as Blink takes it, from its fields by their keys. */
  toBody(fields: Fields): unknown;
  schema: Schema<T>;
}

/** Records as read from a file. They may be sent when no problem is an error. */
export interface RecordFile<T> {
  name: string;
  records: readonly T[];
  problems: readonly Problem[];
  /** Where fields of the records stand in the operator's file, for what the server refuses. */
  locate(places: readonly { index: number; field: string }[]): Promise<Problem[]>;
  /** These records as they stand in the file, to be written out again. */
  original(indexes: readonly number[]): Promise<Rejected[]>;
}

/** A record as it stands in its file: cells by header, or the fields of an object. */
export interface Rejected {
  index: number;
  line: number | undefined;
  fields: readonly (readonly [name: string, value: unknown])[];
}

/** A column of a record file: its header is also the key of its field, unless another one is given. */
export function recordColumn(name: string, kind: Column['kind'], required: boolean, key = name): Column {
  return { name, key, kind, required, level: 'record' };
}
