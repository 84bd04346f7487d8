import { cleanText, safeJson } from './clean.ts';
import { byteOrderMark, csvLine } from './csv.ts';
import type { Style } from './style.ts';

export type Format = 'table' | 'json' | 'ndjson' | 'csv';

/** One column of a listing. */
export interface RecordColumn<T> {
  /** Blink's own name; the key in JSON and the header in CSV. */
  key: string;
  /** The header in a table. */
  header: string;
  value(record: T): Value;
  /** How a table shows it, where that is not the value itself. */
  show?(record: T): string;
  right?: boolean;
  /** True for what is of no use in part, such as a phone number: on a narrow terminal the other columns give way. */
  whole?: boolean;
}

/** What a record has in a column. A list stays one in JSON; elsewhere commas part it. */
type Value = string | number | boolean | readonly string[] | null | undefined;

/** A listing as text, made a few records at a time, so that a long one is never held whole. */
export interface Listing<T> {
  /** The next records; the first time, with what stands before all of them. */
  next(records: readonly T[]): string | Promise<string>;
  /** What stands after the last record. Without it the listing is not complete. */
  end(): string | Promise<string>;
}

/** One JSON array, indented where `indent` is given, else on one line. */
export function jsonListing<T>(columns: readonly RecordColumn<T>[], indent: number | undefined): Listing<T> {
  const lineEnd = indent === undefined ? '' : '\n';
  let before = '[';
  return {
    next(records) {
      if (records.length === 0) return '';
      const objects = records.map((record) => toObject(record, columns));
      const text = `${before}${safeJson(objects, indent).slice(1, -1).trimEnd()}`;
      before = ',';
      return text;
    },
    end: () => (before === '[' ? '[]\n' : `${lineEnd}]\n`),
  };
}

/** A JSON object a line. */
export function ndjsonListing<T>(columns: readonly RecordColumn<T>[]): Listing<T> {
  return {
    next: (records) => records.map((record) => `${safeJson(toObject(record, columns))}\n`).join(''),
    end: () => '',
  };
}

/** A CSV file that Excel opens. */
export function csvListing<T>(columns: readonly RecordColumn<T>[]): Listing<T> {
  let before = byteOrderMark + csvLine(columns.map(({ key }) => key));
  return {
    next(records) {
      const rows = records.map((record) => csvLine(columns.map((column) => plain(column.value(record)))));
      const text = before + rows.join('');
      before = '';
      return text;
    },
    end: () => before,
  };
}

/** A table for people. With `roomy` the columns are made for more records than the first ones show. */
export async function tableListing<T>(
  columns: readonly RecordColumn<T>[],
  { width, style, roomy }: { width: number; style: Style; roomy: boolean },
): Promise<Listing<T>> {
  const { openTable, positions } = await import('./table.ts');
  const header = columns.map((column) => column.header);
  const right = positions(columns, (column) => column.right);
  const whole = positions(columns, (column) => column.whole);
  const draw = openTable({ header, right, whole, roomy }, width, style);
  let begun = false;
  return {
    next(records) {
      begun = true;
      return draw(
        records.map((record) =>
          columns.map((column) => cleanText(column.show?.(record) ?? plain(column.value(record)))),
        ),
      );
    },
    end: () => (begun ? '' : draw([])),
  };
}

function toObject<T>(record: T, columns: readonly RecordColumn<T>[]): Record<string, unknown> {
  return Object.fromEntries(columns.map((column) => [column.key, column.value(record) ?? null]));
}

function plain(value: Value): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? value.join(', ') : String(value);
}
