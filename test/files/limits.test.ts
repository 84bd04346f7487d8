import { expect, it } from 'vitest';
import { orderKind } from '../../src/files/kinds/order.ts';
import { stockKind } from '../../src/files/kinds/stock.ts';
import { readFile } from '../../src/files/read-file.ts';
import type { Source } from '../../src/files/readers/source.ts';
import { longFile } from './long-file.ts';
import { readMenu, sourceOf } from './menus.ts';

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

it('JSON with too many problems is checked no further', async () => {
  const products = Array.from({ length: 150_000 }, (_, i) => i);
  const { problems } = await readMenu(sourceOf(JSON.stringify({ products })));
  expect(problems.length).toBeLessThan(110_000);
});

it('a product of very many branches takes no time that grows with their square', async () => {
  const branches = 60_000;
  const rows = Array.from({ length: branches }, (_, i) => `p,5,0,${i},1\n`).join('');
  const text = `product_id,price,discount_price,branch_id,stock_quantity\n${rows}`;
  const begun = performance.now();
  const { items: records, problems } = await readFile(
    sourceOf(text),
    stockKind({ noDiscounts: false, prices: new Map() }),
  );
  expect(problems).toEqual([]);
  expect(records[0]?.branches).toHaveLength(branches);
  expect(performance.now() - begun).toBeLessThan(3000);
});

it('records in JSON of more than memory is to hold are not read', async () => {
  const source: Source = {
    name: 'long.json',
    async *open() {
      const chunk = Buffer.from('{"id":"1","status":1},'.repeat(100_000));
      yield Buffer.from('[');
      for (let length = 0; length < 1 << 30; length += chunk.length) yield chunk;
    },
  };
  const { problems } = await readFile(source, orderKind);
  expect(problems).toMatchObject([{ message: 'JSON of more than 256 MB is not read.' }]);
});
