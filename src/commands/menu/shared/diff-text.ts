import type { MenuDiff } from '../../../menu/diff.ts';
import { cleanText } from '../../../terminal/clean.ts';
import type { Style } from '../../../terminal/style.ts';
import { type DiffItem, type DiffSection, diffCounts, diffSections } from './diff-view.ts';

/** What changes in a menu, for a terminal. */
export function diffText(file: string, diff: MenuDiff, style: Style): string {
  const look = { '+': style.good, '-': style.bad, '~': style.caution };
  const sections = diffSections(diff).map(({ title, sign, items }) =>
    [
      style.strong(title),
      ...items.flatMap(({ name, id, what, lines }) => [
        `${look[sign](`${sign} ${cleanText(name)}`)} ${style.dim(`(${cleanText(id)})`)}${what ? ` ${what}` : ''}`,
        ...lines.map((line) => `    ${cleanText(line)}`),
      ]),
    ].join('\n'),
  );
  return [`${style.strong(cleanText(file))}: ${diffCounts(diff)}`, ...sections].join('\n\n');
}

/** The same as Markdown, to be pasted into a chat or a ticket. */
export function diffMarkdown(file: string, diff: MenuDiff): string {
  const sections = diffSections(diff).map((section) => `**${section.title}**\n\n${list(section)}`);
  return [`**${escaped(file)}**: ${diffCounts(diff)}`, ...sections].join('\n\n');
}

function list({ items }: DiffSection): string {
  return items.map(item).join('\n');
}

function item({ name, id, what, lines }: DiffItem): string {
  const [first, ...others] = what === undefined && lines.length === 1 ? lines : [what, ...lines];
  const head = `- **${escaped(name)}** (${escaped(id)})${first ? `: ${escaped(first)}` : ''}`;
  return [head, ...others.map((line) => `  - ${escaped(line ?? '')}`)].join('\n');
}

/** A name with stars or brackets in it is shown as it is. */
function escaped(text: string): string {
  return cleanText(text).replace(/[\\`*_~[\]<>#|&]/g, '\\$&');
}
