import { Unreadable } from '../problem.ts';

/** The characters that may stand between cells. */
export const delimiters = [',', ';', '\t', '|'] as const;

export type Delimiter = (typeof delimiters)[number];

/**
 * The cells of one row of CSV (RFC 4180), without its line end.
 * @throws Unreadable at a stray or unclosed quote, with the position of the cell
 */
export function cellsOf(row: string, delimiter: Delimiter): string[] {
  if (!row.includes('"')) return row.split(delimiter);
  const cells: string[] = [];
  for (let at = 0; ; at += 1) {
    if (row.startsWith('"', at)) {
      const close = closingQuote(row, at + 1);
      if (close < 0) throw stray(cells, 'a quote (") is opened in this cell and never closed.');
      if (close + 1 < row.length && !row.startsWith(delimiter, close + 1))
        throw stray(cells, 'the cell goes on after its closing quote (").');
      cells.push(row.slice(at + 1, close).replaceAll('""', '"'));
      at = close + 1;
    } else {
      const end = row.indexOf(delimiter, at);
      const cell = end < 0 ? row.slice(at) : row.slice(at, end);
      if (cell.includes('"') && !formula.test(cell))
        throw stray(cells, 'a quote (") stands in the middle of the cell.');
      cells.push(cell);
      at += cell.length;
    }
    if (at >= row.length) return cells;
  }
}

/** `="00123"` without quotes around it is no CSV, but tills keep zeros from Excel so, and it can mean nothing else. */
const formula = /^="[^"]*"$/;

/** The quote that is not written twice; -1 where there is none. */
function closingQuote(row: string, from: number): number {
  let at = row.indexOf('"', from);
  while (at >= 0 && row.startsWith('"', at + 1)) at = row.indexOf('"', at + 2);
  return at;
}

function stray(before: readonly string[], message: string): Unreadable {
  const hint = 'Nothing below it could be read. Inside a quoted cell a quote is written twice: "12"" Pizza".';
  return new Unreadable({ index: before.length, message, hint });
}
