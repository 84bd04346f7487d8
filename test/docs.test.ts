import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Group, isGroup, type Leaf, tree } from '../src/commands/index.ts';
import { blink } from './front-door.ts';

const docs = readdirSync('docs').map((name) => join('docs', name));
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
    for (const path of leavesOf(tree)) {
      const { out } = await blink(`${path} --help`, { env: {} });
      flags.set(
        path,
        [...out.matchAll(/^ +(?:-\w, )?(--[a-z-]+)/gm)].flatMap(([, flag]) => flag ?? []),
      );
    }
  });

  it.each(pages)('that %s names are in the tree', (page) => {
    const { lines, bare } = mentionedIn(textOf(page));
    const unknown = lines.filter((line) => {
      const path = commandOf(line);
      const known = [...flags].filter(([name]) => `${name} `.startsWith(path === '' ? '' : `${path} `));
      const given = line.match(/(?<= )--[a-z][a-z-]*/g) ?? [];
      return path === undefined || given.some((flag) => !known.some(([, own]) => own.includes(flag)));
    });
    const all = new Set([...flags.values()].flat());
    expect([...unknown, ...bare.filter((flag) => !all.has(flag))]).toEqual([]);
  });
});

/** Every command of a tree by its words: `menu import`. */
function leavesOf(verbs: Group['verbs'], before = ''): string[] {
  return Object.entries(verbs).flatMap(([name, entry]) =>
    isGroup(entry) ? leavesOf(entry.verbs, `${before}${name} `) : [before + name],
  );
}

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

/** The words of a line that name its command; undefined where there is no such command. */
function commandOf(line: string): string | undefined {
  let at: Leaf | Group = { summary: '', verbs: tree };
  const path: string[] = [];
  for (const word of line.split(/\s+/)) {
    if (!isGroup(at) || !/^[a-z]/.test(word)) break;
    const next: Leaf | Group | undefined = at.verbs[word];
    if (next === undefined) return at.otherwise === undefined ? undefined : [...path, at.otherwise].join(' ');
    path.push(word);
    at = next;
  }
  return path.join(' ');
}
