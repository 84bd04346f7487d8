import { beforeAll, expect, it } from 'vitest';
import { everyName } from '../../src/command-line/find.ts';
import { makePages } from '../../src/help/make-pages.ts';
import { manual } from '../../src/help/manual.ts';
import type { Page } from '../../src/help/page.ts';
import { reference } from '../../src/help/reference.ts';
import { topicNames } from '../../src/help/topic-names.ts';

let pages: readonly Page[] = [];
beforeAll(async () => {
  pages = await makePages();
});

it('docs/reference.md is up to date; "npm run reference" writes it', async () => {
  await expect(reference(pages)).toMatchFileSnapshot('../../docs/reference.md');
});

it('leaves no command, no topic and no flag out', () => {
  const text = reference(pages);
  const headings = [...text.matchAll(/^## blink (.*)$/gm)].map(([, name]) => name);
  expect(headings).toEqual([...everyName().keys()]);
  expect(pages.map(({ name }) => name)).toEqual(expect.arrayContaining([...topicNames]));
  const terms = pages.flatMap(({ tables }) => tables.flatMap(({ rows }) => rows.map(([term]) => term)));
  expect(terms.filter((term) => !text.includes(`\`${term.replaceAll('|', '\\|')}\``))).toEqual([]);
});

it('a page of the manual holds what troff takes for text', () => {
  const lines = manual(pages, '1.2.3').split('\n');
  const requests = lines.filter((line) => /^[.']/.test(line)).map((line) => line.split(' ')[0]);
  expect([...new Set(requests)].sort()).toEqual(
    ['.B', '.PP', '.RE', '.RS', '.SH', '.SS', '.TH', '.TP', '.fi', '.nf'].sort(),
  );
  expect(lines.filter((line) => !/^[ -~]*$/.test(line))).toEqual([]);
});
