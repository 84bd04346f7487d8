import { Unreadable } from '../problem.ts';
import { quotedRows } from './csv-quoted.ts';
import type { Dialect } from './dialect.ts';

const longestRow = 1_000_000;

/**
 * The rows of a CSV text in UTF-8, blank ones included, so that counting them gives the number a spreadsheet
 * shows. They come in batches, one for each chunk of input.
 * @throws Unreadable when the row after those given cannot be read
 */
export async function* csvRows(
  chunks: AsyncIterable<Uint8Array>,
  dialect: Dialect,
): AsyncIterable<string[][]> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = Buffer.concat([rest, chunk]);
    const { rows, end } = wholeRows(bytes, dialect);
    yield* cut(rows, dialect);
    rest = bytes.subarray(end);
    if (rest.length > longestRow) throw tooLong(rest.toString(), dialect);
  }
  if (rest.length > 0) yield* cut([rest.toString()], dialect);
}

function* cut(rows: readonly string[], dialect: Dialect): Iterable<string[][]> {
  const { rows: cells, problem } = cellsOf(rows, dialect);
  yield cells;
  if (problem) throw problem;
}

/** Either the quote that makes a row endless, or that it has no end. */
function tooLong(row: string, dialect: Dialect): Unreadable {
  const message = 'the row has over a million characters: this is not a menu.';
  return cellsOf([row], dialect).problem ?? new Unreadable({ message });
}

/** The rows of the beginning of a file, at most `count`, as far as they can be read. */
export function csvHead(text: string, dialect: Dialect, count: number): string[][] {
  const { rows } = wholeRows(Buffer.from(text + dialect.lineEnd), dialect, count);
  return cellsOf(rows, dialect).rows;
}

/** The cells of rows. Most rows have no quote and are split; csv-parse reads the others, all in one call. */
function cellsOf(rows: readonly string[], dialect: Dialect): { rows: string[][]; problem?: Unreadable } {
  const quoted = rows.filter((row) => row.includes('"'));
  if (quoted.length === 0) return { rows: rows.map((row) => row.split(dialect.delimiter)) };
  const { rows: parsed, problem } = quotedRows(quoted, dialect);
  const cells: string[][] = [];
  let next = 0;
  for (const row of rows) {
    if (!row.includes('"')) cells.push(row.split(dialect.delimiter));
    else {
      const read = parsed[next];
      if (read === undefined) break;
      cells.push(read);
      next += 1;
    }
  }
  return problem ? { rows: cells, problem } : { rows: cells };
}

const bytesOf = { '\n': 0x0a, '\r': 0x0d, quote: 0x22 };

/** The texts of the whole rows in a piece of a file, at most `most`, and how many bytes they take. */
function wholeRows(bytes: Buffer, { lineEnd }: Dialect, most = Number.POSITIVE_INFINITY) {
  const rows: string[] = [];
  const endOfRow = rowEnds(bytes, bytesOf[lineEnd]);
  let start = 0;
  for (let end = endOfRow(0); end >= 0 && rows.length < most; end = endOfRow(start)) {
    const isCrLf = lineEnd === '\n' && end > start && bytes[end - 1] === bytesOf['\r'];
    rows.push(bytes.toString('utf8', start, isCrLf ? end - 1 : end));
    start = end + 1;
  }
  return { rows, end: start };
}

/**
 * Finds for a row its end: the first line end that is not inside quotes. A quote that is written twice changes nothing,
 * so an odd number of quotes before a place means that it is inside. Rows are asked for in their order.
 * @returns -1 for a row that is not whole
 */
function rowEnds(bytes: Buffer, lineEnd: number): (start: number) => number {
  let quote = bytes.indexOf(bytesOf.quote);
  return (start) => {
    let end = bytes.indexOf(lineEnd, start);
    let quoted = false;
    while (end >= 0 && (quoted || (quote >= 0 && quote < end))) {
      if (quote < 0) return -1;
      if (quote > end) end = bytes.indexOf(lineEnd, quote);
      else {
        quoted = !quoted;
        quote = bytes.indexOf(bytesOf.quote, quote + 1);
      }
    }
    return end;
  };
}
