import { expect, it } from 'vitest';
import type { ReadOptions } from '../../../src/files/kinds/file-kind.ts';
import { stockKind } from '../../../src/files/kinds/stock.ts';
import { readFile } from '../../../src/files/read-file.ts';
import { fileSource } from '../../../src/files/readers/source.ts';
import { readMenu, sourceOf, worded } from '../menus.ts';

const told = async (file: string, options: ReadOptions) =>
  worded(await readMenu(fileSource(`fixtures/${file}`), options)).join('\n');

it.each<[file: string, options: ReadOptions, said: string]>([
  [
    'menu.json',
    { variants: 'products', minorUnits: true },
    '--variants and --minor-units do nothing here: JSON says all of that itself.\n  Leave them out.',
  ],
  ['menu.json', { currency: 'Rs' }, '--currency does nothing here'],
  ['menu.csv', { idFrom: 'sku' }, '--id-from does nothing here: the columns of the file are our own'],
  ['tills/loyverse.csv', { priceColumn: 'Cost' }, '--price-column does nothing here'],
])('%s is not read as if nothing was said by %j', async (file, options, said) => {
  expect(await told(file, options)).toContain(said);
  // What is said may be meant for the other of two menus that are compared.
  expect(await told(file, { ...options, isBeside: true })).not.toContain(said);
});

it('amounts in the JSON of stock may be texts, and never are in paisas', async () => {
  const kind = stockKind({ noDiscounts: true, prices: new Map() });
  const text = '[{"id": "1", "price": "Rs 450", "branches": []}]';
  const stock = (options: ReadOptions) => readFile(sourceOf(text, 'stock.json'), kind, options);
  const { items } = await stock({ currency: 'Rs' });
  expect(items).toMatchObject([{ id: '1', price: 450 }]);
  const { problems } = await stock({ minorUnits: true });
  expect(problems.map(({ message }) => message).join()).toContain('--minor-units does nothing here');
});
