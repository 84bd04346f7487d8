import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readLastImport } from '../../src/sync/last-import.ts';
import { addStockState, knownStock, readStockState } from '../../src/sync/stock-state.ts';
import { testFolder } from '../storage/children.ts';

const product = (id: string, price: number) => ({ id, price, discount_price: 0, branches: [] });
const known = (...products: ReturnType<typeof product>[]) =>
  new Map(products.map((one) => [one.id, knownStock(one)]));
const silent = () => {
  throw new Error('warned');
};

describe('what is kept of earlier runs', () => {
  it.each([
    ['menu.json', readLastImport, undefined, 'compared with nothing'],
    ['stock.json', readStockState, new Map(), 'Everything counts as changed'],
  ])('%s that makes no sense is explained, and counts as nothing', (name, read, nothing, consequence) => {
    const folder = testFolder();
    for (const content of ['{', '{"a":1}', 'null']) {
      writeFileSync(join(folder, name), content);
      const warnings: string[] = [];
      expect(read(folder, (message) => warnings.push(message))).toEqual(nothing);
      expect(warnings).toEqual([expect.stringContaining(join(folder, name))]);
      expect(warnings[0]).toContain(consequence);
    }
  });

  it('is nothing, without a word, where nothing was kept', () => {
    expect(readLastImport(testFolder(), silent)).toBeUndefined();
    expect(readStockState(testFolder(), silent)).toEqual(new Map());
  });

  it('grows by what each of several runs confirmed at the same time', async () => {
    const folder = join(testFolder(), 'state');
    mkdirSync(folder);
    await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        addStockState(folder, known(product(`p${i}`, i), product('all', 1)), silent),
      ),
    );
    await addStockState(folder, known(product('p0', 100)), silent);
    const state = readStockState(folder, silent);
    expect(state.size).toBe(9);
    expect(state.get('p0')).toMatchObject({ price: 100 });
    expect(state.get('p7')).toMatchObject({ price: 7 });
  });

  it('tells records apart by all they say', () => {
    expect(knownStock(product('a', 1)).hash).toBe(knownStock(product('a', 1)).hash);
    expect(knownStock(product('a', 1)).hash).not.toBe(
      knownStock({ ...product('a', 1), discount_price: 1 }).hash,
    );
  });
});
