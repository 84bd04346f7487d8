import type { Column, Level } from '../sheet/columns.ts';
import { type BoundColumn, missingColumns } from '../sheet/header.ts';
import { headerName, type Layout } from '../sheet/layout.ts';
import type { TableKind } from '../sheet/table-kind.ts';
import type { TableProfile } from './profile.ts';

/** A field of ours, whatever the kind of file calls its column: `branch.stock_quantity`. */
export type FieldName = `${Exclude<Level, 'record'>}.${string}`;

/** What the header of a till's table says, as data. Headers are spelt as by `headerName`. */
export interface TillHeader {
  /** The headers by which such a table is known: all of them are there. */
  tells: readonly string[];
  /** Fields by the header that has them. `price []` stands for a column of each branch: `Price [Clifton]`. */
  fields: Readonly<Record<string, readonly FieldName[]>>;
  /**
   * Fields that no column has by itself. The transform puts their texts behind the cells of each row, in this order;
   * `of` is the header that an operator is shown.
   */
  made?: readonly { field: FieldName; of: string }[];
}

/** The part of a table's profile that follows from its header. Columns that mean nothing to us are left out. */
export function tillTable({
  tells,
  fields,
  made = [],
}: TillHeader): Pick<TableProfile, 'countKnown' | 'bind'> {
  return {
    countKnown(header) {
      const names = new Set(header.map(headerName));
      return tells.every((name) => names.has(name)) ? names.size : 0;
    },
    bind({ header, headerRow: row }: Layout, kind: TableKind) {
      const names = header.map(headerName);
      const width = header.length;
      const given = header.flatMap((heading, index) =>
        readHeading(heading, fields).flatMap(({ field, branch }) =>
          boundColumns(kind, field, { index, cell: index, ...(branch !== undefined && { branch }) }),
        ),
      );
      const ours = made.flatMap(({ field, of }, i) =>
        boundColumns(kind, field, { index: names.indexOf(of), cell: width + i }),
      );
      const columns = [...given, ...ours];
      const missing = kind.required.filter((one) => columns.every(({ column }) => column !== one));
      const findings = missing.length > 0 ? [{ ...missingColumns(missing), row }] : [];
      const headerless = names.flatMap((name, index) => (name === '' ? [index] : []));
      return { columns, headerless, width, findings };
    },
  };
}

function readHeading(
  heading: string,
  fields: TillHeader['fields'],
): { field: FieldName; branch: string | undefined }[] {
  const [, name = heading, branch] = /^([^[\]]+)\[(.+)\]$/.exec(heading.trim()) ?? [];
  const key = branch === undefined ? headerName(name) : `${headerName(name)} []`;
  return (fields[key] ?? []).map((field) => ({ field, branch: branch?.trim() }));
}

/** A field's column in a kind of file, bound. There may be none: a file of stock has no use for a description. */
export function boundColumns(
  kind: TableKind,
  field: FieldName,
  at: Omit<BoundColumn, 'column'>,
): BoundColumn[] {
  const isField = ({ level, key }: Column) => `${level}.${key}` === field;
  return kind.columns.filter(isField).map((column) => ({ ...at, column }));
}

/** Whether rows make a menu: stock and prices alone have no names. */
export function isMenu({ columns }: TableKind): boolean {
  return columns.some(({ level, key }) => level === 'product' && key === 'name');
}
