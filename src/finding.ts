/** Where in a menu something is: `['products', 3, 'branches', 0, 'price']`, as Blink's 422 names it too. */
export type Path = readonly (string | number)[];

/** Where in a file something is: a cell of a sheet (row and column), or a value of a JSON document (path). */
export interface Place {
  /** The row as a spreadsheet numbers it, from 1, the header included. */
  row?: number | undefined;
  /** The physical line, from 1, where it is known already. */
  line?: number | undefined;
  /** The position of the column, from 0. */
  index?: number | undefined;
  path?: Path | undefined;
}

/** Something that an operator gave and that is wrong (`error`: nothing will be sent) or looks wrong (`warning`). */
export interface Finding extends Place {
  severity: 'error' | 'warning';
  /** What stands there. */
  value?: unknown;
  /** Completes "expected …". */
  expected?: string | undefined;
  /** A whole sentence, where "got …, expected …" would not say it. */
  message?: string | undefined;
  /** What to do, in a sentence or two. */
  hint?: string | undefined;
}

/** When this many findings are there, a file is read no further: it is some other file, and memory has an end. */
export const mostFindings = 100_000;

/** A path from the way Laravel writes it below a record: `branches.0.price`. */
export function pathFrom(field: string): Path {
  if (field === '') return [];
  return field.split('.').map((key) => (/^\d+$/.test(key) ? Number(key) : key));
}

/** A path as people write it: `products[3].branches[0].price`. */
export function pathText(path: Path): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? key : `${text}.${key}`),
    '',
  );
}
