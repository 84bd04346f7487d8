import { nearest } from '../spelling.ts';
import { type Column, sharedModifiersColumn, wideColumns } from './columns.ts';
import { columnLetter, type Finding, Unreadable } from './problem.ts';
import { csvHead, type Dialect, delimiters, lineEndsOf } from './readers/csv.ts';

/** Where a CSV file's table begins and what stands between its cells. */
export interface Layout {
  dialect: Dialect;
  /** Lines before the first row a spreadsheet shows: 1 where there is a `sep=` line. */
  hiddenRows: number;
  /** The row of the header, as a spreadsheet numbers it. */
  headerRow: number;
  header: readonly string[];
}

const headerWithin = 10;

/**
 * Finds the delimiter and the header row: the delimiter under which one of the first 10 rows holds every
 * required column. A `sep=` line decides; a tie is refused. Where no row holds all, the row that holds most is
 * taken, so that what is missing can be named.
 * @returns undefined for a file without any text
 * @throws Unreadable when no row looks like a header, or two delimiters fit
 */
export function findLayout(head: string, known: ReadonlyMap<string, Column>): Layout | undefined {
  if (head.trim() === '') return undefined;
  const told = /^sep=([,;\t|])\r?\n/i.exec(head);
  const hiddenRows = told ? 1 : 0;
  const text = told ? head.slice(told[0].length) : head;
  const lineEnds = lineEndsOf(text);
  const tried = delimiters.filter((delimiter) => !told || delimiter === told[1]);
  const candidates = tried
    .flatMap((delimiter) => {
      const dialect = { delimiter, lineEnds };
      return csvHead(text, dialect, headerWithin).map((header, i) => {
        const layout: Layout = { dialect, hiddenRows, headerRow: i + 1, header };
        return { layout, matches: countMatches(header, known) };
      });
    })
    .sort((a, b) => b.matches - a.matches);
  const [best, next] = candidates;
  if (!best || best.matches === 0) throw noHeader(known);
  const { layout } = best;
  const { delimiter } = layout.dialect;
  const other = next?.matches === best.matches ? next.layout.dialect.delimiter : delimiter;
  if (other !== delimiter) {
    throw new Unreadable({
      row: layout.headerRow,
      message: `the columns could be parted by "${delimiter}" or by "${other}".`,
      hint: `Put a first line "sep=${delimiter}" or "sep=${other}" into the file.`,
    });
  }
  return layout;
}

function noHeader(known: ReadonlyMap<string, Column>): Unreadable {
  const names = [...known.values()].filter((column) => column.required).map((column) => column.name);
  return new Unreadable({
    message: `no header found in the first ${headerWithin} rows.`,
    hint: `The header names the columns: ${names.slice(0, 7).join(', ')} and so on. "blink menu template" prints a file to start from.`,
  });
}

function countMatches(header: readonly string[], known: ReadonlyMap<string, Column>): number {
  return new Set(header.map(headerName).filter((name) => known.has(name))).size;
}

/** A header as our columns are spelt: `Product ID` is `product_id`. */
export function headerName(cell: string): string {
  return cell
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
}

/** A column of a file that is one of ours: at `index`, for every row or for one branch. */
export interface BoundColumn {
  index: number;
  column: Column;
  /** The branch of a wide column such as `price [Clifton]`. */
  branch?: string;
}

export interface Binding {
  columns: BoundColumn[];
  /** Where the ids of shared modifiers stand, `size|sauce`. */
  sharedModifiers?: number | undefined;
  /** Positions that carry no header. */
  headerless: ReadonlySet<number>;
  findings: Finding[];
}

/**
 * Says which column of a file is which of ours.
 * Found wrong: a column twice, a near miss (`prcie`), a required column that is missing; a column that is none of
 * ours is reported and left out.
 */
export function bindHeader(
  layout: Layout,
  known: ReadonlyMap<string, Column>,
  required: readonly Column[],
): Binding {
  const columns: BoundColumn[] = [];
  const findings: Finding[] = [];
  const headerless = new Set<number>();
  const seen = new Map<string, number>();
  let sharedModifiers: number | undefined;
  const row = layout.headerRow;

  layout.header.forEach((cell, index) => {
    const name = headerName(cell);
    if (name === '') {
      headerless.add(index);
      return;
    }
    const wide = /^(\w+?)_?\[(.+)\]$/.exec(name);
    const branch = /\[(.+)\]/.exec(cell)?.[1]?.trim();
    const wideColumn = wide?.[1] ? wideColumns.get(wide[1]) : undefined;
    const column = known.get(name);
    const key = wideColumn ? `${wideColumn.key} [${branch}]` : name;
    const place = { row, index };
    const first = seen.get(key);
    if (first !== undefined) {
      findings.push({
        severity: 'error',
        ...place,
        message: `this column stands twice, here and in column ${columnLetter(first)}.`,
        hint: 'Delete or rename one of them.',
      });
      return;
    }
    seen.set(key, index);
    if (wideColumn && branch) columns.push({ index, column: wideColumn, branch });
    else if (column) columns.push({ index, column });
    else if (name === sharedModifiersColumn) sharedModifiers = index;
    else findings.push({ ...place, ...unknownColumn(cell.trim(), known, layout.header) });
  });

  for (const column of required) {
    if (columns.some((bound) => bound.column === column)) continue;
    findings.push({
      severity: 'error',
      row,
      message: `the column "${column.name}" is missing: Blink needs it.`,
    });
  }
  return { columns, sharedModifiers, headerless, findings };
}

function unknownColumn(
  header: string,
  known: ReadonlyMap<string, Column>,
  others: readonly string[],
): Finding {
  const present = new Set(others.map(headerName));
  const meant = nearest(
    headerName(header),
    [...known.keys()].filter((candidate) => !present.has(candidate)),
  );
  return meant
    ? { severity: 'error', message: `there is no column "${header}": did you mean "${meant}"?` }
    : { severity: 'warning', message: 'this column is none of ours and is left out.' };
}
