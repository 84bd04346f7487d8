import { describe, expect, it } from 'vitest';
import { menuKind } from '../../../src/files/kinds/menu/menu-kind.ts';
import { modifierTable } from '../../../src/files/kinds/menu/shared-modifiers.ts';
import { stockKind } from '../../../src/files/kinds/stock.ts';
import type { Profile, Row } from '../../../src/files/profiles/profile.ts';
import { tillTable } from '../../../src/files/profiles/till-table.ts';
import { readFile } from '../../../src/files/read-file.ts';
import type { Finding } from '../../../src/finding.ts';
import { describeProblem } from '../../../src/terminal/problem.ts';
import { sourceOf } from '../menus.ts';

/**
 * A till that nobody has. It exports a row for each size of a dish, and only the first has the dish's name; what goes on top
 * stands in a second file, by its name. Its decimal sign is always a point.
 */
const items = {
  ...tillTable({
    tells: ['code', 'size', 'cost'],
    fields: {
      size: [],
      cost: ['product.price'],
      sold: ['product.is_active'],
      kind: ['category.id', 'category.name'],
      'cost []': ['branch.price'],
      'left []': ['branch.stock_quantity'],
      'sold []': ['branch.is_active'],
      tops: ['product.modifiers'],
    },
    made: [
      { field: 'product.id', of: 'code' },
      { field: 'product.sku', of: 'code' },
      { field: 'product.name', of: 'dish' },
    ],
  }),
  rules: () => ({ thousands: ',' }) as const,
  /** The columns stand in this order: code, dish, size … */
  transform() {
    const names = new Map<string, string>();
    const waiting: Row[] = [];
    const made = ({ cells, row }: Row): Row => {
      const [code = '', , size = ''] = cells;
      const id = size === '' ? code : `${code}-${size.toLowerCase()}`;
      const name = [names.get(code), size].filter(Boolean).join(' ');
      return { row, cells: [...cells, id, id, name] };
    };
    return {
      add(given: Row): readonly Row[] {
        const [code = '', dish = ''] = given.cells;
        if (dish !== '') names.set(code, dish);
        if (names.has(code)) return [made(given)];
        waiting.push(given);
        return [];
      },
      end: () => waiting.map(made),
    };
  },
};
const tops = {
  ...tillTable({
    tells: ['top', 'choice'],
    fields: {
      top: ['modifier.id', 'modifier.name'],
      most: ['modifier.maximum_options'],
      place: ['modifier.priority'],
      choice: ['option.id', 'option.name'],
      order: ['option.priority'],
      cost: ['option.price'],
      sold: ['option.is_active'],
    },
  }),
  kind: modifierTable,
};
const till: Profile = {
  name: 'tandoor',
  tables: [items, tops],
  join(sheet, [, others]) {
    const known = new Map(others?.drafts.map((draft) => [String(draft.fields.id), draft]));
    const findings = sheet.drafts.flatMap((draft, i): Finding[] => {
      const name = draft.fields.modifiers;
      if (typeof name !== 'string') return [];
      draft.fields.modifiers = undefined;
      const top = known.get(name);
      if (top) draft.modifiers = [top];
      const path = ['products', i, 'modifiers'];
      return top ? [] : [{ severity: 'error', path, value: name, expected: 'a top that is listed' }];
    });
    return { findings };
  },
};

const header = 'Code,Dish,Size,Cost,Sold,Kind,Cost [Clifton],Left [Clifton],Sold [Clifton],Tops,Description';
const dishes = [
  'Menu of Tandoor,,,,,,,,,,',
  header,
  'naan,,Large,"1,250",yes,Breads,120.5,4,yes,,red',
  'naan,"Roghni\nNaan",Small,80,yes,Breads,,,,Seeds,',
  'chai,Doodh Patti,,1.250,no,Drinks,,,,,',
].join('\n');
const seeds = 'Top,Most,Place,Choice,Order,Cost,Sold\nSeeds,2,1,Sesame,1,10,yes\nSeeds,,,Kalonji,2,0,yes\n';

const options = { profiles: [till] };
const menuOf = (menu: string, ...more: string[]) =>
  readFile(
    sourceOf(menu, 'dishes.csv'),
    menuKind,
    options,
    more.map((text, i) => sourceOf(text, `tops${i === 0 ? '' : i}.csv`)),
  );

async function told(menu: string, ...more: string[]): Promise<string[]> {
  return (await menuOf(menu, ...more)).problems.map(describeProblem);
}

const naan = { is_active: true, category: { id: 'Breads', name: 'Breads' } };

describe('the files of a till are a menu', () => {
  it('whatever order they come in', async () => {
    const small = {
      ...naan,
      ...{ id: 'naan-small', sku: 'naan-small', name: 'Roghni\nNaan Small', price: 80 },
      modifiers: [
        {
          ...{ id: 'Seeds', name: 'Seeds', maximum_options: 2, priority: 1 },
          options: [
            { id: 'Sesame', name: 'Sesame', price: 10, is_active: true, priority: 1 },
            { id: 'Kalonji', name: 'Kalonji', price: 0, is_active: true, priority: 2 },
          ],
        },
      ],
    };
    const chai = { id: 'chai', sku: 'chai', name: 'Doodh Patti', price: 1.25, is_active: false };
    const large = {
      ...naan,
      ...{ id: 'naan-large', sku: 'naan-large', name: 'Roghni\nNaan Large', price: 1250 },
      branches: [{ id: 'Clifton', price: 120.5, stock_quantity: 4, is_active: true }],
    };
    const products = [small, { ...chai, category: { id: 'Drinks', name: 'Drinks' } }, large];
    expect(await menuOf(dishes, seeds)).toMatchObject({ problems: [], items: products });
    const [first, second] = [sourceOf(seeds, 'tops.csv'), sourceOf(dishes, 'dishes.csv')];
    const turned = await readFile(first, menuKind, options, [second]);
    expect(turned).toMatchObject({ name: 'dishes.csv', problems: [], items: products });
  });

  it('or its stock, with the same profile', async () => {
    const kind = stockKind({ noDiscounts: true, prices: new Map() });
    const { items: products, problems } = await readFile(sourceOf(dishes), kind, options);
    expect(problems).toEqual([]);
    expect(products).toEqual([
      { id: 'naan-small', price: 80, discount_price: 0, branches: [] },
      { id: 'chai', price: 1.25, discount_price: 0, branches: [] },
      {
        ...{ id: 'naan-large', price: 1250, discount_price: 0 },
        branches: [{ id: 'Clifton', price: 120.5, stock_quantity: 4, is_active: true }],
      },
    ]);
  });

  it('and a file of our own is not taken for it', async () => {
    const { problems } = await menuOf('product_id,sku,name,is_active,price,category_id,category_name\n');
    expect(problems).toEqual([]);
  });
});

describe('what is wrong is told where it stands in their files', () => {
  const wrong = (from: string, to: string) => told(dishes.replace(from, to), seeds);

  it.each([
    [
      'a cell, by its own header',
      ['80,yes', 'Rs 80,yes'],
      'dishes.csv row 4, column D "Cost": got "Rs 80", expected a number like 1250 or 1250.00.',
    ],
    [
      'a cell below a line break, by its line too',
      ['1.250,no', '1.250,perhaps'],
      'dishes.csv row 5 (line 6), column E "Sold": got "perhaps", expected yes or no',
    ],
    [
      'a column of a branch',
      ['120.5,4', '120.5,some'],
      'dishes.csv row 3, column H "Left [Clifton]": got "some", expected a whole number',
    ],
    [
      'what was made of other cells, at the first of them',
      ['chai,Doodh Patti,', 'naan,Roghni Naan,Small'],
      'dishes.csv row 5 (line 6), column B "Dish": got "Roghni Naan Small", expected',
    ],
    [
      'what a column of two fields lacks',
      ['no,Drinks', 'no,'],
      'dishes.csv row 5 (line 6), column F "Kind": it is blank, expected a value: every product needs one.',
    ],
    [
      'what one file names and the other lacks',
      ['Seeds,', 'Salt,'],
      'dishes.csv row 4, column J "Tops": got "Salt", expected a top that is listed.',
    ],
  ])('%s', async (_, [from = '', to = ''], problem) => {
    expect((await wrong(from, to)).join('\n')).toContain(problem);
  });

  it('in the second file, by cells and by what they make together', async () => {
    expect(await told(dishes, seeds.replace('Seeds,,', 'Seeds,3,'))).toEqual([
      'tops.csv row 3, column B "Most": got "3", expected 2, as in row 2, or a blank cell.',
    ]);
    expect(await told(dishes, `${seeds}Seeds,,,Sesame,3,5,yes\n`)).toEqual([
      'tops.csv row 4, column D "Choice": option "Sesame" is given twice: row 2 has it already.',
    ]);
  });

  it('what the server refuses, and rows to be mended, as the file has them', async () => {
    const { locate, original } = await menuOf(dishes, seeds);
    const places = await locate([
      { index: 1, field: 'price' },
      { index: 0, field: 'modifiers.0.options.1.price' },
      { index: 2, field: 'branches.0.price' },
      { index: 1, field: 'sku' },
    ]);
    expect(places.map(({ file, row, line, column }) => [file, row, line, column])).toEqual([
      ['dishes.csv', 5, 6, 'D'],
      ['tops.csv', 3, 3, 'F'],
      ['dishes.csv', 3, 3, 'G'],
      ['dishes.csv', 5, 6, 'A'],
    ]);
    const rows = await original([0, 1]);
    expect(rows.map(({ index, line }) => [index, line])).toEqual([
      [0, 4],
      [1, 6],
    ]);
    const [, row] = rows;
    expect(row?.fields.slice(0, 4)).toEqual([
      ['Code', 'chai'],
      ['Dish', 'Doodh Patti'],
      ['Size', ''],
      ['Cost', '1.250'],
    ]);
  });

  it('a file that does not belong to the others, and one that lacks the items', async () => {
    expect(await told(dishes, seeds, 'product_id,sku\n')).toEqual([
      'tops1.csv: it does not belong to dishes.csv: give one of them.',
    ]);
    expect(await told(seeds)).toEqual(['dishes.csv: it has no products: give the file that has them too.']);
    expect((await told(seeds, seeds)).join()).toContain('none of these files has products');
    expect((await told(dishes, 'a,b\n')).join()).toContain('tops.csv: no header found');
    expect((await told(dishes, '{"products": []}')).join()).toContain('tops.csv: a JSON file stands alone');
  });
});
