import type { Page, Table } from './page.ts';

/** All pages of help as one page of Markdown. */
export function reference(pages: readonly Page[]): string {
  const [front, ...others] = pages;
  const links = (front?.tables ?? []).flatMap(({ heading, rows }) => [
    `**${heading}**`,
    rows
      .map(([name, meaning]) => `- [\`${name}\`](#${anchorOf(pageTitle(name, others))}): ${meaning}`)
      .join('\n'),
  ]);
  const head = [
    '# Every command and every flag',
    'What `blink help` says, on one page. `npm run reference` makes it.',
    ...links,
  ];
  return `${[...head, ...others.flatMap(pageBlocks)].join('\n\n')}\n`;
}

function pageTitle(name: string, pages: readonly Page[]): string {
  const page = pages.find((one) => one.name === name);
  return page === undefined ? name : titleOf(page);
}

function titleOf({ name, summary, usage }: Page): string {
  return usage === undefined ? summary : `blink ${name}`;
}

/** The name under which GitHub links to a heading. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');
}

function pageBlocks(page: Page): string[] {
  const { about, usage, examples = [], lines = [], tables, notes } = page;
  return [
    `## ${titleOf(page)}`,
    ...about.map(escaped),
    ...(usage === undefined ? [] : [fenced('text', [usage])]),
    ...(examples.length === 0 ? [] : [fenced('sh', examples)]),
    ...(lines.length === 0 ? [] : [fenced('text', lines)]),
    ...tables.flatMap(tableBlocks),
    ...notes.map(escaped),
  ];
}

function fenced(language: string, lines: readonly string[]): string {
  return [`\`\`\`${language}`, ...lines, '```'].join('\n');
}

function tableBlocks({ heading, rows }: Table): string[] {
  const cells = rows.map(([term, meaning]) => `| \`${term.replaceAll('|', '\\|')}\` | ${escaped(meaning)} |`);
  return [`| ${heading} | |\n|---|---|\n${cells.join('\n')}`];
}

/** Text in which Markdown finds nothing to do. */
function escaped(text: string): string {
  return text.replace(/[<>|*_[\]]/g, (sign) => `\\${sign}`);
}
