import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, inject, it } from 'vitest';
import { makePages } from '../../src/help/make-pages.ts';
import { renderPage } from '../../src/help/render.ts';
import { plainStyle } from '../../src/terminal/style.ts';

const program = inject('program');

it('the built program has the help that its source has, on every page', async () => {
  for (const page of await makePages()) {
    const out = execFileSync(process.execPath, [program, 'help', ...page.name.split(' ')], {
      encoding: 'utf8',
    });
    expect(out).toBe(renderPage(page, 80, plainStyle));
  }
});

it('its page of the manual goes with the package', () => {
  const { man, files } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect(files).toContain(dirname(man));
  const text = readFileSync(join(dirname(program), 'blink.1'), 'utf8');
  expect(text).toContain('.SH BLINK MENU IMPORT\n');
});

it('no part of it starts the loader of ES modules', () => {
  const parts = join(dirname(program), 'parts');
  const files = readdirSync(parts);
  expect(files.length).toBeGreaterThan(100);
  expect(files.filter((file) => /\bimport\(/.test(readFileSync(join(parts, file), 'utf8')))).toEqual([]);
});
