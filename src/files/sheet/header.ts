import type { Finding } from '../../finding.ts';
import { nearest } from '../../spelling.ts';
import { cleanCell, kinds, Refusal } from '../cells/cells.ts';
import { columnLetter } from '../problem.ts';
import { type Column, wideColumns } from './columns.ts';
import { headerName, type Layout } from './layout.ts';

/** What a reject file has beside the input's own columns: it can be run again as it is. */
export const rejectColumns = new Set(['line', 'error']);

/** A column of a file that is one of ours, for every row or for one branch. */
export interface BoundColumn {
  /** Where it stands in the file, for whoever looks for it there. */
  index: number;
  /** Where its text stands in a row that is to be grouped: at `index`, unless a profile made it of others. */
  cell: number;
  column: Column;
  /** The branch of a wide column such as `price [Clifton]`. */
  branch?: string;
}

export interface Binding {
  columns: BoundColumn[];
  /** Positions that carry no header. */
  headerless: readonly number[];
  /** How many cells a row may have. */
  width: number;
  findings: Finding[];
}

/**
 * Says which column of a file is which of ours.
 * Found wrong: a column twice, a near miss (`prcie`), a required column that is missing; a column that is none of
 * ours is reported and left out.
 * @param known the columns by their names, spelt as by `headerName`
 * @param required the first of them is the id by which rows are told apart
 */
export function bindHeader(
  { header, headerRow: row }: Layout,
  known: ReadonlyMap<string, Column>,
  required: readonly Column[],
): Binding {
  const columns: BoundColumn[] = [];
  const findings: Finding[] = [];
  const headerless: number[] = [];
  const seen = new Map<string, number>();
  const meant = new Set<Column>();
  const present = new Set(header.map(headerName));
  const absent = [...known.keys()].filter((name) => !present.has(name));

  header.forEach((cell, index) => {
    const name = headerName(cell);
    if (name === '') {
      headerless.push(index);
      return;
    }
    const heading = readHeading(cell, known, absent);
    const key = 'column' in heading ? `${heading.column.name} ${heading.branch ?? ''}` : name;
    const first = seen.get(key);
    seen.set(key, first ?? index);
    if (first !== undefined) findings.push({ ...twice(first), row, index });
    else if ('column' in heading) columns.push({ index, cell: index, ...heading });
    else if (!rejectColumns.has(name)) {
      findings.push({ ...heading.finding, row, index });
      if (heading.meant) meant.add(heading.meant);
    }
  });

  const bound = new Set(columns.map(({ column }) => column));
  const missing = required.filter((column) => !bound.has(column) && !meant.has(column));
  const [id] = required;
  // Without ids this is another kind of file, and its columns have nothing to do with ours.
  if (id && missing.includes(id)) findings.length = 0;
  if (missing.length > 0) findings.push({ ...missingColumns(missing), row });
  return { columns, headerless, width: header.length, findings };
}

/** What a heading says: one of our columns, or why it is none and which one was meant. */
type Heading = { column: Column; branch?: string } | { finding: Finding; meant?: Column | undefined };

function readHeading(cell: string, known: ReadonlyMap<string, Column>, absent: readonly string[]): Heading {
  const wide = /^([^[\]]+)\[(.*)\]$/.exec(cell.trim());
  if (wide && known.has('branch_id'))
    return readWideHeading(cell.trim(), wide[1] ?? '', wide[2] ?? '', known);
  const column = known.get(headerName(cell));
  if (column) return { column };
  const near = known.get(meantBy(headerName(cell), absent) ?? '');
  return near
    ? { finding: noColumn(cell.trim(), near.name), meant: near }
    : { finding: unknownColumn(headerName(cell), known) };
}

/** `price [Clifton]`: the price in the branch Clifton. */
function readWideHeading(
  heading: string,
  field: string,
  brackets: string,
  known: ReadonlyMap<string, Column>,
): Heading {
  const name = headerName(field);
  const column = wideColumns.get(name);
  if (!column) {
    if (known.has(name)) return { finding: sameEverywhere(name) };
    const near = meantBy(name, [...wideColumns.keys()]);
    return { finding: near ? noColumn(heading, `${near} [${brackets}]`) : unknownColumn(name, known) };
  }
  const cleaned = cleanCell(brackets);
  const branch = kinds.id(cleaned, { trustIds: true });
  if (cleaned !== '' && typeof branch === 'string') return { column, branch };
  const hint = branch instanceof Refusal ? branch.hint : undefined;
  return { finding: { severity: 'error', message: 'there is no id of a branch in the brackets.', hint } };
}

/** The name that a mistyped or shortened one stands for: `branch_stock` is short for `branch_stock_quantity`. */
function meantBy(typed: string, names: readonly string[]): string | undefined {
  const words = typed.split('_');
  const longer = names.filter((name) => name.startsWith(`${typed}_`));
  if (words.length > 1 && longer.length === 1) return longer[0];
  return nearest(
    typed,
    names.filter((name) => isLike(words, name.split('_'))),
  );
}

/** Word by word, so that a word that is the same does not make `branch_stock` like `branch_price`. */
function isLike(typed: readonly string[], words: readonly string[]): boolean {
  return (
    typed.length !== words.length || typed.every((word, i) => nearest(word, [words[i] ?? '']) !== undefined)
  );
}

/** A column that is none of ours. One that speaks of what the file is for is not left out in silence. */
function unknownColumn(name: string, known: ReadonlyMap<string, Column>): Finding {
  const subject = /price|stock/.exec(name)?.[0];
  if (subject === undefined || ![...known.keys()].some((one) => one.includes(subject))) {
    return { severity: 'warning', message: 'this column is none of ours and is left out.' };
  }
  return {
    severity: 'error',
    message: `this column is none of ours, but its name speaks of a ${subject}: what it says would be lost.`,
    hint: 'Give it the name of one of our columns, or delete it.',
  };
}

function noColumn(heading: string, meant: string): Finding {
  return { severity: 'error', message: `there is no column "${heading}": did you mean "${meant}"?` };
}

function sameEverywhere(name: string): Finding {
  const others = new Intl.ListFormat('en').format(new Set([...wideColumns.values()].map(({ key }) => key)));
  return { severity: 'error', message: `"${name}" is the same in all branches: only ${others} may differ.` };
}

function twice(first: number): Finding {
  return {
    severity: 'error',
    message: `this column stands twice, here and in column ${columnLetter(first)}.`,
    hint: 'Delete or rename one of them.',
  };
}

export function missingColumns(columns: readonly Column[]): Finding {
  const names = new Intl.ListFormat('en').format(columns.map(({ name }) => `"${name}"`));
  const message =
    columns.length === 1
      ? `the column ${names} is missing: Blink needs it.`
      : `the columns ${names} are missing: Blink needs them.`;
  const hint = columns.flatMap(({ ifMissing }) => ifMissing ?? []).join(' ');
  return { severity: 'error', message, hint: hint || undefined };
}
