import { Unreadable } from '../problem.ts';
import { csvRows } from './csv.ts';
import type { Dialect } from './dialect.ts';

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
        line += 1;
        for (const cell of cells) line += lineBreaks(cell);
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
