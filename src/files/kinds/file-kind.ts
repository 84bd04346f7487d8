import type { Schema } from '../../blink/contract/check.ts';
import type { Finding } from '../../finding.ts';
import type { CellRules } from '../cells/cells.ts';
import type { Draft, Fields } from '../drafts/draft.ts';
import type { Problem } from '../problem.ts';
import type { Decisions } from '../profiles/decisions.ts';
import type { Profile } from '../profiles/profile.ts';
import type { Encoding } from '../readers/encoding.ts';
import type { Source } from '../readers/source.ts';
import type { Column } from '../sheet/columns.ts';
import type { TableKind } from '../sheet/table-kind.ts';

/** What an operator may say about a file beforehand. */
export interface ReadOptions extends CellRules, Decisions {
  encoding?: Encoding | undefined;
  /** The sheet of a workbook, by its name or its number from 1; the only one that fits unless given. */
  sheet?: string | undefined;
  /** The file with the contents of the modifiers that a product file names. */
  modifiers?: Source | undefined;
  /** Whether the files are all that are in a folder: what does not belong to the others is left out then. */
  isFolder?: boolean | undefined;
  /** Whether another file is read by the same flags: what does nothing in this one may be meant for that. */
  isBeside?: boolean | undefined;
  /** Whose files it may be beside our own; every till that is known unless given. */
  profiles?: readonly Profile[] | undefined;
}

/** A kind of file: a menu, stock, orders, tasks, codes of branches. */
export interface FileKind<T> extends TableKind {
  /** The name of the list in a JSON document: `orders`. */
  list: string;
  schema: Schema<T>;
  /** The item as Blink takes it, from its fields by their keys; the fields themselves unless given. */
  toBody?(fields: Fields): unknown;
  /** True where JSON is the body of a request, kept to the letter. Elsewhere texts in it are read as cells are. */
  jsonIsBody?: boolean;
  /** Whether a draft's fields are an item, where the rules of its columns say so without the schema. */
  isItem?(fields: unknown, draft: Draft): fields is T;
  /** Gives drafts what other files of the operator's hold. */
  complete?(drafts: readonly Draft[], options: ReadOptions): Promise<Completion>;
  compare?: Comparison<T>;
}

/** What came of giving drafts what other files hold. */
export interface Completion {
  /** What is wrong in the file itself. */
  findings: readonly Finding[];
  /** What is wrong in the others. */
  problems: readonly Problem[];
  /** Names of modifiers whose contents are nowhere. */
  lacking?: readonly string[];
}

/** What no single item shows. */
export interface Comparison<T> {
  /** Of the drafts of a CSV, whose fields are assembled. @param items what is right of them, by the same positions */
  drafts(drafts: readonly Draft[], items: readonly (T | undefined)[]): readonly Finding[];
  /** Of the objects of a JSON. */
  objects(objects: readonly unknown[], items: readonly (T | undefined)[]): readonly Finding[];
}

/** Items as read from a file. They may be sent when no problem is an error. */
export interface FileOf<T> {
  name: string;
  items: readonly T[];
  problems: readonly Problem[];
  /** Whose export it is, as people call the till: `Loyverse`. */
  till?: string | undefined;
  /** True for a sheet of one's own that was read by a map of its columns. */
  isMapped?: boolean;
  /** Names of modifiers whose contents the file does not have, and no other file was given. */
  lacking?: readonly string[] | undefined;
  /** Where fields of the items stand in the operator's file, for what the server refuses: `branches.0.price`. */
  locate(places: readonly { index: number; field: string }[]): Promise<Problem[]>;
  /** These items as they stand in the file, to be written out again. */
  original(indexes: readonly number[]): Promise<Original[]>;
  /** What could be read of each item, also of those that are wrong, as `original` counts them. */
  asFarAsRead(): readonly Readonly<Fields>[];
  /** The file as a sheet, where it is one: JSON is none. */
  sheet?: SheetContent;
}

/** The header of a sheet, and its rows as they stand there. */
export interface SheetContent {
  header: readonly string[];
  rows(wanted: ReadonlySet<number>): Promise<SheetRow[]>;
}

/** A row as it stands in a sheet. */
export interface SheetRow {
  /** As a spreadsheet numbers it, from 1, the header included. */
  row: number;
  cells: readonly string[];
}

/** An item as it stands in its file: cells by header, or the fields of an object. */
export interface Original {
  index: number;
  line: number | undefined;
  fields: readonly (readonly [name: string, value: unknown])[];
}

type RecordKind<T> = Pick<FileKind<T>, 'list' | 'schema' | 'toBody' | 'columns'>;

/** A kind of file in which each row is one record. */
export function recordKind<T>(kind: RecordKind<T>): FileKind<T> {
  const required = kind.columns.filter((column) => column.required);
  return { ...kind, required, nesting: { level: 'record' }, many: kind.list };
}

/** A column of such a file: its header is also the key of its field, unless another one is given. */
export function recordColumn(name: string, kind: Column['kind'], required: boolean, key = name): Column {
  return { name, key, kind, required, level: 'record' };
}
