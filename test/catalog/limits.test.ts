import { expect, it } from 'vitest';
import { readMenu } from '../../src/catalog/read-menu.ts';
import type { Source } from '../../src/catalog/readers/source.ts';
import { sourceOf } from './menus.ts';

const header = 'product_id,sku,name,is_active,price,category_id,category_name\n';

/** A file of a header and very many rows, and how many of them were asked for. */
function longFile(row: (i: number) => string) {
  const state = { rows: 0 };
  const source: Source = {
    name: 'long.csv',
    async *open() {
      yield Buffer.from(header);
      for (state.rows = 0; state.rows < 10_000_000; state.rows += 1000)
        yield Buffer.from(Array.from({ length: 1000 }, (_, i) => row(state.rows + i)).join(''));
    },
  };
  return { source, state };
}

it('a file with too many problems is read no further', async () => {
  const { source, state } = longFile((i) => `p${i},s${i},#REF!,maybe,free,c,C\n`);
  const { problems } = await readMenu(source);
  expect(problems.at(-1)).toMatchObject({
    severity: 'error',
    row: expect.any(Number),
    message: 'there are over 100000 problems above: nothing more was read.',
  });
  expect(problems.length).toBeLessThan(110_000);
  expect(state.rows).toBeLessThan(50_000);
});

it('a file with too many products is read no further', { timeout: 60_000 }, async () => {
  const { source } = longFile((i) => `garbage${i}\n`);
  const { problems } = await readMenu(source);
  expect(problems.at(-1)).toMatchObject({
    row: 1_000_002,
    message: 'there are over 1000000 products: this is not a menu.',
  });
  expect(problems.length).toBeLessThan(110_000);
});

it('JSON with too many problems is checked no further', async () => {
  const products = Array.from({ length: 150_000 }, (_, i) => i);
  const { problems } = await readMenu(sourceOf(JSON.stringify({ products })));
  expect(problems.length).toBeLessThan(110_000);
});
