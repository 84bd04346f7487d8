import { describe, expect, it } from 'vitest';
import { csvOf, dish, placed, read, worded } from '../menus.ts';

describe('headings', () => {
  it('in any order and spelling, unused ones left out', async () => {
    const text = 'Price;Category Name;CATEGORY-ID;Is Active;Name;SKU;Product Id\n50;Hot;hot;y;Tea;TEA;tea\n';
    const menu = await read(text);
    expect(worded(menu)).toEqual([]);
    expect(menu.items).toEqual([
      {
        id: 'tea',
        sku: 'TEA',
        name: 'Tea',
        is_active: true,
        price: 50,
        category: { id: 'hot', name: 'Hot' },
      },
    ]);
  });

  it('that are none of ours are left out, wherever they stand', async () => {
    const menu = await read(csvOf([{ notes: 'x', ...dish(), cost: '20', supplier: 'Ali' }]));
    expect(menu.items).toHaveLength(1);
    expect(worded(menu)).toEqual([
      'menu.csv row 1, column A "notes": this column is none of ours and is left out.',
      'menu.csv row 1, column I "cost": this column is none of ours and is left out.',
      'menu.csv row 1, column J "supplier": this column is none of ours and is left out.',
    ]);
  });

  it('of a reject file are passed over', async () => {
    expect(worded(await read(csvOf([{ ...dish(), line: '7', error: 'price' }])))).toEqual([]);
  });

  it.each([
    ['prcie', 'price'],
    ['Prices', 'price'],
    ['catagory_id', 'category_id'],
    ['modifers', 'modifiers'],
    ['brnach_id', 'branch_id'],
    ['option_prise', 'option_price'],
  ])('%s: did you mean %s?', async (heading, meant) => {
    const needed = Object.keys(dish()).filter((name) => name !== meant);
    expect(worded(await read(`${[...needed, heading].join(',')}\n`))).toEqual([
      expect.stringContaining(`there is no column "${heading}": did you mean "${meant}"?`),
    ]);
  });

  it('that are near misses are not missing as well', async () => {
    const { price = '', ...others } = dish();
    expect(worded(await read(csvOf([{ ...others, prcie: price }])))).toEqual([
      'menu.csv row 1, column G "prcie": there is no column "prcie": did you mean "price"?',
    ]);
  });

  it.each(['Cost price', 'price2', 'low stock [63]', 'Price / United Arab Emirates'])(
    'that speak of what a menu is about are not left out: %s',
    async (heading) => {
      const [problem, ...others] = (await read(csvOf([{ ...dish(), [heading]: '60' }]))).problems;
      expect(problem).toMatchObject({ severity: 'error', column: 'H', field: heading });
      expect(others).toEqual([]);
    },
  );

  it.each([
    ['branch_stock', 'branch_stock_quantity'],
    ['branch_stok_quantity', 'branch_stock_quantity'],
    ['branch_prise', 'branch_price'],
    ['option_in_stock', undefined],
  ])('%s is no hint that leads astray', async (heading, meant) => {
    const [problem] = (await read(csvOf([{ ...dish(), [heading]: '60' }]))).problems;
    expect(problem?.severity).toBe('error');
    expect(/did you mean "(.*)"/.exec(problem?.message ?? '')?.[1]).toBe(meant);
  });

  it('that are near to a column which is there are only left out', async () => {
    expect(worded(await read(csvOf([{ ...dish(), name2: '60' }])))).toEqual([
      'menu.csv row 1, column H "name2": this column is none of ours and is left out.',
    ]);
  });

  it.each([
    ['price,Price', 'Price', 'B'],
    ['price [101],branch_price [101]', 'branch_price [101]', 'B'],
    ['price [101],Price[101]', 'Price[101]', 'B'],
    ['notes,notes', 'notes', 'B'],
  ])('twice: %s', async (headings, second, letter) => {
    const { price: _, ...others } = dish();
    const names = [headings, ...Object.keys(others), ...(headings.includes('price,') ? [] : ['price'])];
    const problems = worded(await read(`${names.join(',')}\n`));
    expect(problems).toContain(
      `menu.csv row 1, column ${letter} "${second}": this column stands twice, here and in column A.\n  Delete or rename one of them.`,
    );
  });

  it('that a menu needs are named together, once', async () => {
    expect(worded(await read('product_id,name,price\ntea,Tea,50\ncake,Cake,80\n'))).toEqual([
      'menu.csv row 1: the columns "sku", "is_active", "category_id", and "category_name" are missing: Blink needs them.',
    ]);
    const { sku: _, ...others } = dish();
    expect(worded(await read(csvOf([others])))).toEqual([
      'menu.csv row 1: the column "sku" is missing: Blink needs it.',
    ]);
  });

  it('without the ids say that this is another kind of file, and nothing of its rows', async () => {
    const menu = await read('Handle,Name,Price,Option1 Name,Price\nx,"1,250",variable\ny,,#REF!\n');
    expect(worded(menu)).toEqual([
      'menu.csv row 1: the columns "product_id", "sku", "is_active", "category_id", and "category_name" are missing: Blink needs them.',
    ]);
  });
});

describe('wide headings', () => {
  const branchesOf = async (text: string) => (await read(text)).items[0]?.branches;

  it.each(['price [101]', 'Price[101]', 'PRICE  [ 101 ]', 'branch_price [101]', 'Branch Price [101]'])(
    '%s',
    async (heading) => {
      const text = csvOf([{ ...dish(), [heading]: '60', 'is_active [101]': 'yes' }]);
      expect(await branchesOf(text)).toEqual([{ id: '101', price: 60, is_active: true }]);
    },
  );

  it('hold the id of the branch as it is written, in NFC', async () => {
    const text = csvOf([
      { ...dish(), 'is_active [Caf\u0065\u0301 Clifton [2]]': 'yes', 'is_active [0103]': 'no' },
    ]);
    expect(await branchesOf(text)).toEqual([
      { id: 'Café Clifton [2]', is_active: true },
      { id: '0103', is_active: false },
    ]);
  });

  it.each([
    ['prcie [101]', 'there is no column "prcie [101]": did you mean "price [101]"?'],
    ['stock_quantty [Clifton]', 'did you mean "stock_quantity [Clifton]"?'],
    ['price []', 'there is no id of a branch in the brackets.'],
    ['price [1.23E+15]', 'there is no id of a branch in the brackets.'],
    [
      'name [101]',
      '"name" is the same in all branches: only is_active, price, stock_quantity, and is_in_stock',
    ],
    ['sku [101]', '"sku" is the same in all branches'],
  ])('%s is an error', async (heading, message) => {
    const menu = await read(csvOf([{ ...dish(), [heading]: '' }]));
    expect(worded(menu).join()).toContain(message);
    expect(menu.problems[0]?.severity).toBe('error');
  });

  it.each(['colour [101]', '[101]'])('%s is none of ours', async (heading) => {
    const [problem, ...others] = (await read(csvOf([{ ...dish(), [heading]: '5' }]))).problems;
    expect(problem).toMatchObject({ severity: 'warning', column: 'H', field: heading });
    expect(others).toEqual([]);
  });
});

describe('a column without a heading', () => {
  it('may be empty', async () => {
    const menu = await read(csvOf([dish(), dish({ product_id: 'b', sku: 'b' })]).replaceAll('\n', ',,,\n'));
    expect(worded(menu)).toEqual([]);
    expect(menu.items).toHaveLength(2);
  });

  it('must not hold anything', async () => {
    const [header = '', first = ''] = csvOf([dish()]).split('\n');
    expect(worded(await read(`${header},, \n${first},,60\n`))).toEqual([
      'menu.csv row 2, column I: got "60", expected nothing: the column has no header.',
    ]);
  });
});

it('cells beyond the header must not hold anything either', async () => {
  const [header = '', first = ''] = csvOf([dish()]).split('\n');
  const menu = await read(`${header}\n${first},, \n${first},60,70\n`);
  expect(placed(menu)).toEqual(['3 H', '3 I']);
});

describe('a header that was sorted in among the rows', () => {
  const [header = '', first = ''] = csvOf([dish()]).split('\n');
  const option =
    'product_id,modifier_id,option_id,option_is_active,sku,name,price,is_active,category_id,category_name';

  it.each([
    ['a product above it', `${first}\n${header}\n`, '1 -'],
    ['an option above it', `Menu\ntea,size,half,yes\n${option}\n`, '2 -'],
  ])('%s is not lost', async (_, text, place) => {
    const menu = await read(text);
    expect(placed(menu)).toEqual([place]);
    expect(menu.problems[0]).toMatchObject({
      severity: 'error',
      message: 'this row stands above the header and would be left out, but looks like a part of the file.',
    });
  });

  it.each([
    'Teen Neem,,,,,,',
    'Menu,Karachi,,,,,',
    'Price list,2026-11-23,,,,,',
    ',,,yes,50,,',
    'a,b,c,d,e,f,g',
  ])('but a title is passed over: %s', async (title) => {
    const menu = await read(`${title}\n${header}\n${first}\n`);
    expect(worded(menu)).toEqual([]);
    expect(menu.items).toHaveLength(1);
  });
});
