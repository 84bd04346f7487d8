import { Unreadable } from '../problem.ts';
import { cellsOf, type Delimiter } from './csv-row.ts';

/** How a CSV text is written: what parts its cells and what ends its rows. */
export interface Dialect {
  delimiter: Delimiter;
  /** `\n` stands for `\r\n` too. */
  lineEnd: '\n' | '\r';
}

/** What ends the rows of a text: a line feed, unless there is none outside quotes. */
export function lineEndOf(head: string): Dialect['lineEnd'] {
  const unquoted = head.replace(/"[^"]*"/g, '');
  return unquoted.includes('\r') && !unquoted.includes('\n') ? '\r' : '\n';
}

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
    const { rows, read, problem } = readRows(bytes, dialect);
    yield rows;
    if (problem) throw problem;
    rest = bytes.subarray(read);
    if (rest.length > longestRow) throw tooLong(rest, dialect);
  }
  if (rest.length > 0) yield [cellsOf(rest.toString(), dialect.delimiter)];
}

/** Either the quote that makes a row endless, or that it has no end. */
function tooLong(row: Buffer, { delimiter }: Dialect): unknown {
  try {
    cellsOf(row.toString(), delimiter);
    return new Unreadable({ message: 'the row has over a million characters: this is not a menu.' });
  } catch (error) {
    return error;
  }
}

/** The rows of the beginning of a file, at most `count`, as far as they can be read. */
export function csvHead(text: string, dialect: Dialect, count: number): string[][] {
  return readRows(Buffer.from(text + dialect.lineEnd), dialect, count).rows;
}

interface Reading {
  rows: string[][];
  /** How many bytes the whole rows take. */
  read: number;
  /** Why the row after these cannot be read. */
  problem?: Unreadable;
}

const bytesOf = { '\n': 0x0a, '\r': 0x0d, quote: 0x22 };

/** Reads the whole rows in a piece of text, at most `most`. */
function readRows(bytes: Buffer, { delimiter, lineEnd }: Dialect, most = Number.POSITIVE_INFINITY): Reading {
  const rows: string[][] = [];
  const endOfRow = rowEnds(bytes, bytesOf[lineEnd]);
  let start = 0;
  for (let end = endOfRow(0); end >= 0 && rows.length < most; end = endOfRow(start)) {
    const isCrLf = lineEnd === '\n' && end > start && bytes[end - 1] === bytesOf['\r'];
    try {
      rows.push(cellsOf(bytes.toString('utf8', start, isCrLf ? end - 1 : end), delimiter));
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      return { rows, read: start, problem: error };
    }
    start = end + 1;
  }
  return { rows, read: start };
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
