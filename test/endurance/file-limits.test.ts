import { expect, it } from 'vitest';
import { longFile } from '../files/long-file.ts';
import { readMenu } from '../files/menus.ts';

it('a file with too many products is read no further', async () => {
  const { source } = longFile((i) => `garbage${i}\n`);
  const { problems } = await readMenu(source);
  expect(problems.at(-1)).toMatchObject({
    row: 1_000_002,
    message: 'there are over 1000000 products: this is not a menu.',
  });
  expect(problems.length).toBeLessThan(110_000);
});

it('a file with too many rows is read no further, blank as they may be', async () => {
  const { source, state } = longFile(() => '\n');
  const { problems } = await readMenu(source);
  expect(problems.at(-1)).toMatchObject({ message: 'there are over 5000000 rows.' });
  expect(state.rows).toBeLessThan(5_100_000);
});
