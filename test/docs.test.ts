import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { find } from '../src/command-line/find.ts';
import { isGroup, tree } from '../src/commands/index.ts';
import { makePages } from '../src/help/make-pages.ts';
import { topicNames } from '../src/help/topic-names.ts';

const docs = readdirSync('docs', { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ parentPath, name }) => join(parentPath, name));
const pages = ['README.md', 'CONTRIBUTING.md', ...docs.filter((page) => page.endsWith('.md'))];
const textOf = (page: string) => readFileSync(page, 'utf8');

/** The links of a page into the repository: a file, and a heading in it or none. */
function linksOf(page: string) {
  const links = textOf(page).matchAll(/\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]*))?[^)]*\)/g);
  return [...links].map(([, path = '', heading]) => {
    return { file: path === '' ? page : join(dirname(page), path), heading };
  });
}

/** The names under which the headings of a page can be linked to, as GitHub makes them. */
function headingsOf(page: string): string[] {
  const headings = textOf(page)
    .replace(/^```.*?^```/gms, '')
    .matchAll(/^#+ (.+)$/gm);
  return [...headings].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\- ]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe('a page', () => {
  it.each(pages)('%s links to files and headings that there are', (page) => {
    const dead = linksOf(page).filter(
      ({ file, heading }) =>
        !existsSync(file) || (heading !== undefined && !headingsOf(file).includes(heading)),
    );
    expect(dead).toEqual([]);
  });

  it.each(docs)('%s is linked from another', (doc) => {
    const from = pages.filter((page) => page !== doc && linksOf(page).some(({ file }) => file === doc));
    expect(from).not.toEqual([]);
  });
});

describe('docs/reliability.md', () => {
  const rows = textOf('docs/reliability.md')
    .split('\n')
    .filter((line) => /^\| \d+ \|/.test(line))
    .map((row) => row.split(/ *(?<!\\)\| */).slice(1, -1));
  const named = [
    ...textOf('docs/reliability.md').matchAll(/\]\(\.\.\/(test\/[^)\s]+)(?: "([^"]*)")?\)/g),
  ].map(([, file = '', title]) => ({ file, title }));

  it('says of every promise what was tried, and leads to its proof', () => {
    expect(rows.map(([number]) => Number(number))).toEqual(Array.from({ length: 34 }, (_, i) => i + 1));
    const unproven = rows.filter(
      ([, fault, seen, proof = '', attack]) =>
        !(fault && seen && /\]\(\.\.\/test\/[^)]+\.test\.ts "[^"]+"\)/.test(proof) && attack),
    );
    expect(unproven.map(([number]) => Number(number))).toEqual([]);
  });

  it('names tests that there are, by their titles', () => {
    expect(named.length).toBeGreaterThan(rows.length);
    const missing = named.filter(({ file, title }) => title === undefined || !titlesOf(file).includes(title));
    expect(missing).toEqual([]);
  });
});

/** The titles of the tests in a file, as they stand there. */
function titlesOf(file: string): string[] {
  const titles = textOf(file).matchAll(/(?:\b(?:it|test|attack)|\))\(\s*(['"`])((?:\\.|(?!\1).)+)\1,/g);
  return [...titles].map(([, , title = '']) => title.replaceAll("\\'", "'"));
}

describe('commands and flags', () => {
  const flags = new Map<string, readonly string[]>();

  beforeAll(async () => {
    for (const { name, tables } of await makePages()) {
      const terms = tables.flatMap(({ rows }) => rows.map(([term]) => term));
      flags.set(
        name,
        terms.flatMap((term) => /--[a-z-]+/.exec(term)?.[0] ?? []),
      );
    }
  });

  it.each(pages)('that %s names are in the tree', (page) => {
    const { lines, bare } = mentionedIn(textOf(page));
    const everywhere = flags.get('flags') ?? [];
    const unknown = lines.filter((line) => {
      const path = commandOf(line);
      const below = [...flags].filter(([name]) => `${name} `.startsWith(path === '' ? '' : `${path} `));
      const known = [...everywhere, ...below.flatMap(([, own]) => own)];
      const given = line.match(/(?<= )--[a-z][a-z-]*/g) ?? [];
      return path === undefined || given.some((flag) => !known.includes(flag));
    });
    const all = new Set([...flags.values()].flat());
    expect([...unknown, ...bare.filter((flag) => !all.has(flag))]).toEqual([]);
  });
});

/** The command lines in a text, without `blink`, and the flags that stand in it alone. */
function mentionedIn(text: string): { lines: string[]; bare: string[] } {
  const blocks = [...text.matchAll(/^ *```.*?\n(.*?)^ *```/gms)].flatMap(([, block = '']) =>
    block.replaceAll('\\\n', ' ').split('\n'),
  );
  const inline = [...text.replace(/^ *```.*?^ *```/gms, '').matchAll(/`([^`\n]+)`/g)].flatMap(
    ([, code]) => code ?? [],
  );
  const lines = [...blocks, ...inline]
    .flatMap((line) => [...line.matchAll(/(?:^|[\s"/])blink ((?:[^|&;<>#`"]|"[^"]*")+)/g)])
    .flatMap(([, words]) => words?.trim() ?? []);
  const unsaid = inline.filter(
    (code) => /^[a-z]+ [a-z]+ --/.test(code) && Object.keys(tree).some((noun) => code.startsWith(`${noun} `)),
  );
  return { lines: [...lines, ...unsaid], bare: inline.flatMap((code) => /^--[a-z-]+/.exec(code)?.[0] ?? []) };
}

/** The words of a line that name its command or page of help; undefined where there is none. */
function commandOf(line: string): string | undefined {
  const words = (/^(?:[a-z]\S*\s*)*/.exec(line.replace(/^help\b/, ''))?.[0] ?? '').split(/\s+/);
  const { path, entry, rest } = find(words.filter((word) => word !== ''));
  const isTopic = topicNames.some((name) => name === rest[0]);
  const ends = !isGroup(entry) || entry.otherwise !== undefined || rest.length === 0 || isTopic;
  return ends ? path.join(' ') : undefined;
}
