import type { Figures, Line, Unit } from './line.ts';

/** A line with what came of it: figures, or why there are none. */
export interface Measured {
  line: Line;
  found: Figures | string;
}

const header = ['what', 'against', 'figure', 'budget', 'aim', 'ours', 'theirs'];

/** The table in Markdown, padded so that it reads well in a terminal too. Lines without figures follow it as words. */
export function tableOf(measured: readonly Measured[]): string {
  const rows = measured.flatMap(({ line, found }) => (typeof found === 'string' ? [] : [rowOf(line, found)]));
  const widths = header.map((name, column) =>
    Math.max(...[header, ...rows].map((row) => row[column]?.length ?? name.length)),
  );
  const draw = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  const missing = measured.flatMap(({ line, found }) =>
    typeof found === 'string' ? [`${line.what}: ${found}`] : [],
  );
  const left = missing.length > 0 ? [`\nLeft out: ${missing.join('; ')}.`] : [];
  return [draw(header), rule, ...rows.map(draw), ...left, ''].join('\n');
}

function rowOf(
  { what, against, unit, budget, aim }: Line,
  { value, ours = '', theirs = '' }: Figures,
): string[] {
  const isOver = budget !== undefined && value > budget;
  const limit = (most?: number) => (most === undefined ? '' : shown(most, unit));
  return [
    what,
    against,
    `**${shown(value, unit)}**${isOver ? ', over' : ''}`,
    limit(budget),
    limit(aim),
    ours,
    theirs,
  ];
}

function shown(value: number, unit: Unit): string {
  if (unit === '×') return `${value.toFixed(2)}×`;
  const digits = value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en');
  return `${digits} ${unit}`;
}
