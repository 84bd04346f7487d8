import fc from 'fast-check';
import { expect, test } from 'vitest';
import { censor } from '../../../src/blink/answers/redact.ts';

const { excerpt } = censor(() => []);

test.each([
  ['two\r\n  lines\tand\u0000more', 'two lines andmore'],
  ['\u001b[31mred\u001b[0m', 'red'],
  ['\u001b]0;title\u0007text', 'text'],
  ['\u001b]8;;https://evil.test\u001b\\link\u001b]8;;\u001b\\', 'link'],
  ['\u202eevil\u2066\u2069\u200f', 'evil'],
  ['a\u2028b\u2029c\u0085d', 'a b c d'],
  ['\ufeffbom\ufffd', 'bom'],
  ['می\u200cخواهم', 'می\u200cخواهم'],
  ['half \ud83d', 'half'],
  ['whole 😀', 'whole 😀'],
  ['<html><style>p{}</style><script>x<1</script><p>Not <b>found</b>', 'Not found'],
  ['1 < 2 > 1', '1 < 2 > 1'],
])('%j becomes %j', (text, expected) => {
  expect(excerpt(text)).toBe(expected);
});

test('at most 200 characters, none of them cut in half', () => {
  expect(excerpt('x'.repeat(200))).toBe('x'.repeat(200));
  expect(excerpt('😀'.repeat(201))).toBe(`${'😀'.repeat(199)}…`);
});

test('a long text takes no long time', () => {
  const start = performance.now();
  for (const text of ['<', '<style', '"token":"', 'eyJ', '\u001b]', '\u001b['])
    excerpt(text.repeat(4_000_000));
  expect(performance.now() - start).toBeLessThan(2_000);
});

test('whatever comes, nothing a terminal obeys is left', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      expect(excerpt(text)).not.toMatch(
        /(?!\u200c|\u200d|[\ufe00-\ufe0f])[\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}\u2028\u2029]/u,
      );
      expect([...excerpt(text)].length).toBeLessThanOrEqual(200);
      expect(excerpt(excerpt(text))).toBe(excerpt(text));
    }),
  );
});

test('whatever comes, a secret is not in it', () => {
  const secret = 'hunter2!';
  const shown = censor(() => [secret]);
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.constant(secret), fc.constant('\u200b'))), (parts) => {
      expect(shown.excerpt(parts.join(''))).not.toContain(secret);
      expect(shown.redact(parts.join(''))).not.toContain(secret);
    }),
  );
});

test('an empty secret hides nothing', () => {
  expect(censor(() => ['']).excerpt('text')).toBe('text');
});

test('a secret that holds another is hidden whole', () => {
  expect(censor(() => ['pass', 'password']).excerpt('a password')).toBe('a ***');
});
