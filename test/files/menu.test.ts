import { describe, expect, it } from 'vitest';
import { csvOf, dish, read, readMenu, sourceOf, worded } from './menus.ts';

const tea = {
  id: 'tea',
  sku: 'TEA',
  name: 'Doodh Patti',
  is_active: true,
  price: 120,
  category: { id: 'hot', name: 'Hot drinks' },
};

const product = {
  ...{ id: 'tea', sku: 'TEA', name: 'Doodh Patti', is_active: true, price: 120 },
  category: { id: 'hot', name: 'Hot drinks' },
};
const json = (value: unknown) => read(JSON.stringify(value, null, 2));

describe('JSON', () => {
  it.each([
    ['a body', { products: [tea] }],
    ['a bare list', [tea]],
  ])('is %s, taken as it is given', async (_, value) => {
    expect(await json(value)).toMatchObject({ items: [tea], problems: [] });
  });

  it('keeps fields that it does not know, ids that are numbers, flags that are 1 and 0', async () => {
    const odd = {
      ...tea,
      id: 7,
      is_active: 1,
      colour: 'red',
      branches: [{ id: 1, is_active: 0, stock_qunatity: 4 }],
    };
    expect(await json([odd])).toMatchObject({
      items: [odd],
      problems: [{ severity: 'warning', field: 'products[0].colour' }],
    });
  });

  it('is told once of a field that no page knows', async () => {
    const { problems } = await json(['a', 'b'].map((id) => ({ ...product, id, sku: id, colour: 'red' })));
    expect(problems).toMatchObject([{ severity: 'warning', field: 'products[0].colour' }]);
  });

  it.each<[fields: object, field: string, said: string]>([
    [{ descripton: 'Hot' }, 'products[0].descripton', 'did you mean "description"?'],
    [{ price: 719.9999 }, 'products[0].price', 'an amount with at most 3 decimals'],
    [{ name: 'CafÃ© Latte' }, 'products[0].name', 'letters are all there'],
    [{ name: 'س?خ کباب' }, 'products[0].name', 'letters are all there'],
    [{ name: 'Tea \u0085' }, 'products[0].name', 'letters are all there'],
    [{ name: 'Tea \ud83d' }, 'products[0].name', 'letters are all there'],
    [
      { branches: [{ id: '63', is_active: true, stock_quantty: 4 }] },
      'products[0].branches[0].stock_quantty',
      'did you mean "stock_quantity"?',
    ],
  ])('is checked as CSV is: %j', async (fields, field, said) => {
    const { problems } = await json([{ ...product, ...fields }]);
    expect(problems).toMatchObject([{ severity: 'error', field }]);
    expect(problems[0]?.message ?? problems[0]?.expected).toContain(said);
  });

  it.each([
    [{ price: 1.25 }],
    [{ price: 1.125 }],
    [{ branches: [{ id: '63', is_active: true, price: 12.375 }] }],
  ])('takes %j as the number it is', async (fields) => {
    expect((await json([{ ...product, ...fields }])).problems).toEqual([]);
  });

  it('says of a negative price what its schema says, and of a text with lost letters one thing only', async () => {
    expect((await json([{ ...product, price: -5 }])).problems).toHaveLength(1);
    expect((await json([{ ...product, deleted_at: 7, name: '???' }])).problems).toHaveLength(2);
  });

  it('does not take a field for one that stands beside it', async () => {
    const { problems } = await json([{ ...product, prices: 'see below' }]);
    expect(problems).toMatchObject([{ severity: 'warning', field: 'products[0].prices' }]);
  });

  it('is told once of a needed field that is misspelt', async () => {
    const { price, ...rest } = product;
    const { problems } = await json([{ ...rest, pirce: price }]);
    expect(problems).toMatchObject([{ message: 'there is no field "pirce": did you mean "price"?' }]);
  });

  it('is compared with the rest of the menu, whatever else of a product is refused', async () => {
    const { problems } = await json([product, { ...product, id: 'other', price: 'free' }]);
    expect(problems).toMatchObject([
      { field: 'products[1].sku', expected: expect.stringContaining('a sku of its own') },
      { field: 'products[1].price', value: 'free' },
    ]);
  });

  it('may begin with a byte order mark and with blank lines', async () => {
    expect((await read(`\ufeff\n\n${JSON.stringify([tea])}`)).items).toEqual([tea]);
  });

  it.each([
    ['{}', 'menu.csv: this is no menu: expected {"products": [...]} or a list of products.'],
    ['{"products": {}}', 'menu.csv: this is no menu: expected {"products": [...]} or a list of products.'],
    ['{"products": [', 'menu.csv line 1: the JSON is cut off.'],
    ['[\n1]', 'menu.csv line 2, products[0]: got 1, expected an object.'],
    ['["tea"]', 'menu.csv line 1, products[0]: got "tea", expected an object.'],
  ])('is refused where it is %s', async (text, problem) => {
    const menu = await read(text);
    expect(menu.items).toEqual([]);
    expect(worded(menu)).toEqual([problem]);
  });

  it('says what is left out of a body', async () => {
    const menu = await json({ version: 2, products: [tea] });
    expect(menu.problems).toMatchObject([{ severity: 'warning', line: 2, field: 'version' }]);
    expect(menu.items).toHaveLength(1);
  });

  it.each([
    ['a body', (products: unknown[]) => ({ products }), 2],
    ['a bare list', (products: unknown[]) => products, 1],
  ])('says where in %s something is wrong: line and path', async (_, wrap, first) => {
    const { price: _price, ...unpriced } = { ...tea, id: 'b', sku: 'b' };
    const wrong = { ...tea, id: 'c', sku: 'c', price: '120', branches: [{ id: '1', is_active: 'yes' }] };
    const text = JSON.stringify(wrap([tea, unpriced, wrong]), null, 1);
    const menu = await read(text.replace('"id": "tea"', '"id": 12345678901234567890'));
    const lineOf = (part: string) => text.slice(0, text.indexOf(part)).split('\n').length;
    expect(first).toBeGreaterThan(0);
    expect(worded(menu)).toEqual([
      `menu.csv line ${lineOf('"id": "tea"')}, products[0].id: got "12345678901234567890", expected a number that can be kept exactly, of at most 15 digits.\n  Put ids in quotes.`,
      `menu.csv line ${lineOf('"id": "tea"')}, products[0].id: got 12345678901234567000, expected an id as text, like "12345".`,
      `menu.csv line ${lineOf('"id": "b"') - 1}, products[1].price: it is blank, expected a value.`,
      `menu.csv line ${lineOf('"price": "120"')}, products[2].price: got "120", expected a number like 1250 or 1250.5.`,
      `menu.csv line ${lineOf('"is_active": "yes"')}, products[2].branches[0].is_active: got "yes", expected true or false.`,
    ]);
  });

  it('is checked for what no single value shows', async () => {
    const menu = await json([tea, { ...tea, price: 130 }]);
    expect(worded(menu)).toEqual([
      'menu.csv line 14, products[1].id: got "tea", expected each product once: products[0] has this id.',
    ]);
  });

  it('finds names that stand twice, and __proto__', async () => {
    const text = JSON.stringify([tea]).replace('"price":120', '"price":120,\n"price":1200,\n"__proto__":{}');
    expect(worded(await read(text))).toEqual([
      'menu.csv line 2, products[0].price: this name stands twice in one object: which one counts is unclear.',
      'menu.csv line 3, products[0].__proto__: this name is not allowed.',
    ]);
  });

  it('that is nested beyond reason is refused', async () => {
    expect(worded(await read(`{"products": ${'['.repeat(100_000)}`))).toEqual([
      'menu.csv line 1: more than 32 levels of nesting.',
    ]);
  });

  it('finds the places that Blink names, in their order', async () => {
    for (const value of [{ products: [tea] }, [tea]]) {
      const text = JSON.stringify(value, null, 1);
      const { locate } = await read(text);
      const line = text.slice(0, text.indexOf('"price"')).split('\n').length;
      expect(
        await locate([
          { index: 0, field: 'price' },
          { index: 9, field: '' },
        ]),
      ).toMatchObject([{ file: 'menu.csv', line, field: 'products[0].price' }, { field: 'products[9]' }]);
    }
  });
});

describe('CSV', () => {
  const broken = csvOf([
    dish({ name: 'Doodh\nPatti', price: '1,250' }),
    dish({ product_id: 'cake', sku: 'cake', name: 'A\r\nB', price: 'x' }),
    dish({ product_id: 'roll', sku: 'roll', is_active: 'maybe' }),
  ]);

  it('names the row as a spreadsheet shows it, and the line as a text editor does', async () => {
    const at = async (text: string) => (await read(text)).problems.map(({ row, line }) => `${row}/${line}`);
    expect(await at(broken)).toEqual(['2/2', '3/4', '4/6']);
    expect(await at(`sep=,\n${broken}`)).toEqual(['2/3', '3/5', '4/7']);
    expect(await at(`\ufeff${broken}`)).toEqual(['2/2', '3/4', '4/6']);
    expect(await at(`Teen Neem\n\n${broken}`)).toEqual(['4/4', '5/6', '6/8']);
    expect(await at(broken.replaceAll(/\r?\n/g, '\r\n'))).toEqual(['2/2', '3/4', '4/6']);
    expect(await at(broken.replaceAll(/\r?\n/g, '\r'))).toEqual(['2/2', '3/4', '4/6']);
  });

  it.each([',', ';', '\t', '|'])('may be parted by %j', async (delimiter) => {
    const menu = await read(csvOf([dish({ description: 'a, b; c | d\te' })], delimiter));
    expect(menu.problems).toEqual([]);
    expect(menu.items).toEqual([{ ...tea, description: 'a, b; c | d\te' }]);
  });

  it.each([
    ['utf-16le', [0xff, 0xfe], false],
    ['utf-16be', [0xfe, 0xff], true],
  ])('may be %s, as Excel saves "Unicode Text"', async (_, mark, swapped) => {
    const text = Buffer.from(csvOf([dish({ name: 'چائے 🌶' })], '\t', '\r\n'), 'utf16le');
    const bytes = Buffer.concat([Buffer.from(mark), swapped ? text.swap16() : text]);
    for (const chunkSize of [1, 3, 1000]) {
      const { items: products } = await readMenu(sourceOf(bytes, 'menu.txt', chunkSize));
      expect(products).toEqual([{ ...tea, name: 'چائے 🌶' }]);
    }
  });

  it('in an encoding that nobody named is refused, and read where it is named', async () => {
    const [before = '', after = ''] = csvOf([dish({ name: '@@' })]).split('@@');
    const bytes = Buffer.concat([Buffer.from(before), Buffer.from([0x8d, 0x98, 0xe4]), Buffer.from(after)]);
    const menu = await read(bytes);
    expect(menu).toMatchObject({
      name: 'menu.csv',
      items: [],
      problems: [{ severity: 'error', file: 'menu.csv', line: 2 }],
    });
    expect(worded(menu).join()).toContain('as windows-1256 "چکن"');
    expect((await read(bytes, { encoding: 'windows-1256' })).items).toEqual([{ ...tea, name: 'چکن' }]);
  });

  it('is checked as far as it can be read', async () => {
    const text = csvOf([dish({ price: 'x' }), dish({ product_id: 'b', sku: 'b' })]);
    const menu = await read(`${text}c,c,"12" Pizza",yes,5,hot,Hot\nd,d,d,yes,5,hot,Hot\n`);
    expect(worded(menu)).toEqual([
      'menu.csv row 2, column E "price": got "x", expected a number like 1250 or 1250.00.',
      'menu.csv row 4, column C "name": the cell goes on after its closing quote (").\n' +
        '  Nothing below it could be read. Inside a quoted cell a quote is written twice: "12"" Pizza".',
    ]);
  });

  it('that goes wrong below a sep= line, or in cells with line breaks, is placed right', async () => {
    const text = csvOf([dish({ name: 'Doodh\nPatti' })], ';');
    const { problems } = await read(`sep=;\n${text}c;"c\n`);
    expect(problems).toMatchObject([{ row: 3, line: 5, column: 'B', field: 'sku' }]);
  });

  it('that turns out to be no text in the middle keeps what was found before', async () => {
    const text = csvOf([dish({ price: 'x' })]);
    const bytes = Buffer.concat([Buffer.from(text), Buffer.alloc(1 << 18, 'a\n'), Buffer.from([0])]);
    const { problems } = await readMenu(sourceOf(bytes));
    expect(problems).toContainEqual(expect.objectContaining({ row: 2, column: 'E' }));
    expect(problems).toContainEqual(
      expect.objectContaining({ message: expect.stringContaining('NUL byte') }),
    );
  });

  it('with nothing in it has no products and no problems', async () => {
    for (const text of ['', '\n', '\ufeff', '\r\n\r\n', ' ,\n'])
      expect(await read(text)).toMatchObject({ problems: text === ' ,\n' ? [expect.anything()] : [] });
  });

  it('finds the places that Blink names, in their order', async () => {
    const rows = [
      dish({ branch_id: '101', branch_is_active: 'yes', 'price [102]': '5', 'is_active [102]': 'no' }),
      {
        product_id: 'tea',
        modifier_id: 'm',
        modifier_name: 'M',
        maximum_options: '1',
        modifier_priority: '1',
      },
      {
        product_id: 'tea',
        modifier_id: 'm',
        option_id: 'o',
        option_name: 'O',
        option_is_active: 'y',
        option_priority: '1',
      },
    ];
    const { locate } = await read(csvOf(rows));
    const places = await locate([
      { index: 0, field: 'price' },
      { index: 0, field: 'category.name' },
      { index: 0, field: 'branches.0.price' },
      { index: 0, field: 'branches.1.id' },
      { index: 0, field: 'modifiers.0.name' },
      { index: 0, field: 'modifiers.0.options.0.name' },
      { index: 0, field: 'modifiers.7.name' },
      { index: 0, field: 'modifiers' },
      { index: 9, field: 'price' },
    ]);
    const shown = places.map(({ row, column, field }) =>
      [row, column, field].filter((one) => one !== undefined).join(' '),
    );
    expect(new Set(shown)).toEqual(
      new Set([
        '2 E price',
        '2 G category_name',
        '2 J price [102]',
        '2 H branch_id',
        '3 M modifier_name',
        '4 Q option_name',
        '2 modifiers',
        '',
      ]),
    );
  });
});
