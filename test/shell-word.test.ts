import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shellWord } from '../src/shell-word.ts';

it.each([
  ['clifton-2', 'clifton-2'],
  ['کلفٹن', 'کلفٹن'],
  ['₨', '₨'],
  ['$', '$'],
  ['DHA Phase 6', '"DHA Phase 6"'],
  ['Variant Price / "old"', '"Variant Price / \\"old\\""'],
  ['', '""'],
])('%j is typed as %s', (text, word) => {
  expect(shellWord(text)).toBe(word);
});

it.skipIf(process.platform === 'win32')('what is pasted is what was meant', () => {
  const texts = fc.sample(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }), 300);
  const meant = texts.map((text) => text.replace(/[\0\n\r]/g, ' '));
  const printed = execFileSync('sh', ['-c', `printf '%s\\n' ${meant.map(shellWord).join(' ')}`], {
    encoding: 'utf8',
  });
  expect(printed.split('\n').slice(0, -1)).toEqual(meant);
});
