import type { Page } from './page.ts';

/** All pages of help as one page of the manual, in the macros of man(7). */
export function manual(pages: readonly Page[], version: string): string {
  const lines = pages.flatMap((page) => (page.name === '' ? frontLines(page) : pageLines(page)));
  return `.TH BLINK 1 "" "blink ${version}"\n${lines.join('\n')}\n`;
}

function frontLines(page: Page): string[] {
  return ['.SH NAME', `blink \\- ${escaped(page.summary)}`, '.SH DESCRIPTION', ...bodyLines(page)];
}

function pageLines(page: Page): string[] {
  const title = page.usage === undefined ? page.name : `blink ${page.name}`;
  return [`.SH ${escaped(title.toUpperCase())}`, ...bodyLines(page)];
}

function bodyLines({ about, usage, examples = [], lines = [], tables, notes }: Page): string[] {
  return [
    ...about.flatMap(paragraph),
    ...(usage === undefined ? [] : ['.PP', `.B ${escaped(usage)}`]),
    ...[examples, lines].filter(({ length }) => length > 0).flatMap(verbatim),
    ...tables.flatMap(({ heading, rows }) => [
      `.SS ${escaped(heading)}`,
      ...rows.flatMap(([term, meaning]) => ['.TP', `.B ${escaped(term)}`, escaped(meaning)]),
    ]),
    ...notes.flatMap(paragraph),
  ];
}

function paragraph(text: string): string[] {
  return ['.PP', escaped(text)];
}

function verbatim(lines: readonly string[]): string[] {
  return ['.PP', '.RS 4', '.nf', ...lines.flatMap((line) => line.split('\n')).map(escaped), '.fi', '.RE'];
}

/** Text in which troff finds no request and no hyphen to turn into another character. */
function escaped(text: string): string {
  const signs = text.replaceAll('\\', '\\e').replaceAll('-', '\\-').replaceAll('"', '\\(dq');
  return signs.replace(/^(?=[.'])/, '\\&').replaceAll('…', '...');
}
