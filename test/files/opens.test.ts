import { expect, it } from 'vitest';
import { menuKind } from '../../src/files/kinds/menu/menu-kind.ts';
import { readFile } from '../../src/files/read-file.ts';
import { csvOf, dish, sourceOf } from './menus.ts';

/** How often reading a file opens it, whether all that was opened is closed, and how many problems it has. */
async function opensOf(text: string, chunkSize?: number) {
  const source = sourceOf(text, 'menu.csv', chunkSize);
  let opened = 0;
  let closed = 0;
  async function* open() {
    opened += 1;
    try {
      yield* source.open();
    } finally {
      closed += 1;
    }
  }
  const { problems } = await readFile({ name: source.name, open }, menuKind);
  return { opened, left: opened - closed, problems: problems.length };
}

const rows = Array.from({ length: 3000 }, (_, i) => dish({ product_id: `p${i}`, sku: `s${i}` }));
const json = JSON.stringify([
  { id: 'tea', sku: 'TEA', name: 'Chai', is_active: true, price: 1, category: { id: 'hot', name: 'Hot' } },
]);

it.each<[what: string, text: string, opened: number, problems: number]>([
  ['with nothing wrong is opened once', csvOf(rows), 1, 0],
  ['in JSON too', json, 1, 0],
  [
    'whose numbers are settled by others, once more for them and for the line of the note',
    csvOf([dish({ price: '1.250' }), ...rows]),
    3,
    1,
  ],
  ['with something wrong, once more for its lines', csvOf([dish({ price: 'much' }), ...rows]), 2, 1],
  ['without a header, once', 'a,b\n'.repeat(1000), 1, 1],
  ['that is a workbook, once', 'PK\x03\x04'.repeat(1000), 1, 1],
  ['without any text, once', '\n\n', 1, 0],
])('a file %s', async (_, text, opened, problems) => {
  expect(await opensOf(text)).toEqual({ opened, left: 0, problems });
  expect(await opensOf(text, 1 << 20)).toEqual({ opened, left: 0, problems });
});
