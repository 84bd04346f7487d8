import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { blink, home } from '../front-door.ts';
import { blinkLike, loggingServer, type Received } from '../server.ts';

const account = (url: string): NodeJS.ProcessEnv => ({
  ...home(),
  BLINK_ENV: 'sandbox',
  BLINK_API_URL: url,
  BLINK_TOKEN: 'canary-7',
});
const bodies = (received: readonly Received[]) => received.map(({ body }) => JSON.parse(body));

const idsIn = (body: string): string[] => JSON.parse(body).products.map(({ id }: { id: string }) => id);

const header =
  'product_id,price,discount_price,branch_id,branch_is_active,branch_price,branch_discount_price,stock_quantity\n';
const csv = `${header}00411,94.72,94.72,12345,true,94.72,94.72,1\n00411,,,102,,,,0\nbbq-02,480,,,,,,\n`;
const products = [
  {
    ...{ id: '00411', price: 94.72, discount_price: 94.72 },
    branches: [
      { id: '12345', is_active: true, price: 94.72, discount_price: 94.72, stock_quantity: 1 },
      { id: '102', stock_quantity: 0 },
    ],
  },
  { id: 'bbq-02', price: 480, discount_price: 0, branches: [] },
];

describe('stock sync', () => {
  it("sends the vendor's sample as it is given", async () => {
    const { url, received } = await loggingServer(blinkLike);
    const { code } = await blink('stock sync fixtures/vendor/sync-stock-request.json', { env: account(url) });
    expect(code).toBe(0);
    expect(received[0]).toMatchObject({
      method: 'POST',
      path: '/interface/v1/syncStockAndPrice',
      headers: { authorization: 'Bearer canary-7' },
    });
    expect(bodies(received)[0]).toEqual(
      JSON.parse(readFileSync('fixtures/vendor/sync-stock-request.json', 'utf8')),
    );
  });

  it('reads CSV, JSON and NDJSON alike: ids as text, amounts as numbers, a blank discount as none', async () => {
    const texts = [csv, JSON.stringify({ products }), products.map((one) => JSON.stringify(one)).join('\n')];
    for (const input of texts) {
      const { url, received } = await loggingServer(blinkLike);
      expect(await blink('stock sync -', { env: account(url), input })).toMatchObject({ code: 0, err: '' });
      expect(bodies(received)).toEqual([{ products }]);
    }
  });

  it('needs a discount price, or the word that there are none', async () => {
    const input = 'product_id,price\na,100\n';
    expect(await blink('stock sync - --env local --dry-run', { input })).toMatchObject({
      code: 2,
      err: expect.stringContaining('--no-discounts'),
    });
    const { out } = await blink('stock sync - --env sandbox --no-discounts --dry-run --json', { input });
    expect(JSON.parse(out).requests[0].body).toEqual({
      products: [{ id: 'a', price: 100, discount_price: 0, branches: [] }],
    });
  });

  it('never makes up a price, but takes it from a menu', async () => {
    const input = 'product_id,branch_id,stock_quantity\nbbq-01,101,4\n';
    expect(await blink('stock sync - --env local --no-discounts', { input })).toMatchObject({
      code: 2,
      err: expect.stringContaining('--prices-from'),
    });
    const line = 'stock sync - --env sandbox --no-discounts --prices-from fixtures/menu.csv --dry-run --json';
    expect(JSON.parse((await blink(line, { input })).out).requests[0].body.products[0].price).toBe(520);
    const unknown = await blink(line, { input: input.replace('bbq-01', 'nowhere') });
    expect(unknown).toMatchObject({ code: 2, err: expect.stringContaining('price') });
  });

  it('sends 10,000 products in 200 requests, eight at once and never more', async () => {
    let under = 0;
    let most = 0;
    const { url, received } = await loggingServer(async (request) => {
      under += 1;
      most = Math.max(most, under);
      await new Promise((resolve) => setTimeout(resolve, 5));
      under -= 1;
      return blinkLike(request);
    });
    const input = Array.from({ length: 10_000 }, (_, i) =>
      JSON.stringify({ id: `p${i}`, price: 100 + (i % 50), discount_price: 0, branches: [] }),
    ).join('\n');
    const { code, out } = await blink('stock sync - --concurrency 8 --json', { env: account(url), input });
    expect(code).toBe(0);
    expect(JSON.parse(out).done).toBe(10_000);
    expect(received).toHaveLength(200);
    expect(new Set(bodies(received).map((body) => body.products.length))).toEqual(new Set([50]));
    expect(
      new Set(bodies(received).flatMap((body) => body.products.map(({ id }: { id: string }) => id))).size,
    ).toBe(10_000);
    expect(most).toBe(8);
  });

  it('stops what switches most products off, also where no menu was imported', async () => {
    const { url, received } = await loggingServer(blinkLike);
    const env = account(url);
    const list = (on: boolean) =>
      JSON.stringify(
        ['k1', 'k2', 'k3'].map((id) => {
          return { id, price: 100, discount_price: 0, branches: [{ id: '63', is_active: on }] };
        }),
      );
    await blink('stock sync -', { env, input: list(true) });
    for (const dry of ['', ' --dry-run']) {
      expect(await blink(`stock sync -${dry}`, { env, input: list(false) })).toMatchObject({
        code: 7,
        err: expect.stringContaining('--max-switched-off 100'),
      });
    }
    expect(received).toHaveLength(1);
  });

  it('leaves out what Blink confirmed before, and only that', async () => {
    const { url, received } = await loggingServer(blinkLike);
    const env = account(url);
    await blink('stock sync -', { env, input: csv });
    const same = await blink('stock sync - --changed-only --json', { env, input: csv });
    expect(JSON.parse(same.out)).toMatchObject({ done: 0, skipped: 2 });
    expect(received).toHaveLength(1);
    await blink('stock sync - --changed-only', { env, input: csv.replace('480', '485') });
    expect(bodies(received)[1].products.map(({ id }: { id: string }) => id)).toEqual(['bbq-02']);
  });

  it('stops prices that jump for more than a fifth of a few products', async () => {
    const { url, received } = await loggingServer(blinkLike);
    const env = account(url);
    const list = (factor: number, count: number) =>
      JSON.stringify(
        Array.from({ length: 10 }, (_, i) => ({
          id: `p${i}`,
          price: i < count ? 100 * factor : 100,
          discount_price: 0,
          branches: [],
        })),
      );
    await blink('stock sync -', { env, input: list(1, 10) });
    const stopped = await blink('stock sync -', { env, input: list(2, 6) });
    expect(stopped).toMatchObject({ code: 7, err: expect.stringContaining('--max-price-moves 6') });
    expect(received).toHaveLength(1);
    expect(await blink('stock sync -', { env, input: list(2, 2) })).toMatchObject({ code: 0 });
    expect(await blink('stock sync -', { env, input: '[]' })).toMatchObject({
      code: 7,
      err: expect.stringContaining('--allow-empty'),
    });
    expect(await blink('stock sync - --allow-empty', { env, input: '[]' })).toMatchObject({ code: 0 });
  });

  it('takes refused products out, sends the rest, and writes the refused rows of the file', async () => {
    const env = home();
    await blink('menu import fixtures/menu.csv --env local', { env });
    const file = join(env.HOME ?? '', 'stock.csv');
    await writeFile(
      file,
      `${header}bbq-01,520,0,101,,,,5\nnowhere,100,0,101,,,,1\nnowhere,,,102,,,,2\nbbq-02,480,0,,,,,\n`,
    );
    const { code, out, err } = await blink(`stock sync ${file} --env local --json`, { env });
    expect(code).toBe(3);
    const report = JSON.parse(out);
    expect(report).toMatchObject({ done: 2, refused: 1, skipped: 0 });
    expect(JSON.parse(err.trim().split('\n').at(-1) ?? '').error.details[0]).toMatchObject({
      row: 3,
      column: 'A',
      field: 'product_id',
    });
    const rejected = readFileSync(report.rejectFile, 'utf8').split('\n');
    expect(rejected.slice(1, 3)).toEqual([
      expect.stringMatching(/^nowhere,100,0,101,,,,1,3,/),
      expect.stringMatching(/^nowhere,,,102,,,,2,4,/),
    ]);
  });

  it.each([
    [
      'named by the refusal',
      (index: number) => ({ [`products.${index}.id`]: ['There is no such product.'] }),
    ],
    ['not named', () => ({})],
  ])(
    '3 refused among 1,000, %s: the rest is done, and the next run sends only those 3',
    async (_, errors) => {
      const bad = new Set(['p17', 'p500', 'p999']);
      const { url, received } = await loggingServer(({ body }) => {
        const wrong = idsIn(body).findIndex((id) => bad.has(id));
        return wrong < 0 ? {} : { status: 422, body: { message: 'Invalid.', errors: errors(wrong) } };
      });
      const env = account(url);
      const file = join(env.HOME ?? '', 'stock.csv');
      const rows = Array.from({ length: 1000 }, (_, i) => `p${i},100,0\n`).join('');
      await writeFile(file, `product_id,price,discount_price\n${rows}`);
      const first = await blink(`stock sync ${file} --json`, { env });
      expect(first.code).toBe(3);
      expect(JSON.parse(first.out)).toMatchObject({ done: 997, refused: 3, unknown: 0, skipped: 0 });
      const before = received.length;
      const second = await blink(`stock sync ${file} --json`, { env });
      expect(second.code).toBe(3);
      expect(second.err).toContain('997 of 1000 are done');
      expect(JSON.parse(second.out)).toMatchObject({ done: 0, refused: 3, skipped: 997 });
      expect(new Set(received.slice(before).flatMap(({ body }) => idsIn(body)))).toEqual(bad);
      bad.clear();
      expect(await blink(`stock sync ${file} --json`, { env })).toMatchObject({ code: 0 });
      const third = received.length;
      expect(await blink(`stock sync ${file}`, { env })).toMatchObject({ code: 0 });
      expect(received.slice(third).flatMap(({ body }) => idsIn(body))).toHaveLength(1000);
    },
  );

  it('reads doubtful cells by the flags that its errors name', async () => {
    const { url, received } = await loggingServer(blinkLike);
    const env = account(url);
    const doubtful = 'product_id,price,discount_price,branch_id,stock_quantity\nbbq-01,"1,250",0,101,-4\n';
    const { code, err } = await blink('stock sync -', { env, input: doubtful });
    expect(code).toBe(2);
    const named = [...err.matchAll(/--[a-z-]+/g)].map(([flag]) => flag);
    const help = (await blink('stock sync --help')).out;
    expect(named).toEqual(expect.arrayContaining(['--thousands', '--negative-stock']));
    for (const flag of named) expect(help).toContain(flag);
    const read = await blink('stock sync - --thousands , --negative-stock zero', { env, input: doubtful });
    expect(read).toMatchObject({ code: 0 });
    expect(bodies(received)[0].products).toEqual([
      { id: 'bbq-01', price: 1250, discount_price: 0, branches: [{ id: '101', stock_quantity: 0 }] },
    ]);
    const report = join(env.HOME ?? '', 'problems.csv');
    await blink(`stock sync - --report ${report}`, { env, input: doubtful });
    expect(readFileSync(report, 'utf8')).toContain('"1,250"');
  });

  it('starts over with --fresh', async () => {
    let fail = true;
    const { url, received } = await loggingServer(({ body }) =>
      fail && idsIn(body).includes('bbq-02') ? { status: 422, body: { message: 'No.' } } : {},
    );
    const env = account(url);
    expect(await blink('stock sync - --batch-size 1', { env, input: csv })).toMatchObject({ code: 3 });
    fail = false;
    expect(await blink('stock sync - --batch-size 1 --fresh', { env, input: csv })).toMatchObject({
      code: 0,
    });
    expect(received.flatMap(({ body }) => idsIn(body))).toEqual(['00411', 'bbq-02', '00411', 'bbq-02']);
  });

  it('is done without the ledger, after a warning, where nothing can be kept', async () => {
    const { url, received } = await loggingServer(blinkLike);
    const env = { ...account(url), BLINK_STATE_DIR: '/dev/null/state' };
    const { code, err } = await blink('stock sync -', { env, input: csv });
    expect(code).toBe(0);
    expect(err).toContain("Warning: what this run sends can't be noted");
    expect(received).toHaveLength(1);
  });

  it('uses the codes of the branch map', async () => {
    const { url, received } = await loggingServer(blinkLike);
    const env = account(url);
    await blink('branches map set clifton 12345', { env });
    await blink('stock sync -', { env, input: csv.replace('12345', 'clifton') });
    expect(bodies(received)[0]).toEqual({ products });
  });
});

describe('stock set', () => {
  it('sends one product, with the last known price and discount', async () => {
    const { url, received } = await loggingServer(blinkLike);
    const env = account(url);
    const first = await blink('stock set bbq-01 --branch 0103 --stock 12 --price 520', { env });
    expect(first).toMatchObject({ code: 2, err: expect.stringContaining('--discount-price 0') });
    await blink('stock set bbq-01 --branch 0103 --stock 12 --price 520 --discount-price 0', { env });
    await blink('stock set bbq-01 --branch 0103 --stock 11 --active no', { env });
    expect(bodies(received)).toEqual([
      {
        products: [
          { id: 'bbq-01', price: 520, discount_price: 0, branches: [{ id: '0103', stock_quantity: 12 }] },
        ],
      },
      {
        products: [
          {
            id: 'bbq-01',
            price: 520,
            discount_price: 0,
            branches: [{ id: '0103', is_active: false, stock_quantity: 11 }],
          },
        ],
      },
    ]);
  });

  it.each([
    ['--price 1.250', 'It could mean 1250 or 1.250: write 1250 or 1.25.'],
    ['--price 1,255', 'It could mean 1255 or 1.255: write 1255 or 1.2550.'],
    ["--price 1'250", 'Write it with nothing between thousands.'],
    ['--price 1,250;', 'Write the number only, without currency or signs.'],
    ['--price NaN', undefined],
    ['--price 5 --branch 63 --branch-price 1.250', 'It could mean 1250 or 1.250: write 1250 or 1.25.'],
    ['--price 5 --branch 63 --stock=-4', undefined],
  ])('refuses %s, and names no flag that it does not have', async (flags, hint) => {
    const { code, err } = await blink(`stock set x --discount-price 0 ${flags} --env local --json`);
    expect(code).toBe(2);
    expect(JSON.parse(err).error.hint).toBe(hint);
  });

  it('wants a branch for what only a branch has', async () => {
    expect(await blink('stock set x --stock 1 --price 5 --discount-price 0 --env local')).toMatchObject({
      code: 2,
    });
  });
});

it('names each refusal by its own row, whatever order they come in', async () => {
  const { url } = await loggingServer(async ({ body }) => {
    const { products: batch } = JSON.parse(body);
    // The first request is answered last.
    if (batch[0].id === 'p0') await new Promise((resolve) => setTimeout(resolve, 60));
    return {
      status: 422,
      body: { message: 'No.', errors: { 'products.0.id': [`${batch[0].id} is unknown.`] } },
    };
  });
  const input = `product_id,price,discount_price\n${Array.from({ length: 4 }, (_, i) => `p${i},1,0\n`).join('')}`;
  const { err } = await blink('stock sync - --batch-size 1 --concurrency 4 --json', {
    env: account(url),
    input,
  });
  const { details } = JSON.parse(err.trim().split('\n').at(-1) ?? '').error;
  expect(details).toHaveLength(4);
  for (const { row, message } of details) expect(message).toBe(`p${row - 2} is unknown.`);
});

it.each<[what: string, write: (ids: readonly string[]) => string]>([
  ['CSV', (ids) => `product_id,price,discount_price\n${ids.map((id) => `${id},1,0\n`).join('')}`],
  ['JSON', (ids) => JSON.stringify({ products: ids.map((id) => stockOf(id)) }, null, 1)],
  ['NDJSON', (ids) => ids.map((id) => JSON.stringify(stockOf(id))).join('\n')],
])('%s: a refusal does not say where a product stood in its request', async (_, write) => {
  const { url } = await loggingServer(async ({ body }) => {
    const { products: batch } = JSON.parse(body);
    const at = batch.findIndex(({ id }: { id: string }) => id === 'p4');
    const errors = {
      [`products.${at}.price`]: [`The products.${at}.price must be at least 1.`],
      [`products.${at}.id`]: [`The selected products.${at}.id is invalid.`, `products.${at} is unknown.`],
    };
    return at < 0 ? {} : { status: 422, body: { message: 'No.', errors } };
  });
  const input = write(['p0', 'p1', 'p2', 'p3', 'p4', 'p5']);
  const line = 'stock sync - --batch-size 3 --concurrency 1 --json';
  const { out, err } = await blink(line, { env: account(url), input });
  const { results } = JSON.parse(out);
  expect(results[4]).toMatchObject({
    id: 'p4',
    error: 'The price must be at least 1. The selected id is invalid. record is unknown.',
  });
  expect(`${out}${err}`).not.toMatch(/products\.\d/);
});

function stockOf(id: string) {
  return { id, price: 1, discount_price: 0, branches: [] };
}
