import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

const pages = ['README.md', 'CONTRIBUTING.md', ...readdirSync('docs').map((name) => join('docs', name))];

it.each(pages.filter((page) => page.endsWith('.md')))('%s links to files that there are', (page) => {
  const links = [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)];
  const missing = links
    .map(([, target = '']) => join(dirname(page), target))
    .filter((path) => !existsSync(path));
  expect(missing).toEqual([]);
});

it('every promise of docs/reliability.md says what was tried, and leads to its proof', () => {
  const rows = readFileSync('docs/reliability.md', 'utf8')
    .split('\n')
    .filter((line) => /^\| \d+ \|/.test(line))
    .map((row) => row.split(/ *(?<!\\)\| */).slice(1, -1));
  expect(rows.map(([number]) => Number(number))).toEqual(Array.from({ length: 34 }, (_, i) => i + 1));
  const unproven = rows.filter(
    ([, fault, seen, proof = '', attack]) =>
      !(fault && seen && /\]\(\.\.\/test\/[^)]+\.test\.ts\)/.test(proof) && attack),
  );
  expect(unproven.map(([number]) => Number(number))).toEqual([26, 27, 29, 30, 31, 32, 33]);
});
