import type { Source } from '../../src/files/readers/source.ts';

const header = 'product_id,sku,name,is_active,price,category_id,category_name\n';

/** A file of a header and very many rows, and how many of them were asked for. */
export function longFile(row: (i: number) => string) {
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
