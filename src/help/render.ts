import type { Style } from '../terminal/style.ts';
import { wrap } from '../terminal/wrap.ts';
import type { Page, Table } from './page.ts';

/** On a terminal narrower than this every term stands above what it means. */
const narrow = 60;
/** And on every terminal the terms that are longer. */
const longestTerm = 30;

/** A page of help as text for a terminal so many columns wide. Command lines are not broken: they are copied. */
export function renderPage(page: Page, columns: number, { strong }: Pick<Style, 'strong'>): string {
  const { about, usage, examples = [], lines = [], tables, notes } = page;
  const listed = (heading: string, texts: readonly string[]) =>
    texts.length === 0 ? [] : [[strong(`${heading}:`), ...texts].join('\n')];
  const indent = columns < narrow ? 6 : indentOf(tables);
  const blocks = [
    about.map((paragraph) => wrap(paragraph, columns, '')).join('\n'),
    ...(usage === undefined ? [] : [wrap(`Usage: ${usage}`, columns).replace('Usage:', strong('Usage:'))]),
    ...listed(
      'Examples',
      examples.map((line) => `  $ ${line}`),
    ),
    ...listed(
      'Lines',
      lines.map((line) => `  ${line}`),
    ),
    ...tables.flatMap(({ heading, rows }) => listed(heading, rowLines(rows, columns, indent))),
    ...notes.map((note) => wrap(note, columns, '')),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** How far the meanings stand to the right, so that those of all tables stand below each other. */
function indentOf(tables: readonly Table[]): number {
  const lengths = tables.flatMap(({ rows }) => rows.map(([term]) => term.length));
  return Math.max(0, ...lengths.filter((length) => length <= longestTerm)) + 4;
}

function rowLines(rows: Table['rows'], columns: number, indent: number): string[] {
  return rows.flatMap(([term, meaning]) => {
    const text = wrap(' '.repeat(indent) + meaning, columns);
    const fits = term.length + 4 <= indent;
    return fits ? [`  ${term.padEnd(indent - 2)}${text.slice(indent)}`] : [`  ${term}`, text];
  });
}
