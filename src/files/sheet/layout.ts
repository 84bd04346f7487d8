import { Unreadable } from '../problem.ts';
import { csvHead } from '../readers/csv.ts';
import { type Dialect, delimiters, lineEndOf } from '../readers/dialect.ts';

/** Where a CSV file's table begins and what stands between its cells. */
export interface Layout {
  dialect: Dialect;
  /** Lines before the first row a spreadsheet shows: 1 where there is a `sep=` line. */
  hiddenRows: number;
  /** The row of the header, as a spreadsheet numbers it. */
  headerRow: number;
  header: readonly string[];
}

export const headerWithin = 10;
const sepLine = /^"?sep=([,;\t|])"?(?:\r\n|\n|\r)/i;

/** Every row that could be the header: each of the first 10, under each delimiter. A `sep=` line decides on the delimiter. */
export function possibleLayouts(head: string): Layout[] {
  const told = sepLine.exec(head);
  const text = told ? head.slice(told[0].length) : head;
  const lineEnd = lineEndOf(text);
  return delimiters
    .filter((delimiter) => !told || delimiter === told[1])
    .flatMap((delimiter) => {
      const dialect = { delimiter, lineEnd };
      return csvHead(text, dialect, headerWithin).map((header, i): Layout => {
        return { dialect, hiddenRows: told ? 1 : 0, headerRow: i + 1, header };
      });
    });
}

/**
 * Finds the header: the row that has most columns that are known, so that what is missing can be named.
 * @param countKnown how many columns of a row are known; 0 for one that is no header
 * @returns undefined where no row is one
 * @throws Unreadable when two delimiters fit
 */
export function findHeader(
  layouts: readonly Layout[],
  countKnown: (header: readonly string[]) => number,
): Layout | undefined {
  const candidates = layouts
    .map((layout) => ({ layout, known: countKnown(layout.header) }))
    .filter(({ known }) => known > 0)
    .sort((a, b) => b.known - a.known);
  const [best] = candidates;
  if (!best) return undefined;
  const rival = candidates.find(({ layout, known }) => known === best.known && differs(layout, best.layout));
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

const invisible = /[\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** A header as our columns are spelt: `Product ID` is `product_id`. */
export function headerName(cell: string): string {
  return cell
    .replace(invisible, '')
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
}
