import { copyFileSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { blink, home } from '../../front-door.ts';
import { blinkLike, loggingServer, type Received } from '../../server.ts';

const csv = 'fixtures/menu.csv';
const menu: { products: Product[] } = JSON.parse(readFileSync('fixtures/menu.json', 'utf8'));

interface Product {
  id: string;
  price: number;
  [key: string]: unknown;
}

const imports = (received: readonly Received[]) => received.filter(({ path }) => path.endsWith('importMenu'));

/** A place where an account for the given server is known, as in a cron job. */
function account(url: string): NodeJS.ProcessEnv {
  return {
    ...home(),
    BLINK_ENV: 'sandbox',
    BLINK_API_URL: url,
    BLINK_USERNAME: 'karachi',
    BLINK_PASSWORD: 'canary-1',
  };
}

async function fileWith(env: NodeJS.ProcessEnv, name: string, content: string): Promise<string> {
  const path = join(env.HOME ?? '', name);
  await writeFile(path, content);
  return path;
}

/** The fixture with the first products' fields changed. */
function changed(change: (product: Product, i: number) => Product | undefined): string {
  return JSON.stringify({ products: menu.products.flatMap((product, i) => change(product, i) ?? []) });
}

describe('on the wire', () => {
  it('sends a CSV as the documented body, in one request, with the token of the login', async () => {
    const { url, received } = await loggingServer(blinkLike);
    const { code, err } = await blink(`menu import ${csv}`, { env: account(url) });
    expect(err).toContain('60 products in 8 categories');
    expect(code).toBe(0);
    expect(received.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /interface/v1/login',
      'POST /interface/v1/importMenu',
    ]);
    expect(JSON.parse(received[0]?.body ?? '')).toEqual({ username: 'karachi', password: 'canary-1' });
    expect(received[1]?.headers.authorization).toBe('Bearer token-1');
    expect(received[1]?.headers['content-type']).toBe('application/json');
    expect(received[1]?.body).toBe(JSON.stringify(menu));
  });

  it("sends the vendor's sample as it is given", async () => {
    const { url, received } = await loggingServer(blinkLike);
    const { code } = await blink('menu import fixtures/vendor/import-menu-request.json', {
      env: account(url),
    });
    expect(code).toBe(0);
    const sample: unknown = JSON.parse(readFileSync('fixtures/vendor/import-menu-request.json', 'utf8'));
    expect(JSON.parse(imports(received)[0]?.body ?? '')).toEqual(sample);
  });

  it('reads standard input', async () => {
    const { url, received } = await loggingServer(blinkLike);
    const input = readFileSync(csv);
    expect(await blink('menu import -', { env: account(url), input })).toMatchObject({ code: 0 });
    expect(imports(received)[0]?.body).toBe(JSON.stringify(menu));
  });

  it('splits only when asked, and says why that is a risk', async () => {
    const { url, received } = await loggingServer(blinkLike);
    const { code, err } = await blink(`menu import ${csv} --batch-size 25`, { env: account(url) });
    expect(code).toBe(0);
    expect(imports(received).map(({ body }) => JSON.parse(body).products.length)).toEqual([25, 25, 10]);
    expect(err).toContain('does not say whether a product that a request leaves out is removed');
  });

  it('writes the misspelt stock key where the configuration asks for it', async () => {
    const { url, received } = await loggingServer(blinkLike);
    const env = account(url);
    await blink('config set wire.stockQuantityKey stock_qunatity', { env });
    await blink(`menu import ${csv}`, { env });
    const body = imports(received)[0]?.body ?? '';
    expect(body).toContain('"stock_qunatity":');
    expect(body).not.toContain('"stock_quantity":');
  });
});

it("sends Blink's ids for the operator's own branch codes, of products and of options", async () => {
  const { url, received } = await loggingServer(blinkLike);
  const env = account(url);
  await blink('branches map set 0103 60003', { env });
  await blink(`menu import ${csv}`, { env });
  const body = imports(received)[0]?.body ?? '';
  expect(JSON.parse(body)).toEqual(JSON.parse(JSON.stringify(menu).replaceAll('"0103"', '"60003"')));
  expect(body).not.toContain('"0103"');
});

describe('before anything is sent', () => {
  it('lists everything that is wrong with a file and sends nothing', async () => {
    const { url, received } = await loggingServer(blinkLike);
    const { code, out, err } = await blink('menu import fixtures/menu-broken.csv', { env: account(url) });
    expect(code).toBe(2);
    expect(received).toEqual([]);
    expect(out).toBe('');
    expect(err).toContain(
      'fixtures/menu-broken.csv row 25, column I "price": got "1,250", expected a number',
    );
    expect(err).toContain('run again with --thousands "," or --decimal-comma');
    expect(err).toContain('32 problems in fixtures/menu-broken.csv. Nothing was sent.');
  });

  it('gives the problems to scripts with file, row, line, column, field, value and what was expected', async () => {
    const { code, err } = await blink('menu import fixtures/menu-broken.csv --env local --json');
    expect(code).toBe(2);
    const { error } = JSON.parse(err.trim().split('\n').at(-1) ?? '');
    expect(error).toMatchObject({ code: 'invalid_input', exitCode: 2 });
    expect(error.details).toHaveLength(32);
    expect(error.details).toContainEqual({
      severity: 'error',
      file: 'fixtures/menu-broken.csv',
      row: 69,
      line: 70,
      column: 'I',
      field: 'price',
      value: 'Rs 450/-',
      expected: 'a number like 1250 or 1250.00',
      hint: 'If "Rs" is the currency, run again with --currency Rs.',
    });
  });

  it('asks for an environment and never guesses one', async () => {
    const { code, err } = await blink(`menu import ${csv}`);
    expect(code).toBe(2);
    expect(err).toMatch(/production.*sandbox.*local/);
  });

  it('needs --yes for production where nobody can be asked', async () => {
    const { url, received } = await loggingServer(blinkLike);
    const env = { ...account(url), BLINK_ENV: 'production' };
    const { code, err } = await blink(`menu import ${csv}`, { env });
    expect(code).toBe(2);
    expect(err).toContain('--yes');
    expect(received).toEqual([]);
    expect(await blink(`menu import ${csv} --yes`, { env })).toMatchObject({ code: 0 });
    expect(imports(received)).toHaveLength(1);
  });

  it('refuses an empty file, unless told that it is no mistake', async () => {
    const { url, received } = await loggingServer(blinkLike);
    const env = account(url);
    for (const content of [
      '',
      'product_id,sku,name,is_active,price,category_id,category_name\n',
      '{"products":[]}',
    ]) {
      const file = await fileWith(env, 'empty', content);
      const { code, err } = await blink(`menu import ${file}`, { env });
      expect(err).toContain('--allow-empty');
      expect(code).toBe(7);
      expect(await blink(`menu import ${file} --allow-empty`, { env })).toMatchObject({ code: 0 });
    }
    expect(received).toEqual([]);
  });
});

describe('a dry run', () => {
  it('shows plan and bodies, needs no login and sends nothing', async () => {
    const { code, out } = await blink(`menu import ${csv} --env sandbox --dry-run --json`);
    expect(code).toBe(0);
    const { dryRun, plan, requests } = JSON.parse(out);
    expect(dryRun).toBe(true);
    expect(plan).toMatchObject({
      file: csv,
      environment: 'sandbox',
      products: 60,
      requests: 1,
      comparedWith: null,
    });
    expect(requests).toEqual([
      { method: 'POST', url: 'https://stg-api.blinkco.io/interface/v1/importMenu', body: menu },
    ]);
  });

  it('works where no environment is chosen yet', async () => {
    expect(await blink(`menu import ${csv} --dry-run`)).toMatchObject({ code: 0 });
  });
});

describe('against the last import', () => {
  it('does nothing when nothing changed, unless forced', async () => {
    const { url, received } = await loggingServer(blinkLike);
    const env = account(url);
    await blink(`menu import ${csv}`, { env });
    const again = await blink(`menu import ${csv}`, { env });
    expect(again.err).toContain('= 60 unchanged');
    expect(again.out).toBe('Nothing to do: this menu is the one that was imported last.\n');
    expect(imports(received)).toHaveLength(1);
    const json = await blink('menu import fixtures/menu.json --json', { env });
    expect(JSON.parse(json.out)).toMatchObject({
      done: 0,
      skipped: 60,
      plan: { unchanged: 60, changed: [] },
    });
    await blink(`menu import ${csv} --force`, { env });
    expect(imports(received)).toHaveLength(2);
  });

  it('plans what is new, changed and gone, with the moves of prices', async () => {
    const env = home();
    await blink(`menu import ${csv} --env local`, { env });
    const file = await fileWith(
      env,
      'next.json',
      changed((product, i) => {
        if (i === 0) return { ...product, price: product.price * 1.25 };
        if (i === 1) return undefined;
        return i === 2 ? { ...product, id: 'new-1', sku: 'NEW-1' } : product;
      }),
    );
    const { code, out } = await blink(`menu import ${file} --env local --json`, { env });
    expect(code).toBe(0);
    const { plan, ...totals } = JSON.parse(out);
    expect(plan).toMatchObject({
      added: [{ id: 'new-1' }],
      gone: [{ id: 'bbq-02' }, { id: 'bbq-03' }],
      changed: [{ id: 'bbq-01', changes: [{ field: 'price', before: 520, after: 650 }] }],
      priceMoves: [{ id: 'bbq-01', field: 'price', percent: 25 }],
      unchanged: 57,
    });
    expect(totals).toMatchObject({ done: 59, refused: 0, unknown: 0, skipped: 0 });
  });

  it('stops when too many products would go, and names the flag that allows it', async () => {
    const { url, received } = await loggingServer(blinkLike);
    const env = account(url);
    await blink(`menu import ${csv}`, { env });
    const file = await fileWith(
      env,
      'half.json',
      changed((product, i) => (i < 40 ? product : undefined)),
    );
    const { code, err } = await blink(`menu import ${file} --json`, { env });
    expect(code).toBe(7);
    const { error } = JSON.parse(err.trim().split('\n').at(-1) ?? '');
    expect(error.message).toBe('20 of 60 known products (33 %) would go; the limit is 30 %.');
    expect(error.hint).toContain('--max-removed 34');
    expect(error.details).toHaveLength(10);
    expect(imports(received)).toHaveLength(1);
    expect(await blink(`menu import ${file} --max-removed 34`, { env })).toMatchObject({ code: 0 });
  });

  it('stops when the prices of more than five products jump, and shows the worst', async () => {
    const { url, received } = await loggingServer(blinkLike);
    const env = account(url);
    await blink(`menu import ${csv}`, { env });
    const jump = (count: number) =>
      changed((product, i) =>
        i < count ? { ...product, price: i === 0 ? 0 : product.price * 10 } : product,
      );
    const six = await fileWith(env, 'six.json', jump(6));
    const { code, err } = await blink(`menu import ${six}`, { env });
    expect(code).toBe(7);
    expect(err).toContain('would go from 520 to 0 (-100 %)');
    expect(err).toContain('--max-price-moves 6');
    expect(imports(received)).toHaveLength(1);
    const five = await fileWith(env, 'five.json', jump(5));
    expect(await blink(`menu import ${five}`, { env })).toMatchObject({ code: 0 });
  });
});

describe('refused by the server', () => {
  const refusal = {
    status: 422,
    body: { message: 'The given data was invalid.', errors: { 'products.1.price': ['Too cheap.'] } },
  };

  it('says it in the operator’s own row and column', async () => {
    const { url } = await loggingServer((request) =>
      request.path.endsWith('login') ? blinkLike(request) : refusal,
    );
    const env = account(url);
    const { code, err } = await blink(`menu import ${csv}`, { env });
    expect(code).toBe(1);
    expect(err).toMatch(/fixtures\/menu\.csv row \d+.*, column I "price": Too cheap\./);
    const json = await blink('menu import fixtures/menu.json --json', { env });
    const { error } = JSON.parse(json.err.trim().split('\n').at(-1) ?? '');
    expect(error.details[0]).toMatchObject({
      file: 'fixtures/menu.json',
      field: 'products[1].price',
      message: 'Too cheap.',
    });
    expect(error.details[0].line).toBeGreaterThan(1);
    const { results } = JSON.parse(json.out);
    expect(results[0]).toMatchObject({ id: 'bbq-01', outcome: 'skipped' });
    expect(results[1]).toEqual({ id: 'bbq-02', outcome: 'refused', error: 'Too cheap.' });
  });

  it('goes on with the other batches, names the rows of the right batch, and ends with 3', async () => {
    let calls = 0;
    const { url } = await loggingServer((request) => {
      if (request.path.endsWith('login')) return blinkLike(request);
      calls += 1;
      return calls === 2 ? refusal : {};
    });
    const env = account(url);
    const own = join(env.HOME ?? '', 'menu.csv');
    copyFileSync(csv, own);
    const { code, out, err } = await blink(`menu import ${own} --batch-size 20 --json`, { env });
    expect(code).toBe(3);
    expect(JSON.parse(out)).toMatchObject({ done: 40, refused: 1, skipped: 19 });
    const place = JSON.parse(err.trim().split('\n').at(-1) ?? '').error.details[0];
    const lines = readFileSync(csv, 'utf8').split('\n');
    expect(lines[place.line - 1]).toMatch(new RegExp(`^${menu.products[21]?.id},`));
    const next = await blink(`menu import ${csv} --dry-run --json`, { env });
    expect(JSON.parse(next.out).plan.added).toHaveLength(20);
  });

  it('is not logged in: 4; nobody there: 5', async () => {
    const { url } = await loggingServer(() => ({ status: 401, body: { message: 'Unauthenticated.' } }));
    expect(await blink(`menu import ${csv}`, { env: account(url) })).toMatchObject({ code: 4 });
    expect(await blink(`menu import ${csv} --env sandbox`)).toMatchObject({ code: 4 });
    const nobody = { ...account('http://127.0.0.1:9'), BLINK_ENV: 'sandbox' };
    expect(await blink(`menu import ${csv} --retries 0`, { env: nobody })).toMatchObject({ code: 5 });
  });
});

describe('what is printed', () => {
  it('is nothing with --quiet', async () => {
    expect(await blink(`menu import ${csv} --env local --quiet`)).toEqual({ code: 0, out: '', err: '' });
  });

  it('never holds the password, not even with --verbose', async () => {
    const { url } = await loggingServer((request) =>
      request.path.endsWith('login')
        ? blinkLike(request)
        : { status: 400, body: { message: 'canary-1 token-1' } },
    );
    const { out, err } = await blink(`menu import ${csv} --verbose`, { env: account(url) });
    expect(err).toContain('POST');
    expect(out + err).not.toMatch(/canary-1|token-1/);
  });
});
