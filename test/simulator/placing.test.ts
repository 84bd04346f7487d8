import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { check, parse } from '../../src/blink/contract/check.ts';
import { type MenuImport, MenuProduct } from '../../src/blink/contract/menu.ts';
import { OrderEvent } from '../../src/blink/contract/order.ts';
import { amountOf, inShort } from '../../src/simulator/samples/amount.ts';
import { at, product, type Started, sample, start } from './start.ts';

const path = '/simulator/orders';
const fixture: MenuImport = JSON.parse(readFileSync('fixtures/menu.json', 'utf8'));

async function withMenu(products: readonly unknown[]): Promise<Started> {
  const started = await start({ seed: 1, clock: () => Date.UTC(2026, 0, 31, 20, 30) });
  const reply = await started.ordering('POST', '/interface/v1/importMenu', { products });
  expect(reply.status).toBe(200);
  return started;
}

async function place(started: Started, body: object = {}): Promise<OrderEvent> {
  const reply = await started.plain('POST', path, body);
  const read = parse(OrderEvent, reply.body);
  if ('value' in read) return read.value;
  throw new Error(JSON.stringify(reply.body));
}

const typeOf = (value: unknown) => (value === null ? 'null' : typeof value);

test("an order has the keys of the vendor's sample, in its order, and its kinds of values", async () => {
  const { plain } = await start({ seed: 1 });
  const { body: order } = await plain('POST', path, { type: 'PICK-UP' });
  const vendor = sample('webhook-order');
  expect(Object.keys(Object(order))).toEqual(Object.keys(vendor));
  for (const [key, value] of Object.entries(vendor))
    expect([key, typeOf(at(order, key))]).toEqual([key, typeOf(value)]);
  const vendorProduct = Object(at(vendor, 'products.0'));
  expect(Object.keys(Object(at(order, 'products.0')))).toEqual(Object.keys(vendorProduct));
  expect(order).toMatchObject({ customer_address_description: 'PICK-UP', customer_address_latitude: null });
  expect(check(OrderEvent, order)).toEqual([]);
});

test('a hundred orders from the menu: only what is sold there, options as asked for, sums that are exact', async () => {
  const started = await withMenu(fixture.products);
  const menu = new Map(fixture.products.map((one) => [String(one.id), one]));
  const branches = new Set<string>();
  let options = 0;
  for (let count = 0; count < 100; count += 1) {
    const order = await place(started);
    const branch = String(order.branch_id);
    branches.add(branch);
    let subtotal = 0n;
    for (const line of order.products) {
      const known = menu.get(String(line.product_id));
      const here = known?.branches?.find(({ id }) => String(id) === branch);
      expect([known?.is_active, here?.is_active ?? true, here?.stock_quantity === 0]).toEqual([
        true,
        true,
        false,
      ]);
      expect(amountOf(line.unit_price)).toBe(amountOf(here?.price ?? known?.price));
      expect(amountOf(line.total_price)).toBe(amountOf(line.unit_price) * BigInt(line.quantity));
      subtotal += amountOf(line.total_price);
      for (const option of line.options ?? []) {
        subtotal += amountOf(option.total_price);
        expect(option.quantity).toBe(line.quantity);
      }
      for (const modifier of known?.modifiers ?? []) {
        const ids = new Set(modifier.options.filter((one) => one.is_active).map(({ id }) => String(id)));
        const chosen = (line.options ?? []).filter((one) => ids.has(String(one.modifier_option_id))).length;
        options += chosen;
        expect(chosen).toBeGreaterThanOrEqual(modifier.minimum_options ?? 0);
        expect(chosen).toBeLessThanOrEqual(modifier.maximum_options);
      }
    }
    expect(order.subtotal).toBe(inShort(subtotal));
    const rest = [order.tax, order.fbr_pos_charge, order.delivery_charges].map(amountOf);
    const reduced = subtotal - amountOf(order.total_discount_amount);
    expect(order.total_price).toBe(inShort(rest.reduce((total, one) => total + one, reduced)));
  }
  expect(branches).toEqual(new Set(['63', '64', '65']));
  expect(options).toBeGreaterThan(20);
});

test('a seed makes the same orders again', async () => {
  const [first, again, other] = await Promise.all(
    [5, 5, 6].map(async (seed) => {
      const started = await start({ seed, clock: () => 0 });
      return [await place(started), await place(started)];
    }),
  );
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
  expect(first?.[0]?.products).not.toEqual(first?.[1]?.products);
});

test('what the body names is taken, the rest made up', async () => {
  const started = await withMenu(fixture.products);
  const [wished] = fixture.products.filter(({ modifiers }) => !modifiers?.length);
  const order = await place(started, {
    branch_id: '0103',
    type: 'DELIVERY',
    channel: 'KIOSK',
    customer_name: 'عائشہ صدیقی',
    customer_phone: 923990000001,
    customer_address_description: 'House 1, Karachi',
    kitchen_notes: '',
    payment_type: 'Card',
    is_pre_order: true,
    due_at: '2026-02-01 20:00:00',
    products: [{ product_id: wished?.id, quantity: 3 }],
  });
  expect(order).toMatchObject({
    branch_id: '0103',
    type: 'DELIVERY',
    channel: 'KIOSK',
    customer_name: 'عائشہ صدیقی',
    customer_phone: '923990000001',
    customer_address_description: 'House 1, Karachi',
    kitchen_notes: '',
    payment_type: 'Card',
    is_pre_order: 1,
    due_at: '2026-02-01 20:00:00',
    products: [{ product_id: wished?.id, quantity: 3 }],
  });
  expect(Number(order.customer_address_latitude)).toBeGreaterThan(20);
});

test("times are the shop's own: after midnight in Karachi it is the next month", async () => {
  const started = await withMenu(fixture.products);
  expect((await place(started)).due_at).toMatch(/^2026-02-0[12] 0\d:\d\d:\d\d$/);
});

const spicy = product('2', {
  modifiers: [
    {
      id: 'm',
      name: 'Spice',
      minimum_options: 1,
      maximum_options: 1,
      priority: 0,
      options: ['mild', 'hot'].map((id) => ({ id, name: id, is_active: true, priority: 0 })),
    },
  ],
});
const option = (id: string) => ({ modifier_option_id: id });

test.each([
  [{ branch_id: '999' }, 'branch_id', 'The selected branch_id is invalid.'],
  [{ type: 'TAKEAWAY' }, 'type', 'The type must be PICK-UP, DINE-IN or DELIVERY.'],
  [{ products: [] }, 'products', 'The products must be a list of at least one product.'],
  [
    { products: [{ product_id: 'x' }] },
    'products.0.product_id',
    'The selected products.0.product_id is invalid.',
  ],
  [
    { products: [{ product_id: 1, quantity: 0 }] },
    'products.0.quantity',
    'The products.0.quantity must be a whole number from 1.',
  ],
  [
    { products: [{ product_id: 2, options: [] }] },
    'products.0.options',
    'The products.0.options must have 1 of "Spice".',
  ],
  [
    { products: [{ product_id: 2, options: [option('mild'), option('x')] }] },
    'products.0.options.1.modifier_option_id',
    'The selected products.0.options.1.modifier_option_id is invalid.',
  ],
  [{ prodcuts: [] }, 'prodcuts', 'The prodcuts must be a field that the simulator knows.'],
])('%j is refused', async (body, field, message) => {
  const branches = [{ id: '7', is_active: true }];
  const started = await withMenu([product('1', { branches }), { ...spicy, branches }]);
  const reply = await started.plain('POST', path, body);
  expect([reply.status, at(reply.body, 'errors')]).toEqual([422, { [field]: [message] }]);
  expect((await place(started)).blink_order_id).toBe('1300001');
});

test('options that were asked for are the ones that come', async () => {
  const started = await withMenu([spicy]);
  const order = await place(started, { products: [{ product_id: 2, options: [option('hot')] }] });
  expect(order.products[0]?.options).toMatchObject([{ modifier_option_id: 'hot', name: 'hot' }]);
});

test('nothing is ordered that is off, gone, out of stock, or lacks options', async () => {
  const [modifier] = Array.isArray(spicy.modifiers) ? spicy.modifiers : [];
  const started = await withMenu([
    product('1', { is_active: false }),
    product('2', { deleted_at: '2024-01-01' }),
    product('3', { stock_quantity: 0 }),
    product('4', { branches: [{ id: '7', is_active: true, is_in_stock: 0 }] }),
    product('5', { modifiers: [{ ...modifier, minimum_options: 3 }] }),
  ]);
  const reply = await started.plain('POST', path, {});
  expect([reply.status, reply.body]).toEqual([
    422,
    { message: 'Blink simulator: nothing on the imported menu can be ordered' },
  ]);
});

test('without a menu there is a small one of its own', async () => {
  const started = await start({ seed: 2 });
  const orders = await Promise.all(Array.from({ length: 20 }, () => place(started)));
  expect(new Set(orders.map(({ blink_order_id }) => blink_order_id)).size).toBe(20);
  for (const { products } of orders) {
    for (const { product_id } of products) expect(product_id).toMatch(/^sim-/);
  }
});

test('a placed order moves as others do, and is still there after a restart', async () => {
  const started = await start();
  const { blink_order_id, order_key } = await place(started);
  expect([blink_order_id, order_key]).toEqual(['1300001', 'ABND-30001']);
  await started.close();
  const again = await start({ folder: started.folder });
  const move = (status: number) =>
    again.ordering('POST', '/interface/v1/syncOrderStatus', { blink_order_id, status });
  expect(at((await move(1)).body, 'data')).toMatchObject({ order_key, statusText: 'Accepted' });
  expect((await move(0)).status).toBe(422);
  expect((await place(again)).blink_order_id).toBe('1300002');
});

test('the vendor menu sample can be ordered from, at a branch that any product is sold at', async () => {
  const { products } = sample('import-menu-request');
  const started = await withMenu(Object.values(Object(products)));
  expect(parse(MenuProduct, at(products, '0'))).toHaveProperty('value');
  expect((await place(started)).branch_id).toBe('12345');
});
