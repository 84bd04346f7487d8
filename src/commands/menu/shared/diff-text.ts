import type { MenuDiff } from '../../../menu/diff.ts';
import { cleanText } from '../../../terminal/clean.ts';
import type { Style } from '../../../terminal/style.ts';
import { type DiffItem, type DiffSection, diffCounts, diffSections } from './diff-view.ts';

/** What changes in a menu, for a terminal; a pipe has no `width`. */
export async function diffText(file: string, diff: MenuDiff, style: Style, width: number): Promise<string> {
  const look = { '+': style.good, '-': style.bad, '~': style.caution };
  const sections = diffSections(diff).map(({ title, sign, items }) => [
    '',
    style.strong(title),
    ...items.flatMap(({ name, id, what, lines }) => [
      `${look[sign](`${sign} ${cleanText(name)}`)} ${style.dim(`(${cleanText(id)})`)}${what ? ` ${what}` : ''}`,
      ...lines.map((line) => `    ${cleanText(line)}`),
    ]),
  ]);
  const lines = [`${style.strong(cleanText(file))}: ${diffCounts(diff)}`, ...sections.flat()];
  return (await fitted(lines, width)).join('\n');
}

/** Lines that are broken between words, where a terminal would break an amount in two. */
async function fitted(lines: readonly string[], width: number): Promise<readonly string[]> {
  if (!Number.isFinite(width)) return lines;
  const { wrapTo } = await import('../../../terminal/widths.ts');
  return lines.flatMap((line) => {
    const indent = /^ */.exec(line)?.[0] ?? '';
    const [first = '', ...more] = wrapTo(line, width - indent.length - 2);
    return [indent + first, ...more.map((part) => `${indent}  ${part}`)];
  });
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
