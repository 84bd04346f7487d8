import fc from 'fast-check';
import stringWidth from 'string-width';
import { afterEach, expect, it, vi } from 'vitest';
import { measuresFor, toWidth } from '../../src/terminal/measures.ts';
import { isPlain } from '../../src/terminal/plain.ts';
import { widthOf } from '../../src/terminal/widths.ts';

afterEach(() => vi.doUnmock('../../src/terminal/widths.ts'));

it('plain characters take one column each', () => {
  const all = Array.from({ length: 0x3000 }, (_, code) => String.fromCharCode(code)).filter(isPlain);
  expect(all.length).toBeGreaterThan(95);
  for (const character of all) expect([character, stringWidth(character)]).toEqual([character, 1]);
});

it('measures what is written in Urdu and Arabic as letter by letter', () => {
  const arabic = fc.integer({ min: 0x0600, max: 0x06ff }).map((code) => String.fromCodePoint(code));
  const other = fc.constantFrom('a', ' ', '1', '…', '\u200d', '\u200c', '\ufe0f', '漢', '🍛', '\u0301', 'ﷲ');
  const texts = fc.array(fc.oneof({ arbitrary: arabic, weight: 3 }, other), { maxLength: 12 });
  fc.assert(
    fc.property(texts, (characters) => {
      const text = characters.join('');
      expect(widthOf(text)).toBe(stringWidth(text));
    }),
    { numRuns: 3000 },
  );
});

it('loads the widths of all scripts only where a text is not plain', async () => {
  vi.doMock('../../src/terminal/widths.ts', () => {
    throw new Error('loaded');
  });
  const { widthOf, cut } = await measuresFor(['Chicken Tikka', '12 × 520.00', '••••']);
  expect(widthOf('12 × 520.00')).toBe(11);
  expect([cut('Nan Khatai', 10), cut('Nan Khatai', 5), cut('Nan Khatai', 1)]).toEqual([
    'Nan Khatai',
    'Nan …',
    '…',
  ]);
  await expect(measuresFor(['Chicken Tikka', 'چکن'])).rejects.toThrow();
});

it.each([
  ['Nan', false, 'Nan   '],
  ['Nan', true, '   Nan'],
  ['Nan Khatai', false, 'Nan K…'],
  ['مُحَمَّد', true, '  مُحَمَّد'],
  ['漢字漢字', false, '漢字… '],
  ['\u200d', false, '      '],
])('%j in six columns, at the right: %s', async (text, right, shown) => {
  expect(toWidth(text, 6, right, await measuresFor([text]))).toBe(shown);
});
