import { describe, expect, it } from 'vitest';
import { type Cells, csvOf, dish, placed, read, worded } from '../../menus.ts';

const size = { modifier_id: 'size', modifier_name: 'Size', maximum_options: '1', modifier_priority: '1' };
const half = { option_id: 'half', option_name: 'Half', option_is_active: 'yes', option_priority: '1' };
const full = { option_id: 'full', option_name: 'Full', option_is_active: 'yes', option_priority: '2' };
const at101 = { branch_id: '101', branch_is_active: 'yes', branch_price: '130' };
const at102 = { branch_id: '102', branch_is_active: 'no' };
const more = (cells: Cells) => ({ product_id: 'tea', ...cells });

const menuOf = async (...rows: Cells[]) => {
  const menu = await read(csvOf(rows));
  expect(worded(menu)).toEqual([]);
  return menu.items;
};

const tea = {
  id: 'tea',
  sku: 'TEA',
  name: 'Doodh Patti',
  is_active: true,
  price: 120,
  category: { id: 'hot', name: 'Hot drinks' },
};
const sizes = (...options: object[]) => [
  { id: 'size', name: 'Size', maximum_options: 1, priority: 1, options },
];
const halfOption = { id: 'half', name: 'Half', is_active: true, priority: 1 };
const fullOption = { id: 'full', name: 'Full', is_active: true, priority: 2 };

describe('rows of one product', () => {
  it('each add a branch', async () => {
    expect(await menuOf(dish(at101), more(at102))).toEqual([
      {
        ...tea,
        branches: [
          { id: '101', is_active: true, price: 130 },
          { id: '102', is_active: false },
        ],
      },
    ]);
  });

  it('each add an option, of one modifier or of several', async () => {
    const ice = { modifier_id: 'ice', modifier_name: 'Ice', maximum_options: '2', modifier_priority: '2' };
    expect(
      await menuOf(
        dish({ ...size, ...half }),
        more({ ...ice, ...full }),
        more({ modifier_id: 'size', ...full }),
      ),
    ).toEqual([
      {
        ...tea,
        modifiers: [
          ...sizes(halfOption, fullOption),
          { id: 'ice', name: 'Ice', maximum_options: 2, priority: 2, options: [fullOption] },
        ],
      },
    ]);
  });

  it('need not be neighbours: products stand in the order of their first rows', async () => {
    const cake = dish({ product_id: 'cake', sku: 'CAKE', ...at102 });
    const products = await menuOf(
      dish(),
      cake,
      more(at101),
      { product_id: 'cake', ...at101 },
      more({ ...size, ...half }),
    );
    expect(products.map(({ id, branches, modifiers }) => [id, branches?.length, modifiers?.length])).toEqual([
      ['tea', 1, 1],
      ['cake', 2, undefined],
    ]);
  });

  it('inherit what is blank, from above or from below', async () => {
    const { sku, price, ...others } = dish();
    expect(
      await menuOf(others, more({ sku: sku ?? '', ...at101 }), more({ price: price ?? '', ...at102 })),
    ).toMatchObject([{ ...tea, branches: [{ id: '101' }, { id: '102' }] }]);
  });

  it('may say the same again, in another spelling too', async () => {
    expect(
      await menuOf(dish(), dish({ price: '120.00', is_active: 'TRUE', name: ' Doodh Patti ', ...at101 })),
    ).toEqual([{ ...tea, branches: [{ id: '101', is_active: true, price: 130 }] }]);
  });

  it('must not say anything else', async () => {
    const menu = await read(
      csvOf([
        dish(),
        dish({ price: '130', ...at101 }),
        dish({ price: '130', category_name: 'Hot', ...at102 }),
      ]),
    );
    expect(worded(menu)).toEqual([
      'menu.csv row 3, column E "price": got "130", expected 120, as in row 2, or a blank cell.',
      'menu.csv row 4, column E "price": got "130", expected 120, as in row 2, or a blank cell.',
      'menu.csv row 4, column G "category_name": got "Hot", expected Hot drinks, as in row 2, or a blank cell.',
    ]);
  });

  it.each<[first: string, second: string, expected: string]>([
    ['[clear]', 'Sweet', '[clear], as in row 2'],
    ['[empty]', 'Sweet', '[empty], as in row 2'],
    ['Sweet', '[clear]', 'Sweet, as in row 2'],
    ['[clear]', '[empty]', '[clear], as in row 2'],
  ])('must not say %s and then %s', async (first, second, expected) => {
    const menu = await read(csvOf([dish({ description: first }), more({ description: second, ...at101 })]));
    expect(worded(menu)).toEqual([expect.stringContaining(`got "${second}", expected ${expected}`)]);
  });

  it('need the id on each of them', async () => {
    expect(worded(await read(csvOf([dish(), { ...at101 }])))).toEqual([
      'menu.csv row 3, column A "product_id": it is blank, expected the id of the product on every row.',
    ]);
  });

  it('that are blank, or blank but for spaces, are passed over and counted', async () => {
    const text = csvOf([dish(), dish({ product_id: 'cake', sku: 'cake', price: 'x' })]);
    const [header = '', first = '', second = ''] = text.split('\n');
    const menu = await read(`${header}\n\n , ,\n${first}\n\n\n${second}\n\n`);
    expect(placed(menu)).toEqual(['7 E']);
  });
});

describe('a cell', () => {
  it('that is blank leaves the field out', async () => {
    const [product] = await menuOf(
      dish({ description: '', uom: ' ', is_stock_product: '', deleted_at: '\u00a0' }),
    );
    expect(product).toStrictEqual(tea);
  });

  it('sends null, or an empty text, where it says so', async () => {
    const marks = {
      description: '[clear]',
      tags: '[empty]',
      is_stock_product: ' [clear] ',
      category_image: '[clear]',
    };
    expect(await menuOf(dish(marks))).toEqual([
      {
        ...tea,
        description: null,
        tags: '',
        is_stock_product: null,
        category: { ...tea.category, image: null },
      },
    ]);
  });

  it.each(['[clear]', '[empty]'])('that Blink needs cannot be %s', async (mark) => {
    expect(worded(await read(csvOf([dish({ price: mark })])))).toEqual([
      `menu.csv row 2, column E "price": got "${mark}", expected a value: Blink needs one.`,
    ]);
  });

  it('that is doubted is taken, with one warning for all rows that repeat it', async () => {
    const menu = await read(
      csvOf([
        dish({ product_id: '2-Mar' }),
        { product_id: '2-Mar', ...at101 },
        { product_id: '2-Mar', ...at102 },
      ]),
    );
    expect(menu.problems).toMatchObject([{ severity: 'warning', row: 2, column: 'A', value: '2-Mar' }]);
    expect(menu.items).toMatchObject([{ id: '2-Mar', branches: [{ id: '101' }, { id: '102' }] }]);
  });

  it('that is refused is named in each row, and its rows still belong together', async () => {
    const id = '1.23E+15';
    const menu = await read(
      csvOf([dish({ product_id: id }), { product_id: id, ...at101 }, { product_id: id, ...at101 }]),
    );
    expect(placed(menu)).toEqual(['2 A', '3 A', '4 A', '4 H']);
  });
});

describe('lists', () => {
  it('are absent, empty or null', async () => {
    expect(await menuOf(dish({ branch_id: '[empty]', modifier_id: '[empty]' }))).toEqual([
      { ...tea, branches: [], modifiers: [] },
    ]);
    expect(await menuOf(dish({ branch_id: '[clear]' }), more({ modifier_id: '[clear]' }))).toEqual([
      { ...tea, branches: null, modifiers: null },
    ]);
  });

  it('may be none of the one kind and some of the other, on one row', async () => {
    expect(await menuOf(dish({ branch_id: '[empty]', ...size, ...half }))).toEqual([
      { ...tea, branches: [], modifiers: sizes(halfOption) },
    ]);
    expect(await menuOf(dish({ modifier_id: '[clear]', ...at102 }))).toEqual([
      { ...tea, branches: [{ id: '102', is_active: false }], modifiers: null },
    ]);
  });

  it('of branches of an option too', async () => {
    expect(
      await menuOf(
        dish({ ...size, ...half, option_branch_id: '[empty]' }),
        more({ modifier_id: 'size', ...full, option_branch_id: '[clear]' }),
      ),
    ).toEqual([
      { ...tea, modifiers: sizes({ ...halfOption, branches: [] }, { ...fullOption, branches: null }) },
    ]);
  });

  it.each<[what: string, rows: Cells[], problem: string]>([
    [
      'a mark beside a branch',
      [dish({ ...at101, branch_id: '[empty]' })],
      'menu.csv row 2, column H "branch_id": [empty] says that there is none, but the row has one.',
    ],
    [
      'a mark beside an option',
      [dish({ ...size, ...half, modifier_id: '[clear]' })],
      'menu.csv row 2, column H "modifier_id": [clear] says that there is none, but the row has one.',
    ],
    [
      'a mark and a branch in another row',
      [dish({ branch_id: '[empty]' }), more(at101)],
      'menu.csv row 2: its branches are given, and also said to be none.',
    ],
    [
      'two marks',
      [dish({ branch_id: '[empty]' }), more({ branch_id: '[clear]' })],
      'menu.csv row 3, column H "branch_id": [clear] here, but [empty] in a row above.',
    ],
  ])('cannot be none and some: %s', async (_, rows, problem) => {
    expect(worded(await read(csvOf(rows)))).toContain(problem);
  });

  it('may be said to be none twice', async () => {
    expect(await menuOf(dish({ branch_id: '[empty]' }), more({ branch_id: '[empty]' }))).toEqual([
      { ...tea, branches: [] },
    ]);
  });
});

describe('a row', () => {
  it('with a branch and an option could mean two things', async () => {
    const menu = await read(csvOf([dish({ ...at101, ...size, ...half })]));
    expect(worded(menu)).toEqual([
      'menu.csv row 2: the row has a branch and an option: it is not clear which is meant.\n  Give the branch and the option a row each.',
    ]);
  });

  it.each<[what: string, cells: Cells, place: string, message: string]>([
    ['a branch without its id', { branch_price: '130' }, '2 -', 'not of which: branch_id is blank'],
    ['a branch with a blank id', { ...at101, branch_id: ' ' }, '2 H', 'not of which: branch_id is blank'],
    ['an option without its modifier', { ...half }, '2 -', 'not of which modifier: modifier_id is blank'],
    ['an option without its id', { ...size, option_name: 'Half' }, '2 -', 'not of which: option_id is blank'],
    [
      'a branch of no option',
      { ...size, option_branch_id: '101' },
      '2 -',
      'not of which: option_id is blank',
    ],
    [
      'a branch of an option without its id',
      { ...size, ...half, option_branch_price: '5' },
      '2 -',
      'not of which: option_branch_id is blank',
    ],
  ])('with %s says too little', async (_, cells, place, message) => {
    const menu = await read(csvOf([dish(cells)]));
    expect(placed(menu)).toEqual([place]);
    expect(worded(menu).join()).toContain(message);
  });

  it('must not repeat a branch or an option', async () => {
    const rows = [dish(at101), more(at101), more({ ...size, ...half }), more({ ...size, ...half })];
    expect(worded(await read(csvOf(rows)))).toEqual([
      'menu.csv row 3, column H "branch_id": branch "101" is given twice: row 2 has it already.',
      'menu.csv row 5, column O "option_id": option "half" is given twice: row 4 has it already.',
    ]);
  });

  it('may repeat an option for another of its branches', async () => {
    const rows = [
      dish({ ...size, ...half, option_branch_id: '101', option_branch_price: '10' }),
      more({
        modifier_id: 'size',
        option_id: 'half',
        option_branch_id: '102',
        option_branch_is_in_stock: 'no',
      }),
    ];
    const branches = [
      { id: '101', price: 10 },
      { id: '102', is_in_stock: 0 },
    ];
    expect(await menuOf(...rows)).toEqual([{ ...tea, modifiers: sizes({ ...halfOption, branches }) }]);
    const twice = more({ modifier_id: 'size', option_id: 'half', option_branch_id: '101' });
    expect(placed(await read(csvOf([...rows, twice])))).toEqual(['4 P']);
  });

  it('may hold a modifier that has no options yet', async () => {
    expect(await menuOf(dish(size))).toEqual([{ ...tea, modifiers: sizes() }]);
  });

  it('must not contradict a modifier or an option of the rows above', async () => {
    const again = {
      ...half,
      option_branch_id: '102',
      option_name: 'Halb',
      modifier_name: 'Grösse',
      modifier_id: 'size',
    };
    const menu = await read(csvOf([dish({ ...size, ...half, option_branch_id: '101' }), more(again)]));
    expect(worded(menu)).toEqual([
      'menu.csv row 3, column I "modifier_name": got "Grösse", expected Size, as in row 2, or a blank cell.',
      'menu.csv row 3, column M "option_name": got "Halb", expected Half, as in row 2, or a blank cell.',
    ]);
  });
});

describe('what is missing', () => {
  it('is named in the first row of the product, branch, modifier or option', async () => {
    const rows = [
      dish({ sku: '' }),
      more({ ...at101, branch_is_active: '' }),
      more({ ...size, modifier_name: '', ...half, option_priority: '' }),
      dish({ product_id: 'cake', sku: 'cake', price: ' ' }),
    ];
    expect(worded(await read(csvOf(rows)))).toEqual([
      'menu.csv row 2, column B "sku": it is blank, expected a value: every product needs one.',
      'menu.csv row 3, column I "branch_is_active": it is blank, expected a value: every branch needs one.',
      'menu.csv row 4, column L "modifier_name": it is blank, expected a value: every modifier needs one.',
      'menu.csv row 4, column R "option_priority": it is blank, expected a value: every option needs one.',
      'menu.csv row 5, column E "price": it is blank, expected a value: every product needs one.',
    ]);
  });

  it('is named once where the whole column is missing', async () => {
    const { option_priority: _, ...short } = half;
    const { branch_is_active: __, ...bare } = at101;
    const rows = [
      dish(bare),
      more({ ...size, ...short }),
      more({ modifier_id: 'size', ...short, option_id: 'b' }),
    ];
    expect(worded(await read(csvOf(rows)))).toEqual([
      'menu.csv row 2: the column "branch_is_active" is missing: every branch needs it.',
      'menu.csv row 3: the column "option_priority" is missing: every option needs it.',
    ]);
  });

  it('is not said of a cell that is refused already', async () => {
    expect(
      placed(await read(csvOf([dish({ price: 'Rs 5', is_active: 'maybe', category_id: '1E+9' })]))),
    ).toEqual(['2 D', '2 E', '2 F']);
  });
});

describe('wide branches', () => {
  it('have a column for each field and branch', async () => {
    const cells = {
      'price [101]': '130',
      'is_active [101]': 'y',
      'is_active [102]': 'n',
      'stock_quantity [102]': '4',
    };
    expect(await menuOf(dish(cells), dish({ product_id: 'b', sku: 'b' }))).toEqual([
      {
        ...tea,
        branches: [
          { id: '101', price: 130, is_active: true },
          { id: '102', is_active: false, stock_quantity: 4 },
        ],
      },
      { ...tea, id: 'b', sku: 'b' },
    ]);
  });

  it('name the column of the branch where something is missing or wrong', async () => {
    const cells = { 'price [101]': '1,300', 'is_active [101]': '', 'is_active [102]': 'n' };
    expect(placed(await read(csvOf([dish(cells)])))).toEqual(['2 H', '2 I']);
    expect(worded(await read(csvOf([dish({ 'price [101]': '130' })])))).toEqual([
      'menu.csv row 2: the column "is_active [101]" is missing: every branch needs it.',
    ]);
  });

  it('may stand on any row of the product, but must not differ', async () => {
    const cells = { 'is_active [101]': 'yes', 'price [101]': '130' };
    expect(await menuOf(dish(cells), more({ ...size, ...half, ...cells }))).toMatchObject([
      { branches: [{ id: '101' }] },
    ]);
    const menu = await read(csvOf([dish(cells), more({ ...size, ...half, 'price [101]': '140' })]));
    expect(placed(menu)).toEqual(['3 I']);
  });

  it.each([
    ['before', [dish({ 'is_active [101]': 'yes' }), more(at101)], 'the columns in brackets have it already'],
    ['after', [dish(at101), more({ 'is_active [101]': 'yes' })], 'row 2 has it already'],
  ])('and rows of their own for one branch are refused: %s', async (_, rows, where) => {
    expect(worded(await read(csvOf(rows)))).toEqual([
      expect.stringContaining(`branch "101" is given twice: ${where}`),
    ]);
  });
});

it('a product with very many branches is read in no time', async () => {
  const rows = Array.from({ length: 100_000 }, (_, i) => `tea,b${i},yes\n`).join('');
  const started = performance.now();
  const menu = await read(
    `product_id,branch_id,branch_is_active,sku,name,is_active,price,category_id,category_name\n${rows}`,
  );
  expect(performance.now() - started).toBeLessThan(5000);
  expect(menu.problems).toHaveLength(6);
});

describe('a row of totals', () => {
  it.each([
    [{ product_id: 'Total', price: '120' }, 'A'],
    [{ name: 'Grand Total', price: '120' }, 'C'],
    [{ product_id: 'کل', price: '120' }, 'A'],
  ])('is named for what it is: %j', async (cells, column) => {
    const { problems } = await read(csvOf([dish(), cells]));
    expect(problems).toMatchObject([
      { severity: 'error', row: 3, column, message: expect.stringContaining('a row of totals') },
    ]);
  });

  it('is no dish whose name says total', async () => {
    expect((await read(csvOf([dish({ name: 'Total' })]))).problems).toEqual([]);
  });
});

it('lists problems of cells and of the whole menu together', async () => {
  const { problems } = await read(csvOf([dish(), dish({ product_id: 'chai', price: 'Rs 120' })]));
  const told = problems.map(({ row, field, value }) => `${row} ${field} ${value}`);
  expect(told.toSorted()).toEqual(['3 price Rs 120', '3 sku TEA']);
});
