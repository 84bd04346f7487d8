import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReadOptions } from '../../../src/files/kinds/file-kind.ts';
import { menuKind } from '../../../src/files/kinds/menu/menu-kind.ts';
import { stockKind } from '../../../src/files/kinds/stock.ts';
import { readFile } from '../../../src/files/read-file.ts';
import { csvLine } from '../../../src/terminal/csv.ts';
import { describeProblem } from '../../../src/terminal/problem.ts';
import { sourceOf } from '../menus.ts';

const names = ['products', 'categories', 'modifiers', 'modifier_options', 'product_modifiers'] as const;
type FileName = (typeof names)[number];
type Files = Partial<Record<FileName, string>>;

const fixture: Record<FileName, string> = {
  products: textOf('products'),
  categories: textOf('categories'),
  modifiers: textOf('modifiers'),
  modifier_options: textOf('modifier_options'),
  product_modifiers: textOf('product_modifiers'),
};

function textOf(name: FileName): string {
  return readFileSync(`fixtures/tills/foodics/${name}.csv`, 'utf8');
}

function menuOf(files: Files, options: ReadOptions = { name: 'name' }) {
  const sources = names.flatMap((name) =>
    files[name] === undefined ? [] : [sourceOf(files[name], `${name}.csv`)],
  );
  const [first = sourceOf(''), ...more] = sources;
  return readFile(first, menuKind, options, more);
}

async function told(files: Files, options?: ReadOptions): Promise<string[]> {
  return (await menuOf(files, options)).problems.map(describeProblem);
}

const cups = 'modifier_options.csv row 6: no product has these modifiers, and they are left out: "Cups".';

describe('the files of a Foodics export', () => {
  it('are one menu', async () => {
    const { items, problems, till } = await menuOf(fixture);
    expect(till).toBe('Foodics');
    expect(problems.map(describeProblem)).toEqual([
      'products.csv: these columns have no place in a menu and are left out: "is_high_salt".',
      cups,
    ]);
    const extra = {
      ...{ name: 'Extra', minimum_options: 0, priority: 2 },
      options: [
        { id: '9d000000-0003', name: 'Raita', sku: 'EXT-01', price: 60, is_active: true, priority: 1 },
        { id: '9d000000-0004', name: 'Salad', sku: 'EXT-02', price: 40.5, is_active: false, priority: 2 },
      ],
    };
    expect(items).toEqual([
      {
        ...{ id: '9f18e970-0001', sku: 'KAR-01', name: 'Karahi | Chicken', description: 'Cooked to order' },
        ...{
          image: 'https://images.example.com/karahi.jpg',
          is_active: true,
          price: 1250,
          is_stock_product: false,
        },
        category: {
          ...{ id: '92849df1-0001', name: 'Karahi', reference: '1' },
          image: 'https://images.example.com/category-karahi.jpg',
        },
        modifiers: [{ id: '9cdf0000-0002-0-2', maximum_options: 2, ...extra }],
      },
      expect.objectContaining({
        ...{ id: '9f18e970-0002', price: 2250.5, is_active: false },
        modifiers: [{ id: '9cdf0000-0002-0-1', maximum_options: 1, ...extra }],
      }),
      expect.objectContaining({
        category: { id: '92849df1-0002', name: 'Tandoor', reference: '2' },
        modifiers: [{ id: '9cdf0000-0002-0-2', maximum_options: 2, ...extra }],
      }),
      expect.objectContaining({
        modifiers: [
          expect.objectContaining({ id: '9cdf0000-0001-1-1', name: 'Milk | Medium', minimum_options: 1 }),
        ],
      }),
    ]);
  });

  it.each<[ReadOptions['name'], name: string, category: string, option: string, description: string]>([
    ['name', 'Karahi | Chicken', 'Karahi', 'Raita', 'Cooked to order'],
    ['localized', 'چکن کڑاہی', 'کڑاہی', 'رائتہ', 'تازہ'],
    ['both', 'Karahi | Chicken چکن کڑاہی', 'Karahi کڑاہی', 'Raita رائتہ', 'Cooked to order\nتازہ'],
  ])('have the names that --name %s says', async (choice, name, category, option, description) => {
    const { items, problems } = await menuOf(fixture, { name: choice });
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(items[0]).toMatchObject({ name, description, category: { name: category } });
    expect(items[0]?.modifiers?.[0]?.options[0]?.name).toBe(option);
    expect(items.every(({ modifiers }) => modifiers?.length === 1)).toBe(true);
  });

  it('ask which of two names is meant, once', async () => {
    expect((await told(fixture, {})).filter((text) => text.includes('--name'))).toEqual([
      'products.csv row 2: 3 rows have two names, like "Karahi | Chicken" and "چکن کڑاہی" (rows 2, 3, and 5).\n  --name name takes the first, --name localized the second, --name both joins them.',
    ]);
    const products = fixture.products.replace(/"[؀-ۿ ]+"/g, '');
    expect((await told({ ...fixture, products }, {})).join('\n')).toContain(
      'products.csv: there are names in two languages in modifier_options.csv and categories.csv.\n  --name name',
    );
  });

  it('may have been saved again by a spreadsheet that parts thousands by points', async () => {
    const price = async (text: string, options?: ReadOptions) => {
      const products = fixture.products
        .replaceAll(',', ';')
        .replace(';1250;', `;${text};`)
        .replace('2250.5', '2250');
      const { items, problems } = await menuOf(
        { products, categories: fixture.categories },
        { name: 'name', ...options },
      );
      return problems.find(({ severity }) => severity === 'error')?.hint ?? items[0]?.price;
    };
    expect(await price('1250,5')).toBe(1250.5);
    expect(await price('1.250')).toBe(
      'It could mean 1250 or 1.250: run again with --decimal-comma or --thousands ",".',
    );
    expect(await price('1.250', { decimalComma: true })).toBe(1250);
  });

  it('are prices alone for stock and prices, where names do not matter', async () => {
    const kind = stockKind({ noDiscounts: true, prices: new Map() });
    const { items, problems } = await readFile(sourceOf(fixture.products), kind);
    expect(problems).toEqual([]);
    expect(items).toHaveLength(4);
    expect(items[1]).toEqual({ id: '9f18e970-0002', price: 2250.5, discount_price: 0, branches: [] });
  });

  const { categories: _, ...withoutCategories } = fixture;
  const { modifier_options: __, ...withoutOptions } = fixture;
  const { product_modifiers: ___, ...withoutLinks } = fixture;
  const { modifiers: ____, ...withoutIds } = fixture;
  const links = (from: string, to: string) => ({
    ...fixture,
    product_modifiers: fixture.product_modifiers.replace(from, to),
  });

  it.each<[what: string, files: Files, said: string]>([
    [
      'categories',
      withoutCategories,
      "products.csv row 2: the names of these categories are not known: 1, 2, and 3 (rows 2, 3, 4, and 5).\n  Give Foodics' categories.csv beside this file.",
    ],
    [
      'a category',
      { ...fixture, categories: fixture.categories.replace(',3,', ',4,') },
      'products.csv row 5: the names of these categories are not known in categories.csv: 3 (row 5).',
    ],
    [
      'options',
      withoutOptions,
      'product_modifiers.csv row 2: the options of "Extra" and "Milk | Medium" stand in another file: give modifier_options.csv too (rows 2, 3, 4, and 5).',
    ],
    [
      'the options of one modifier',
      links('CHA-01,"Milk | Medium"', 'CHA-01,Sugar'),
      'product_modifiers.csv row 5: there are no options of "Sugar" in modifier_options.csv (row 5).',
    ],
    [
      'the file that links them',
      withoutLinks,
      'modifier_options.csv: it is left out: nothing says which products have these options.',
    ],
    [
      'the product of a link',
      links('"Karahi | Mutton"', '"Karahi | Beef"'),
      'product_modifiers.csv row 3: no product has this sku or this name, and what the row says is left out (row 3).',
    ],
    [
      'options that are free',
      links('0,2,0', '0,2,1'),
      'product_modifiers.csv row 2: some options are free here, and cost in Blink what they always cost (row 2).',
    ],
    [
      'a link that is there twice',
      links('"Karahi | Mutton","مٹن کڑاہی",,', '"Karahi | Chicken",,KAR-01,'),
      'product_modifiers.csv row 3: the product has this modifier already, with another minimum or maximum (row 3).',
    ],
    [
      'the price of an option',
      { ...fixture, modifier_options: fixture.modifier_options.replace('MLK-02,60', 'MLK-02,') },
      'modifier_options.csv row 3, column H "price": it is blank, expected a value: every option needs one.',
    ],
  ])('tell where %s is missing or wrong', async (_what, files, said) => {
    expect((await told(files)).join('\n')).toContain(said);
  });

  it('make ids of modifiers of their names where no file has them', async () => {
    const { items } = await menuOf(withoutIds);
    expect(items.map(({ modifiers }) => modifiers?.[0]?.id)).toEqual([
      'extra-0-2',
      'extra-0-1',
      'extra-0-2',
      'milk-medium-1-1',
    ]);
  });
});

it('what else is in a folder is left out, and told', async () => {
  const notes = sourceOf('day,sold\nMonday,12\n', 'top_sellers.csv');
  const sources = names.map((name) => sourceOf(fixture[name], `${name}.csv`));
  const { items, problems } = await readFile(notes, menuKind, { name: 'name', isFolder: true }, sources);
  expect(items).toHaveLength(4);
  expect(problems.map(describeProblem)).toContain(
    'top_sellers.csv: it does not belong to the others in this folder and is left out.',
  );
});

it.each([true, false])(
  'two files with the same table are refused, in a folder (%s) or not',
  async (isFolder) => {
    for (const name of ['products', 'product_modifiers'] as const) {
      const twice = [...names, name].map((one, i) => sourceOf(fixture[one], `${one}${i}.csv`));
      const [first = sourceOf(''), ...more] = twice;
      const { problems } = await readFile(first, menuKind, { name: 'name', isFolder }, more);
      expect(problems.map(describeProblem)).toContain(
        `${name}5.csv: it has the columns of ${name}${names.indexOf(name)}.csv, and only one of the two can be meant: leave the other out.`,
      );
    }
  },
);

const anyCell = fc.oneof(
  fc.constantFrom('', 'Yes', 'No', 'Extra', 'Karahi | Chicken', 'KAR-01', '0', '2', '1.25', '1'),
  fc.string({ maxLength: 6 }),
);

it('any rows in any of the files: each product is in the menu, or something is told', async () => {
  const rows = fc.array(fc.array(anyCell, { maxLength: 19 }), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...names), rows, async (name, more) => {
      const text = fixture[name] + more.map((cells) => csvLine(cells)).join('');
      const { items, problems } = await menuOf({ ...fixture, [name]: text });
      const isRight = problems.every(({ severity }) => severity !== 'error');
      const added =
        name === 'products' ? more.filter((cells) => cells.some((cell) => cell.trim() !== '')).length : 0;
      if (isRight) expect(items).toHaveLength(4 + added);
    }),
  );
});
