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

const gap = 2;
const narrowest = 8;

/**
 * Draws a table without lines, columns two spaces apart, cut to the width of the terminal: the widest columns give way
 * first. Widths count what a terminal shows, so that Urdu, Arabic and emoji stand in line: cli-table3 counts joiners
 * and vowel marks as wide, therefore it is given stand-ins of the right width, which are replaced afterwards.
 */
export async function drawTable(
  { rows, ...shape }: TableShape & { rows: Rows },
  width: number,
  style: Style,
): Promise<string> {
  return (await openTable(shape, width, style))(rows);
}

/**
 * A table that is drawn some rows at a time.
 * @returns what draws the next rows of cleaned text, the first time with the header above them. The first rows say how
 *   wide the columns are; in a pipe, where nothing is cut, later ones may make them wider.
 */
export async function openTable(
  { header, right = new Set(), whole = new Set(), roomy = false }: TableShape,
  width: number,
  style: Style,
): Promise<(rows: Rows) => string> {
  const [{ default: Table }, { cut, widthOf }] = await Promise.all([
    import('cli-table3'),
    import('./widths.ts'),
  ]);
  const room = width - gap * (header.length - 1);
  let widths: readonly number[] | undefined;

  const settle = (rows: Rows): readonly number[] => {
    const wanted = header.map((_, i) =>
      rows.reduce((widest, row) => Math.max(widest, widthOf(row[i] ?? '')), widths?.[i] ?? 0),
    );
    if (room === Number.POSITIVE_INFINITY) return wanted;
    if (widths !== undefined) return widths;
    const fitting = narrow(narrow(wanted, room, whole), room);
    return roomy ? widen(fitting, room, right) : fitting;
  };

  return (rows) => {
    const first = widths === undefined;
    const all = first ? [header, ...rows] : rows;
    const settled = settle(all);
    widths = settled;
    if (all.length === 0) return '';
    const texts: string[] = [];
    const standIn = (text: string, column: number) => {
      const shown = cut(text, settled[column] ?? 0);
      const shownWidth = widthOf(shown);
      // What has no width leaves no mark to be replaced.
      if (shownWidth > 0) texts.push(shown);
      return mark.repeat(shownWidth);
    };
    const table = new Table({
      chars: noLines,
      style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
      colWidths: [...settled],
      colAligns: header.map((_, i) => (right.has(i) ? 'right' : 'left')),
    });
    table.push(...all.map((row) => header.map((_, i) => standIn(row[i] ?? '', i))));
    const drawn = table.toString().replace(new RegExp(`${mark}+`, 'g'), () => texts.shift() ?? '');
    const lines = drawn.split('\n').map((line) => line.trimEnd());
    return `${lines.map((line, i) => (first && i === 0 ? style.strong(line) : line)).join('\n')}\n`;
  };
}

/** A character from the private use area: no text that has been cleaned for a terminal needs it. */
const mark = '\ue000';

const noLines = {
  ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '' },
  ...{ bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' },
  ...{ left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '' },
  middle: ' '.repeat(gap),
};

/** Column widths that fit: the widest is narrowed until the sum does, none below a readable minimum. */
function narrow(
  wanted: readonly number[],
  room: number,
  whole: ReadonlySet<number> = new Set(),
): readonly number[] {
  const widths = [...wanted];
  let over = widths.reduce((sum, one) => sum + one, 0) - room;
  for (; over > 0; over -= 1) {
    const widest = Math.max(...widths.filter((_, i) => !whole.has(i)));
    if (widest <= narrowest) break;
    widths[widths.findIndex((one, i) => one === widest && !whole.has(i))] = widest - 1;
  }
  return widths;
}

/** Shares spare width out to columns of text, a quarter of its own width to each at most. */
function widen(widths: readonly number[], room: number, right: ReadonlySet<number>): number[] {
  const spare = room - widths.reduce((sum, one) => sum + one, 0);
  const share = Math.max(0, Math.floor(spare / Math.max(1, widths.length - right.size)));
  return widths.map((width, i) => (right.has(i) ? width : width + Math.min(share, Math.ceil(width / 4))));
}
