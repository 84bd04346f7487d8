import { CsvError, type CsvErrorCode, parse } from 'csv-parse/sync';
import { Unreadable } from '../problem.ts';
import type { Delimiter, Dialect } from './dialect.ts';

/** Rows of CSV as far as they could be read. */
export interface QuotedRows {
  rows: string[][];
  /** Why the row after these cannot be read. */
  problem?: Unreadable;
}

/**
 * The cells of rows that have quotes in them (RFC 4180), without their line ends. csv-parse costs little for a row and
 * much for a call, so many rows are to be given at once.
 */
export function quotedRows(rows: readonly string[], dialect: Dialect): QuotedRows {
  try {
    return { rows: parseRows(rows, dialect) };
  } catch (error) {
    const stray = error instanceof CsvError ? strayQuote(error) : undefined;
    if (stray === undefined) throw error;
    return { rows: parseRows(rows.slice(0, stray.row), dialect), problem: stray.problem };
  }
}

function parseRows(rows: readonly string[], { delimiter, lineEnd }: Dialect): string[][] {
  const text = rows.map((row) => (row.includes('="') ? withFormulasQuoted(row, delimiter) : row));
  return parse(text.join(lineEnd), { delimiter, record_delimiter: lineEnd, relax_column_count: true });
}

/**
 * `="00123"` without quotes around it is no CSV, but tills keep zeros from Excel so, and it can mean nothing else: here
 * it becomes `"=""00123"""`.
 */
function withFormulasQuoted(row: string, delimiter: Delimiter): string {
  return row.replace(quotedOrFormula[delimiter], (found) =>
    found.startsWith('=') ? `"${found.replaceAll('"', '""')}"` : found,
  );
}

/** What stands between two quotes, to be passed over, or a whole cell like `="00123"`. */
const quotedOrFormula: Record<Delimiter, RegExp> = {
  ',': /"[^"]*"|(?<=^|,)="[^",]*"(?=,|$)/g,
  ';': /"[^"]*"|(?<=^|;)="[^";]*"(?=;|$)/g,
  '\t': /"[^"]*"|(?<=^|\t)="[^"\t]*"(?=\t|$)/g,
  '|': /"[^"]*"|(?<=^|\|)="[^"|]*"(?=\||$)/g,
};

const messages: Partial<Record<CsvErrorCode, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote (") is opened in this cell and never closed.',
  CSV_INVALID_CLOSING_QUOTE: 'the cell goes on after its closing quote (").',
  INVALID_OPENING_QUOTE: 'a quote (") stands in the middle of the cell.',
};

/** What csv-parse found, in our words: the position of the row among those it was given, and of the cell in it. */
function strayQuote({ code, records, column }: CsvError): { row: number; problem: Unreadable } | undefined {
  const message = messages[code];
  if (message === undefined) return undefined;
  const hint = 'Nothing below it could be read. Inside a quoted cell a quote is written twice: "12"" Pizza".';
  return { row: Number(records), problem: new Unreadable({ index: Number(column), message, hint }) };
}
