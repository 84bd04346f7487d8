import { expect, test } from 'vitest';
import { asRead, at, invalidData, product, start } from './start.ts';

const path = '/interface/v1/importMenu';

test('products replace the ones with their ids, whole; the others stay', async () => {
  const { ordering } = await start();
  await ordering('POST', path, {
    products: [product('1', { description: 'old' }), product('2'), product('3')],
  });
  const reply = await ordering('POST', path, { products: [product('1', { price: 250 }), product('4')] });
  expect(at(reply.body, 'data')).toEqual({ products: 2, created: 1, updated: 1, deleted: 0, total: 4 });
  const kept = await ordering('GET', '/interface/v1/fetchMenu');
  const products = [product('1', { price: 250 }), product('2'), product('3'), product('4')];
  expect(at(kept.body, 'data')).toEqual(products.map(asRead));
});

test('ids are the same as number and as text', async () => {
  const { ordering } = await start();
  await ordering('POST', path, { products: [product('12')] });
  const reply = await ordering('POST', path, { products: [product('12', { id: 12, name: 'Twelve' })] });
  expect(at(reply.body, 'data')).toMatchObject({ created: 0, updated: 1, total: 1 });
});

test('deleted_at takes a product off the menu, null and blank text put it back', async () => {
  const { ordering } = await start();
  await ordering('POST', path, { products: [product('1'), product('2')] });
  const gone = await ordering('POST', path, {
    products: [product('1', { deleted_at: '2024-06-06 10:00:00' })],
  });
  expect(at(gone.body, 'data')).toEqual({ products: 1, created: 0, updated: 1, deleted: 1, total: 1 });
  expect(at((await ordering('GET', '/interface/v1/fetchMenu')).body, 'data')).toEqual([asRead(product('2'))]);
  for (const deleted_at of [null, '']) {
    const back = await ordering('POST', path, { products: [product('1', { deleted_at })] });
    expect(at(back.body, 'data.total')).toBe(2);
  }
});

test('every field that is wrong is named by its dotted path', async () => {
  const { ordering } = await start();
  const modifier = { id: 'm', name: 'Sauce', maximum_options: 1.5, priority: 0, options: [{ id: 'o' }] };
  const reply = await ordering('POST', path, {
    products: [
      product('1'),
      product('2', { sku: undefined, price: '95' }),
      product('3', { name: ' ', is_active: 'yes', category: null }),
      product('4', { branches: [{ id: '7', is_active: true }, { id: '8' }], modifiers: [modifier] }),
    ],
  });
  expect(reply.status).toBe(422);
  expect(reply.body).toEqual({
    message: invalidData,
    errors: {
      'products.1.sku': ['The products.1.sku field is required.'],
      'products.1.price': ['The products.1.price must be a number like 1250 or 1250.5.'],
      'products.2.name': ['The products.2.name field is required.'],
      'products.2.is_active': ['The products.2.is_active must be true or false.'],
      'products.2.category': ['The products.2.category field is required.'],
      'products.3.branches.1.is_active': ['The products.3.branches.1.is_active field is required.'],
      'products.3.modifiers.0.maximum_options': [
        'The products.3.modifiers.0.maximum_options must be a whole number like 12.',
      ],
      'products.3.modifiers.0.options.0.name': [
        'The products.3.modifiers.0.options.0.name field is required.',
      ],
      'products.3.modifiers.0.options.0.is_active': [
        'The products.3.modifiers.0.options.0.is_active field is required.',
      ],
      'products.3.modifiers.0.options.0.priority': [
        'The products.3.modifiers.0.options.0.priority field is required.',
      ],
    },
  });
  expect(at((await ordering('GET', '/interface/v1/fetchMenu')).body, 'total')).toBe(0);
});

test('no more than 200 fields are named', async () => {
  const { ordering } = await start();
  const products = Array.from({ length: 300 }, (_, index) => product(String(index), { sku: null }));
  const reply = await ordering('POST', path, { products });
  const fields = Object.keys(Object(at(reply.body, 'errors')));
  expect([fields.length, fields[0], fields.at(-1)]).toEqual([200, 'products.0.sku', 'products.199.sku']);
});

test.each([
  ['no products', {}],
  ['null', { products: null }],
  ['an empty list', { products: [] }],
])('%s: the field is required', async (_, body) => {
  const { ordering } = await start();
  const reply = await ordering('POST', path, body);
  expect(reply.status).toBe(422);
  expect(at(reply.body, 'errors')).toEqual({ products: ['The products field is required.'] });
});

test('products that are no list are refused', async () => {
  const { ordering } = await start();
  const reply = await ordering('POST', path, { products: { a: product('1') } });
  expect(at(reply.body, 'errors')).toEqual({ products: ['The products must be a list.'] });
});

test('an id or a sku that comes twice is refused, each time it comes', async () => {
  const { ordering } = await start();
  const reply = await ordering('POST', path, {
    products: [
      product('1'),
      product('2', { sku: 'same' }),
      product('1', { id: 1, sku: 'x' }),
      product('3', { sku: 'same' }),
    ],
  });
  expect(reply.status).toBe(422);
  expect(at(reply.body, 'errors')).toEqual({
    'products.0.id': ['The products.0.id field has a duplicate value.'],
    'products.2.id': ['The products.2.id field has a duplicate value.'],
    'products.1.sku': ['The products.1.sku field has a duplicate value.'],
    'products.3.sku': ['The products.3.sku field has a duplicate value.'],
  });
  expect(at((await ordering('GET', '/interface/v1/fetchMenu')).body, 'total')).toBe(0);
});

test('the menu comes 50 products a page', async () => {
  const { ordering, url } = await start();
  const products = Array.from({ length: 120 }, (_, index) => product(String(index)));
  await ordering('POST', path, { products });
  const page = await ordering('GET', '/interface/v1/fetchMenu?page=3');
  expect(page.body).toEqual({
    msg: 'Success (simulator)',
    success: true,
    error: null,
    current_page: 3,
    data: products.slice(100).map(asRead),
    first_page_url: `${url}/interface/v1/fetchMenu?page=1`,
    from: 101,
    last_page: 3,
    last_page_url: `${url}/interface/v1/fetchMenu?page=3`,
    next_page_url: null,
    path: `${url}/interface/v1/fetchMenu`,
    per_page: 50,
    prev_page_url: `${url}/interface/v1/fetchMenu?page=2`,
    to: 120,
    total: 120,
  });
});

test('a menu that nobody imported has one page, an empty one', async () => {
  const { ordering } = await start();
  const reply = await ordering('GET', '/interface/v1/fetchMenu');
  expect(reply.body).toMatchObject({ current_page: 1, data: [], last_page: 1, total: 0 });
});

test('the categories are those of the products on the menu', async () => {
  const { ordering } = await start();
  const drinks = { id: 7, name: 'Drinks', reference: 'D', deleted_at: null };
  await ordering('POST', path, {
    products: [
      product('1'),
      product('2'),
      product('3', { category: drinks }),
      product('4', { category: { id: 'x', name: 'Gone', deleted_at: '2024-01-01' } }),
      product('5', { category: { id: 'y', name: 'Of none' }, deleted_at: '2024-01-01' }),
    ],
  });
  const reply = await ordering('GET', '/interface/v1/categories');
  expect(at(reply.body, 'data')).toEqual([
    { id: 'c1', name: 'Pizza', blink_id: 70_001, status: 1 },
    { ...drinks, blink_id: 70_002, status: 1 },
  ]);
});

test('a field that JSON can hold and Node can not write is an error, not an end', async () => {
  const { ordering } = await start();
  const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
  const body = `{"products":[${JSON.stringify(product('1')).slice(0, -1)},"deep":${deep}}]}`;
  const reply = await ordering('POST', path, body);
  expect(reply.status).toBe(500);
  expect(String(at(reply.body, 'message'))).toMatch(/^Blink simulator: /);
  expect(at((await ordering('POST', path, { products: [product('2')] })).body, 'data.total')).toBe(1);
});
