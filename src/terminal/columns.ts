import { toWidth } from './measures.ts';

/** A column of lines that are printed one by one, with the lines to come unknown. */
export interface LineColumn {
  header: string;
  /** How wide it is, at least. */
  width: number;
  right?: boolean;
  /** True where the room that is left on a wide terminal goes. */
  grows?: boolean;
  /** True for what is left out first where there is too little room. */
  dispensable?: boolean;
}

/** What stands between two columns. */
export const gap = '  ';

/**
 * Lines in columns for a terminal of this width.
 * @returns what makes a line of cleaned cells, one for each column, as far as they fit
 */
export async function lineColumns(
  columns: readonly LineColumn[],
  width: number,
): Promise<(cells: readonly string[]) => string> {
  const measures = await import('./widths.ts');
  const shown = columns.map((column, index) => ({ ...column, index }));
  const wanted = () => shown.reduce((sum, column) => sum + column.width + gap.length, -gap.length);
  while (wanted() > width) {
    const last = shown.findLastIndex(({ dispensable }) => dispensable);
    if (last < 0) break;
    shown.splice(last, 1);
  }
  const spare = Number.isFinite(width) ? Math.max(0, width - wanted()) : 0;
  const growing = shown.find(({ grows }) => grows);
  if (growing !== undefined) growing.width += Math.min(spare, 60);

  return (cells) => {
    const parts = shown.map(({ index, width: room, right = false }) =>
      toWidth(cells[index] ?? '', room, right, measures),
    );
    return parts.join(gap).trimEnd();
  };
}
