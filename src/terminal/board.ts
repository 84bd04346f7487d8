import { cleanText } from './clean.ts';
import { measuresFor } from './measures.ts';
import type { Style } from './style.ts';
import { drawTable, positions } from './table.ts';

/** One column of a board. */
export interface BoardColumn<T> {
  header: string;
  show(row: T): string;
  right?: boolean;
  /** The fewest characters it is of use with; without it the column is shown whole or not at all. */
  least?: number;
}

const gap = 2;

/**
 * A table that fits a terminal: columns without anything to show are left out, then those that have no place, the last
 * ones of `importance` first; what is left is cut.
 * @param columns in the order they are shown
 * @param importance the same columns, the most important first
 * @returns its lines, the header first, none wider than `width`
 */
export async function boardLines<T>(
  rows: readonly T[],
  columns: readonly BoardColumn<T>[],
  { importance, width, style }: { importance: readonly BoardColumn<T>[]; width: number; style: Style },
): Promise<string[]> {
  const texts = new Map(columns.map((column) => [column, rows.map((row) => cleanText(column.show(row)))]));
  const cellsOf = (column: BoardColumn<T>) => texts.get(column) ?? [];
  const { widthOf } = await measuresFor([...texts.values()].flat());
  const needed = (column: BoardColumn<T>) => {
    const header = widthOf(column.header);
    const wanted = cellsOf(column).reduce((widest, text) => Math.max(widest, widthOf(text)), header);
    return Math.min(wanted, Math.max(column.least ?? wanted, header));
  };
  let room = width + gap;
  const kept = new Set<BoardColumn<T>>();
  for (const column of importance) {
    if (!cellsOf(column).some((text) => text !== '')) continue;
    room -= needed(column) + gap;
    if (room < 0) break;
    kept.add(column);
  }
  const shown = columns.filter((column) => kept.has(column));
  const drawn = await drawTable(
    {
      header: shown.map(({ header }) => header),
      rows: rows.map((_, i) => shown.map((column) => cellsOf(column)[i] ?? '')),
      right: positions(shown, ({ right }) => right),
      whole: positions(shown, ({ least }) => least === undefined),
    },
    width,
    style,
  );
  return drawn.split('\n').slice(0, rows.length + 1);
}
