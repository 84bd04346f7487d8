import { Unreadable } from '../problem.ts';
import { csvHead } from '../readers/csv.ts';
import { type Dialect, delimiters, lineEndOf } from '../readers/dialect.ts';
import type { Column } from './columns.ts';

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
const sepLine = /^"?sep=([,;\t|])"?(?:\r\n|\n|\r)/i;

/**
 * Finds the delimiter and the header row: the delimiter under which one of the first 10 rows holds every
 * required column. A `sep=` line decides; a tie is refused. Where no row holds all, the row that holds most is
 * taken, so that what is missing can be named.
 * @param head the beginning of the file, cut at the end of a line
 * @param known the columns by their names, spelt as by `headerName`
 * @returns undefined for a file without any text
 * @throws Unreadable when no row looks like a header, or two delimiters fit
 */
export function findLayout(head: string, known: ReadonlyMap<string, Column>): Layout | undefined {
  if (head.trim() === '') return undefined;
  const told = sepLine.exec(head);
  const hiddenRows = told ? 1 : 0;
  const text = told ? head.slice(told[0].length) : head;
  const lineEnd = lineEndOf(text);
  const candidates = delimiters
    .filter((delimiter) => !told || delimiter === told[1])
    .flatMap((delimiter) => {
      const dialect = { delimiter, lineEnd };
      return csvHead(text, dialect, headerWithin).map((header, i) => {
        const layout: Layout = { dialect, hiddenRows, headerRow: i + 1, header };
        return { layout, matches: countMatches(header, known) };
      });
    })
    .sort((a, b) => b.matches - a.matches);
  const [best] = candidates;
  if (!best || best.matches === 0) throw noHeader(known);
  const rival = candidates.find(
    ({ layout, matches }) => matches === best.matches && differs(layout, best.layout),
  );
  if (rival) throw tie(best.layout, rival.layout);
  return best.layout;
}

/** Two ways to part the columns; a header of one column is the same under all of them. */
function differs(one: Layout, other: Layout): boolean {
  return one.dialect.delimiter !== other.dialect.delimiter && one.header.length + other.header.length > 2;
}

function tie({ dialect, headerRow }: Layout, rival: Layout): Unreadable {
  const [one, other] = [dialect, rival.dialect].map(({ delimiter }) =>
    delimiter === '\t' ? 'a tab' : `"${delimiter}"`,
  );
  return new Unreadable({
    row: headerRow,
    message: `the columns could be parted by ${one} or by ${other}.`,
    hint: `Make the first line of the file sep=${dialect.delimiter} or sep=${rival.dialect.delimiter}`,
  });
}

function noHeader(known: ReadonlyMap<string, Column>): Unreadable {
  const names = [...known.values()].filter((column) => column.required).map((column) => column.name);
  const template = known.has('category_id') ? ' "blink menu template" prints a file to start from.' : '';
  return new Unreadable({
    message: `no header found in the first ${headerWithin} rows.`,
    hint: `The header names the columns: ${names.slice(0, 7).join(', ')} and so on.${template}`,
  });
}

function countMatches(header: readonly string[], known: ReadonlyMap<string, Column>): number {
  return new Set(header.map(headerName).filter((name) => known.has(name))).size;
}

const invisible = /[\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** A header as our columns are spelt: `Product ID` is `product_id`. */
export function headerName(cell: string): string {
  return cell
    .replace(invisible, '')
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
}
