import { CsvError, type Options, type Parser, parse } from 'csv-parse';
import { Unreadable } from '../problem.ts';

/** The characters that may stand between cells. */
export const delimiters = [',', ';', '\t', '|'] as const;

export type Delimiter = (typeof delimiters)[number];

/** How a CSV text is written: what parts its cells and what ends its rows. */
export interface Dialect {
  delimiter: Delimiter;
  lineEnds: readonly string[];
}

/** What ends the rows of a text. Few are asked for, because each costs time at every character. */
export function lineEndsOf(head: string): readonly string[] {
  if (head.includes('\r\n')) return ['\r\n', '\n'];
  return head.includes('\r') && !head.includes('\n') ? ['\r'] : ['\n'];
}

const longestRow = 1_000_000;

const options = ({ delimiter, lineEnds }: Dialect): Options => ({
  delimiter,
  record_delimiter: [...lineEnds],
  relax_column_count: true,
  max_record_size: longestRow,
});

/**
 * The rows of a CSV text in UTF-8, blank ones included, so that counting them gives the number a spreadsheet
 * shows. They come in batches, one for each chunk of input.
 * @throws Unreadable at a stray or unclosed quote.
 */
export async function* csvRows(
  chunks: AsyncIterable<Uint8Array>,
  dialect: Dialect,
): AsyncIterable<string[][]> {
  const parser = parse(options(dialect));
  for await (const chunk of chunks) yield pass(parser, (done) => parser.write(chunk, done));
  yield pass(parser, (done) => parser.end(done));
}

/** Hands something to the parser and takes the rows that come of it; a full parser goes on only when read. */
async function pass(
  parser: Parser,
  hand: (done: (error?: Error | null) => void) => void,
): Promise<string[][]> {
  const outcome = new Promise<Error | undefined>((resolve) => {
    parser.once('error', resolve);
    hand((error) => resolve(error ?? undefined));
  });
  const rows = take(parser);
  const error = await outcome;
  if (error) throw unreadable(error);
  parser.removeAllListeners('error');
  return rows.concat(take(parser));
}

/** The first rows of the beginning of a file, as far as they can be read. */
export function csvHead(text: string, dialect: Dialect, count: number): string[][] {
  const parser = parse({ ...options(dialect), to: count });
  parser.on('error', () => {});
  parser.write(text);
  const rows = take(parser);
  parser.end();
  return rows.concat(take(parser));
}

/** The physical line on which each of these rows begins, as far as the file can be read. Rows count from 1. */
export async function csvLines(
  chunks: AsyncIterable<Uint8Array>,
  dialect: Dialect,
  rows: ReadonlySet<number>,
): Promise<Map<number, number>> {
  const lines = new Map<number, number>();
  let row = 0;
  let line = 1;
  try {
    for await (const batch of csvRows(chunks, dialect)) {
      for (const cells of batch) {
        row += 1;
        if (rows.has(row)) lines.set(row, line);
        line += 1 + cells.reduce((count, cell) => count + lineBreaks(cell), 0);
      }
      if (lines.size === rows.size) break;
    }
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    if (rows.has(row + 1)) lines.set(row + 1, line);
  }
  return lines;
}

function lineBreaks(cell: string): number {
  return cell.includes('\n') || cell.includes('\r') ? (cell.match(/\r\n|\n|\r/g)?.length ?? 0) : 0;
}

function take(parser: Parser): string[][] {
  const rows: string[][] = [];
  for (let row: string[] | null = parser.read(); row !== null; row = parser.read()) rows.push(row);
  return rows;
}

const hint = 'Nothing below it could be read. Put " twice inside a quoted cell: "12"" Pizza".';

function unreadable(error: Error): Unreadable {
  if (!(error instanceof CsvError)) return new Unreadable({ message: error.message });
  const row = typeof error.records === 'number' ? error.records + 1 : undefined;
  const line = typeof error.lines === 'number' ? error.lines : undefined;
  switch (error.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return new Unreadable({ row, message: 'a quote (") is opened in this row and never closed.', hint });
    case 'CSV_MAX_RECORD_SIZE':
      return new Unreadable({
        row,
        message: 'the row has over a million characters: is a quote (") never closed?',
      });
    case 'CSV_INVALID_CLOSING_QUOTE':
    case 'INVALID_OPENING_QUOTE':
      return new Unreadable({
        row,
        line,
        message: 'a quote (") stands in the middle of a cell.',
        hint,
      });
    default:
      return new Unreadable({ row, line, message: `this is not CSV: ${error.message}` });
  }
}
