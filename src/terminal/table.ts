import { narrow, widen } from './column-widths.ts';
import { gap } from './columns.ts';
import { type Measures, measuresFor, toWidth } from './measures.ts';
import { isPlain } from './plain.ts';
import type { Style } from './style.ts';

/** A table for a terminal, before its first row. */
export interface TableShape {
  header: readonly string[];
  /** Columns whose text stands at the right: amounts and counts. */
  right?: ReadonlySet<number>;
  /** Columns that are not cut as long as others can be. */
  whole?: ReadonlySet<number>;
  /** True where rows that are not there yet may be wider than the first: columns take some of the spare width. */
  roomy?: boolean;
}

type Rows = readonly (readonly string[])[];

/** A person looks at no more rows than these. cli-table3 works too long at a cell to draw a list of thousands. */
const screenful = 50;

/**
 * Draws a table without lines, columns two spaces apart, cut to the width of the terminal: the widest columns give way
 * first. Widths count what a terminal shows, so that Urdu, Arabic and emoji stand in line.
 */
export function drawTable(
  { rows, ...shape }: TableShape & { rows: Rows },
  width: number,
  style: Style,
): Promise<string> {
  return openTable(shape, width, style)(rows);
}

/**
 * A table that is drawn some rows at a time.
 * @returns what draws the next rows of cleaned text, the first time with the header above them. The first rows say how
 *   wide the columns are; in a pipe, where nothing is cut, later ones may make them wider.
 */
export function openTable(
  { header, right = new Set(), whole = new Set(), roomy = false }: TableShape,
  width: number,
  style: Style,
): (rows: Rows) => Promise<string> {
  const room = width - gap.length * (header.length - 1);
  let settled: readonly number[] | undefined;

  const settle = (rows: Rows, { widthOf }: Measures): readonly number[] => {
    if (settled !== undefined && Number.isFinite(room)) return settled;
    const wanted = header.map((_, i) =>
      rows.reduce((widest, row) => Math.max(widest, widthOf(row[i] ?? '')), settled?.[i] ?? 0),
    );
    if (!Number.isFinite(room)) return wanted;
    const fitting = narrow(narrow(wanted, room, whole), room, new Set());
    return roomy ? widen(fitting, room, right) : fitting;
  };

  return async (rows) => {
    const first = settled === undefined;
    const all = first ? [header, ...rows] : rows;
    if (all.length === 0) return '';
    const measures = await measuresFor(all.flat());
    const widths = settle(all, measures);
    settled = widths;
    const layout = { widths, right, measures };
    const seen = first ? screenful : 0;
    const lines = [
      ...(first ? await draw(all.slice(0, seen), layout) : []),
      ...all.slice(seen).map((row) => fitted(row, layout).join(gap)),
    ].map((line) => line.trimEnd());
    return `${lines.map((line, i) => (first && i === 0 ? style.strong(line) : line)).join('\n')}\n`;
  };
}

/** The positions of those columns that something is true of. */
export function positions<T>(columns: readonly T[], is: (column: T) => boolean | undefined): Set<number> {
  return new Set(columns.flatMap((column, i) => (is(column) ? [i] : [])));
}

interface Layout {
  widths: readonly number[];
  right: ReadonlySet<number>;
  measures: Measures;
}

/** The texts of a row, each as wide as its column. */
function fitted(row: readonly string[], { widths, right, measures }: Layout): string[] {
  return widths.map((width, i) => toWidth(row[i] ?? '', width, right.has(i), measures));
}

/**
 * The lines of a table. cli-table3 cuts, aligns and joins; joiners, vowel marks and some emoji count as wider with it than
 * a terminal shows them. Such a text is made to fit beforehand, and its column is, for this row, as wide as it counts.
 */
async function draw(rows: Rows, layout: Layout): Promise<string[]> {
  const { default: Table } = await import('cli-table3');
  const { widths, right } = layout;
  const linesOf = (some: Rows, colWidths: (number | null)[]) => {
    const colAligns = widths.map((_, i) => (right.has(i) ? 'right' : 'left'));
    const table = new Table({ chars: noLines, style: bare, colAligns, colWidths });
    table.push(...some.map((row) => widths.map((_, i) => row[i] ?? '')));
    return table.toString().split('\n');
  };
  if (rows.flat().every(isPlain)) return linesOf(rows, [...widths]);
  return rows.flatMap((row) => {
    const made = fitted(row, layout);
    const texts = row.map((text, i) => (isPlain(text) ? text : (made[i] ?? '')));
    return linesOf(
      [texts],
      widths.map((width, i) => (isPlain(row[i] ?? '') ? width : null)),
    );
  });
}

const noLines = {
  ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '' },
  ...{ bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' },
  ...{ left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '' },
  middle: gap,
};

const bare = { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true };
