import { expect, it } from 'vitest';
import { blink, home } from '../front-door.ts';
import { type Answer, loggingServer, type Received } from '../server.ts';

const menu = (price: number) =>
  `product_id,sku,name,is_active,price,category_id,category_name\nk1,k1,Chicken Karahi,yes,${price},c1,Karahi\nk2,k2,Mutton Karahi,yes,1900,c1,Karahi\n`;
const stock = (...rows: [string, number][]) =>
  `product_id,price,discount_price\n${rows.map(([id, price]) => `${id},${price},0\n`).join('')}`;

async function account(answer: (request: Received) => Answer = () => ({})) {
  const { url, received } = await loggingServer(answer);
  const env = { ...home(), BLINK_ENV: 'sandbox', BLINK_TOKEN: 'canary-1', BLINK_API_URL: url };
  const sent = () =>
    received.flatMap(({ body }) =>
      JSON.parse(body).products.map(({ id, price }: { id: string; price: number }) => `${id} ${price}`),
    );
  return { env, received, sent };
}

it('a menu is compared with what stock set and stock sync sent since, and is sent again', async () => {
  const { env, sent } = await account();
  await blink('menu import - --yes', { env, input: menu(1450) });
  await blink('stock set k1 --price 1200 --discount-price 0', { env });
  const diff = await blink('menu diff - --json', { env, input: menu(1450) });
  expect(JSON.parse(diff.out).changed).toEqual([
    {
      id: 'k1',
      name: 'Chicken Karahi',
      changes: [{ field: 'price', before: 1200, after: 1450 }],
      keepPrice: [],
    },
  ]);
  await blink('menu import - --yes', { env, input: menu(1450) });
  expect(sent()).toEqual(['k1 1450', 'k2 1900', 'k1 1200', 'k1 1450', 'k2 1900']);
  expect((await blink('menu import - --yes', { env, input: menu(1450) })).out).toContain('Nothing to do');
});

it('stock is sent again once a menu has said something else, and not where it said the same', async () => {
  const { env, sent } = await account();
  await blink('stock sync -', { env, input: stock(['k1', 1450], ['k2', 1900]) });
  await blink('menu import - --yes', { env, input: menu(1500) });
  const changed = await blink('stock sync - --changed-only --json', {
    env,
    input: stock(['k1', 1450], ['k2', 1900]),
  });
  expect(JSON.parse(changed.out)).toMatchObject({ done: 1, results: [{ id: 'k1' }] });
  expect(sent().at(-1)).toBe('k1 1450');
});

it('what stock set changed is set back by the file, also by a run that goes on with one that was refused in part', async () => {
  const { env, sent } = await account(({ body }) =>
    body.includes('"k2"') ? { status: 422, body: { message: 'No.' } } : {},
  );
  const input = stock(['k1', 1450], ['k2', 1900]);
  expect(await blink('stock sync - --batch-size 1', { env, input })).toMatchObject({ code: 3 });
  await blink('stock set k1 --price 1200 --discount-price 0', { env });
  await blink('stock sync - --batch-size 1', { env, input });
  expect(sent().filter((one) => one.startsWith('k1'))).toEqual(['k1 1450', 'k1 1200', 'k1 1450']);
});

it('a price that stock set moved far is no move of the menu that follows it', async () => {
  const { env } = await account();
  await blink('menu import - --yes', { env, input: menu(1450) });
  const far = await blink('menu import - --yes --max-price-moves 0', { env, input: menu(3000) });
  expect(far).toMatchObject({ code: 7 });
  await blink('stock set k1 --price 2900 --discount-price 0', { env });
  expect(await blink('menu import - --yes --max-price-moves 0', { env, input: menu(3000) })).toMatchObject({
    code: 0,
  });
});

it('a dry run is stopped by the limits that would stop the import, and by those of stock', async () => {
  const { env, received } = await account();
  await blink('menu import - --yes', { env, input: menu(1450) });
  const off = menu(1450).replaceAll(',yes,', ',no,');
  for (const dry of ['', ' --dry-run']) {
    expect(await blink(`menu import - --yes${dry}`, { env, input: off })).toMatchObject({
      code: 7,
      err: expect.stringContaining('--max-switched-off 100'),
    });
    expect(await blink(`stock sync -${dry}`, { env, input: stock(['k1', 0], ['k2', 0]) })).toMatchObject({
      code: 7,
      err: expect.stringContaining('--max-price-moves 2'),
    });
  }
  expect(received).toHaveLength(1);
});

it('a menu that was refused in part leaves its rows in a file that can be mended and run', async () => {
  const { env } = await account(({ body }) =>
    body.includes('"k2"') ? { status: 422, body: { errors: { 'products.0.price': ['Too dear.'] } } } : {},
  );
  const run = await blink('menu import - --yes --batch-size 1 --json', { env, input: menu(1450) });
  expect(run).toMatchObject({ code: 3, err: expect.stringContaining('and run it again') });
  const { rejectFile } = JSON.parse(run.out);
  const { readFileSync } = await import('node:fs');
  const text = readFileSync(rejectFile, 'utf8');
  expect(text).toContain('k2,k2,Mutton Karahi');
  expect(text).not.toContain('Chicken');
  expect(await blink(['menu', 'validate', rejectFile], { env })).toMatchObject({ code: 0 });
});
