import { expect, test } from 'vitest';
import { asRead, at, invalidData, product, type Started, start } from './start.ts';

const path = '/interface/v1/syncStockAndPrice';

async function withMenu(products: unknown[]): Promise<Started> {
  const started = await start();
  await started.ordering('POST', '/interface/v1/importMenu', { products });
  return started;
}

async function menuOf({ ordering }: Started): Promise<unknown> {
  return at((await ordering('GET', '/interface/v1/fetchMenu')).body, 'data');
}

test('prices, discounts and branches change in the kept menu, everything else stays', async () => {
  const branches = [
    { id: '12345', is_active: true, price: 90, is_in_stock: 1 },
    { id: '7', is_active: false, price: null },
  ];
  const started = await withMenu([product('1', { description: 'stays', branches }), product('2')]);
  const reply = await started.ordering('POST', path, {
    products: [
      {
        id: 1,
        price: 110.5,
        discount_price: 99,
        branches: [
          { id: 12345, stock_quantity: 0 },
          { id: '9', price: 80, stock_qunatity: 4 },
        ],
      },
    ],
  });
  expect([reply.status, reply.body]).toEqual([
    200,
    { msg: 'Success (simulator)', success: true, error: null, data: { products: 1 } },
  ]);
  const products = [
    product('1', {
      description: 'stays',
      price: 110.5,
      discount_price: 99,
      branches: [
        { id: '12345', is_active: true, price: 90, stock_quantity: 0, is_in_stock: 0 },
        { id: '7', is_active: false, price: null },
        { id: '9', is_active: true, price: 80, stock_quantity: 4, is_in_stock: 1 },
      ],
    }),
    product('2'),
  ];
  expect(await menuOf(started)).toEqual(products.map(asRead));
});

test('a product that is not on the menu, or no more, refuses the whole call', async () => {
  const started = await withMenu([product('1'), product('2', { deleted_at: '2024-06-06' })]);
  const before = await menuOf(started);
  const update = (id: string) => ({ id, price: 5, discount_price: 0, branches: [] });
  const reply = await started.ordering('POST', path, { products: [update('1'), update('2'), update('x')] });
  expect([reply.status, reply.body]).toEqual([
    422,
    {
      message: invalidData,
      errors: {
        'products.1.id': ['The selected products.1.id is invalid.'],
        'products.2.id': ['The selected products.2.id is invalid.'],
      },
    },
  ]);
  expect(await menuOf(started)).toEqual(before);
});

test('more than 50 products a call are taken', async () => {
  const ids = Array.from({ length: 120 }, (_, index) => String(index));
  const started = await withMenu(ids.map((id) => product(id)));
  const products = ids.map((id) => ({ id, price: 7, discount_price: 0, branches: [] }));
  const reply = await started.ordering('POST', path, { products });
  expect(at(reply.body, 'data')).toEqual({ products: 120 });
  expect(at(await menuOf(started), '49.price')).toBe(7);
});

test('wrong fields are named', async () => {
  const { ordering } = await start();
  const reply = await ordering('POST', path, {
    products: [
      { id: '1', price: -1, branches: [{ id: '', stock_quantity: 1.5 }] },
      { id: null, price: null, discount_price: 'free' },
    ],
  });
  expect(reply.status).toBe(422);
  expect(at(reply.body, 'errors')).toEqual({
    'products.0.price': ['The products.0.price must be an amount that is not negative.'],
    'products.0.discount_price': ['The products.0.discount_price field is required.'],
    'products.0.branches.0.id': ['The products.0.branches.0.id field is required.'],
    'products.0.branches.0.stock_quantity': [
      'The products.0.branches.0.stock_quantity must be a whole number like 12.',
    ],
    'products.1.id': ['The products.1.id field is required.'],
    'products.1.price': ['The products.1.price field is required.'],
    'products.1.discount_price': ['The products.1.discount_price must be a number like 1250 or 1250.5.'],
    'products.1.branches': ['The products.1.branches field is required.'],
  });
});

test('an empty list is refused', async () => {
  const { ordering } = await start();
  const reply = await ordering('POST', path, { products: [] });
  expect([reply.status, at(reply.body, 'errors')]).toEqual([
    422,
    { products: ['The products field is required.'] },
  ]);
});
