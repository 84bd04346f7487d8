import type { Style } from './style.ts';

/** A table for a terminal: a header and rows of cleaned text. */
export interface TableText {
  header: readonly string[];
  rows: readonly (readonly string[])[];
  /** Columns whose text stands at the right: amounts and counts. */
  right?: ReadonlySet<number>;
}

const gap = 2;
const narrowest = 8;

/**
 * Draws a table without lines, columns two spaces apart, cut to the width of the terminal: the widest columns give way
 * first. Widths count what a terminal shows, so that Urdu, Arabic and emoji stand in line: cli-table3 counts joiners
 * and vowel marks as wide, therefore it is given stand-ins of the right width, which are replaced afterwards.
 */
export async function drawTable(
  { header, rows, right = new Set() }: TableText,
  width: number,
  style: Style,
): Promise<string> {
  const [{ default: Table }, { default: stringWidth }] = await Promise.all([
    import('cli-table3'),
    import('string-width'),
  ]);
  const all = [header, ...rows];
  const widths = narrow(
    header.map((_, i) => all.reduce((widest, row) => Math.max(widest, stringWidth(row[i] ?? '')), 0)),
    width - gap * (header.length - 1),
  );
  const texts: string[] = [];
  const standIn = (text: string, column: number) => {
    const shown = cut(text, widths[column] ?? 0, stringWidth);
    if (shown !== '') texts.push(shown);
    return mark.repeat(stringWidth(shown));
  };
  const table = new Table({
    chars: noLines,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
    colWidths: [...widths],
    colAligns: header.map((_, i) => (right.has(i) ? 'right' : 'left')),
  });
  table.push(...all.map((row) => header.map((_, i) => standIn(row[i] ?? '', i))));
  const drawn = table.toString().replace(new RegExp(`${mark}+`, 'g'), () => texts.shift() ?? '');
  const [first = '', ...others] = drawn.split('\n').map((line) => line.trimEnd());
  return `${[style.strong(first), ...others].join('\n')}\n`;
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
function narrow(wanted: readonly number[], width: number): number[] {
  const widths = [...wanted];
  let over = widths.reduce((sum, one) => sum + one, 0) - width;
  while (over > 0) {
    const widest = Math.max(...widths);
    if (widest <= narrowest) break;
    widths[widths.indexOf(widest)] = widest - 1;
    over -= 1;
  }
  return widths;
}

function cut(text: string, width: number, widthOf: (text: string) => number): string {
  if (widthOf(text) <= width) return text;
  let shown = '';
  // No character is more than some ten code units long, so what lies beyond cannot be shown anyway.
  for (const { segment } of new Intl.Segmenter().segment(text.slice(0, width * 10))) {
    if (widthOf(shown + segment) > width - 1) break;
    shown += segment;
  }
  return `${shown}…`;
}
