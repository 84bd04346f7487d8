import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { menuColumns } from '../../../src/files/sheet/columns.ts';

it('stand in the order in which the fixture has them', () => {
  const [header = ''] = readFileSync('fixtures/menu.csv', 'utf8').split('\n');
  const names = header.split(',');
  expect(menuColumns.map(({ name }) => name).filter((name) => names.includes(name))).toEqual(names);
  // What the fixture does not use came with Blink's sample.
  expect(menuColumns.map(({ name }) => name).filter((name) => !names.includes(name))).toEqual([
    'category_deleted_at',
    'modifier_deleted_at',
    'option_deleted_at',
  ]);
});

it('are named once each, and no field of a level stands in two of them', () => {
  expect(new Set(menuColumns.map(({ name }) => name)).size).toBe(menuColumns.length);
  expect(new Set(menuColumns.map(({ level, key }) => `${level} ${key}`)).size).toBe(menuColumns.length);
});
