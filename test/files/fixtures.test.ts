import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { MenuProduct } from '../../src/blink/contract/menu.ts';
import { fileSource } from '../../src/files/readers/source.ts';
import { readMenu } from './menus.ts';

const file = (name: string) => fileSource(`fixtures/${name}`);
const text = (name: string) => readFileSync(`fixtures/${name}`, 'utf8');

it('menu.csv is menu.json, byte for byte', async () => {
  const { items: products, problems } = await readMenu(file('menu.csv'));
  expect(problems).toEqual([]);
  expect(`${JSON.stringify({ products }, null, 2)}\n`).toBe(text('menu.json'));
});

it('menu.json is read as it is', async () => {
  const { items: products, problems } = await readMenu(file('menu.json'));
  expect(problems).toEqual([]);
  expect(`${JSON.stringify({ products }, null, 2)}\n`).toBe(text('menu.json'));
});

it("the vendor's sample is read as it is", async () => {
  const { items: products, problems } = await readMenu(file('vendor/import-menu-request.json'));
  expect(problems).toEqual([]);
  expect({ products }).toStrictEqual(JSON.parse(text('vendor/import-menu-request.json')));
});

it('menu-wide.csv with modifiers.csv says what menu.csv says of its products', async () => {
  const { items: products, problems } = await readMenu(file('menu-wide.csv'), {
    modifiers: file('modifiers.csv'),
  });
  expect(problems).toEqual([]);
  const whole: MenuProduct[] = JSON.parse(text('menu.json')).products;
  const ids = new Set(products.map(({ id }) => id));
  // It has no branch 0103, and no column for whether a branch has a dish in stock.
  const expected = whole
    .filter(({ id }) => ids.has(id))
    .map((product) => ({
      ...product,
      branches: product.branches
        ?.filter(({ id }) => id !== '65')
        .map(({ is_in_stock: _, ...branch }) => branch),
    }));
  expect(products).toHaveLength(8);
  expect(products).toEqual(expected);
});

describe('menu-broken.csv', () => {
  /** The table of its README: `| 3 | 3 | I `price` | …`. */
  const promised = [
    ...text('README.md').matchAll(/^\| (\d+) \| (\d+) \| ([A-Z]+) `(\w+)`(?:, .*?)? \| (.*?) \| /gm),
  ].map(([, row, line, column, field, cell]) => ({
    row: Number(row),
    line: Number(line),
    column,
    field,
    cell,
  }));

  it('has exactly the problems that its README promises', async () => {
    const { problems } = await readMenu(file('menu-broken.csv'));
    expect(promised).toHaveLength(33);
    expect(problems.map(({ row, line }) => ({ row, line }))).toEqual(
      promised.map(({ row, line }) => ({ row, line })),
    );
    problems.forEach(({ severity, column, field }, i) => {
      const { row, column: letter, field: header } = promised[i] ?? {};
      expect(severity).toBe(row === 105 ? 'warning' : 'error');
      // A row with both a branch and an option is wrong as a whole.
      if (row !== 51) expect({ column, field }).toEqual({ column: letter, field: header });
    });
  });

  it('says of each what stands in the cell', async () => {
    const { problems } = await readMenu(file('menu-broken.csv'));
    const shown = problems.map(({ value }) => (value === undefined ? '*(blank)*' : `\`${value}\``));
    const cells = promised.map(({ cell = '' }) => cell.replace('\\uFFFD', '\ufffd'));
    const named = new Set([40, 51, 93]);
    problems.forEach(({ row = 0 }, i) => {
      if (!named.has(row)) expect(shown[i]).toBe(cells[i]);
    });
  });
});
