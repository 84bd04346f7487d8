import { describe, expect, it } from 'vitest';
import { zerosLostSince } from '../../src/menu/lost-zeros.ts';
import { csvOf, dish, read } from '../files/menus.ts';

const warned = async (...ids: string[]) => {
  const menu = await read(csvOf(ids.map((id, i) => dish({ product_id: id, sku: `S${i}` }))));
  return menu.problems.map(({ severity, row, column, value }) => [severity, row, column, value]);
};

it.each<[ids: string[], short: string[]]>([
  [['00411', '00412', '00413', '414'], ['414']],
  [
    ['414', '00411', '00412', '00413', '7'],
    ['414', '7'],
  ],
  [['00411', '00412', '00413', '10414', 'abc'], []],
  [['00411', '00412', '414'], []],
  [['00411', '0412', '00413', '00414', '414'], []],
  [['1', '2', '3', '4'], []],
])('of %j', async (ids, short) => {
  expect(await warned(...ids)).toEqual(short.map((id) => ['warning', ids.indexOf(id) + 2, 'A', id]));
});

it('of skus too', async () => {
  const skus = ['001', '002', '003', '4'];
  const menu = await read(csvOf(skus.map((sku, i) => dish({ product_id: `p${i}`, sku }))));
  expect(menu.problems).toMatchObject([
    {
      severity: 'warning',
      row: 5,
      column: 'B',
      value: '4',
      expected: '3 digits, as others have: were zeros lost?',
    },
  ]);
});

describe('since the last import', () => {
  const named = (...ids: string[]) => ids.map((id) => ({ id, sku: `S-${id}` }));

  it.each<[what: string, before: string[], after: string[], lost: string[]]>([
    ['a shorter id', ['00701'], ['701'], ['701']],
    ['another id', ['00701'], ['702'], []],
    ['an id that was there before', ['00701', '701'], ['701'], []],
    ['an id that stands beside the longer one', ['00701'], ['701', '00701'], []],
    ['letters', ['0A1'], ['A1'], []],
  ])('%s', (_, before, after, lost) => {
    expect(zerosLostSince(named(...before), named(...after)).map(({ value }) => value)).toEqual(lost);
  });

  it('a shorter sku', () => {
    const product = { id: 'tea', sku: '0042' };
    expect(zerosLostSince([product], [{ ...product, sku: '42' }])).toMatchObject([
      {
        severity: 'warning',
        path: ['products', 0, 'sku'],
        message: 'the last import had "0042", the file has "42": were zeros lost?',
      },
    ]);
  });
});
