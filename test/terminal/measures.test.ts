import stringWidth from 'string-width';
import { afterEach, expect, it, vi } from 'vitest';
import { measuresFor, toWidth } from '../../src/terminal/measures.ts';
import { isPlain } from '../../src/terminal/plain.ts';

afterEach(() => vi.doUnmock('../../src/terminal/widths.ts'));

it('plain characters take one column each', () => {
  const all = Array.from({ length: 0x3000 }, (_, code) => String.fromCharCode(code)).filter(isPlain);
  expect(all.length).toBeGreaterThan(95);
  for (const character of all) expect([character, stringWidth(character)]).toEqual([character, 1]);
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
