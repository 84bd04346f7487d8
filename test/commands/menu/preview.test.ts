import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { blink, home } from '../../front-door.ts';

it('writes the page to a pipe', async () => {
  const { code, out, err } = await blink('menu preview fixtures/menu.csv');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/);
  expect(out.match(/<article/g)).toHaveLength(60);
  expect(out).toContain('<title>Menu, menu preview</title>');
  expect(out).toContain('<b dir="auto">menu.csv</b>, nothing imported yet to compare with');
});

it('shows a file with problems, each where it stands, and the dishes that could not be read', async () => {
  const { code, out } = await blink('menu preview fixtures/menu-broken.csv');
  expect(code).toBe(0);
  const cards = out.split('<article').slice(1);
  const kabab = cards.find((card) => card.includes('Chicken Reshmi Kabab')) ?? '';
  expect(kabab).toContain('<span class="price">#REF!</span>');
  expect(kabab).toContain('row 24, column I');
  expect(cards.filter((card) => card.includes('Cannot be sent')).length).toBeGreaterThan(10);
});

it("shows a sheet of one's own with problems, each at the dish it is about", async () => {
  const input = 'Naam,Qeemat,Size\nRoghni Naan,80,\nChicken Karahi,mehnga,Half|Full\n';
  const map = [
    '--map',
    'Naam=name',
    '--map',
    'Qeemat=price',
    '--map',
    'Size=variants',
    '--category',
    'Tandoor',
  ];
  const made = ['--id-from', 'name-slug', '--sku-from', 'name-slug', '--variants', 'products'];
  const line = ['menu', 'preview', '-', ...map, ...made, '--default', 'is_active=yes'];
  const { code, out } = await blink(line, { input });
  expect(code).toBe(0);
  const cards = out.split('<article').filter((card) => card.includes('Cannot be sent'));
  expect(cards.map((card) => /Chicken Karahi, (Half|Full)/.exec(card)?.[1])).toEqual(['Half', 'Full']);
  expect(cards.join()).toContain('mehnga');
});

it('shows a JSON menu with problems, whichever way it is written', async () => {
  const { products } = JSON.parse(readFileSync('fixtures/menu.json', 'utf8'));
  const some = products.slice(0, 3);
  some[1] = { ...some[1], price: 'free' };
  for (const menu of [{ products: some }, some]) {
    const { out } = await blink('menu preview -', { input: JSON.stringify(menu) });
    const [card = ''] = out.split('<article').filter((one) => one.includes('Cannot be sent'));
    expect(card).toContain('Chicken Tikka Breast');
    expect(card).toContain('price is &quot;free&quot;');
  }
});

it('shows what stands before a quote that is never closed', async () => {
  const input = `${readFileSync('fixtures/menu.csv', 'utf8')}roll,"ROL`;
  const { code, out } = await blink('menu preview -', { input });
  expect(code).toBe(0);
  expect(out.match(/<article/g)).toHaveLength(60);
  expect(out).toContain('never closed');
});

it('marks what changed since the last import', async () => {
  const env = home();
  await blink('menu import fixtures/menu.csv --env local --yes', { env });
  const input = readFileSync('fixtures/menu.csv', 'utf8').replace('true,520,', 'true,540,');
  const { out } = await blink('menu preview - --env local', { env, input });
  expect(out).toContain('<b>Changed</b> <span dir="auto">price: Rs 520 → Rs 540</span>');
  expect(out).toContain('compared with the import of 20');
});

it('leaves the pictures out with --no-images', async () => {
  const { out } = await blink('menu preview fixtures/menu.csv --no-images');
  expect(out).not.toContain('<img');
});

it('writes to a file and says whether it was there', async () => {
  const env = home();
  const path = join(env.HOME ?? '', 'page.html');
  const first = await blink(['menu', 'preview', 'fixtures/menu.csv', '--out', path], { env });
  expect(first).toEqual({ code: 0, out: `Wrote ${path}.\n`, err: '' });
  const again = await blink(['menu', 'preview', 'fixtures/menu-broken.csv', '--out', path, '--json'], {
    env,
  });
  expect(JSON.parse(again.out)).toEqual({
    file: 'fixtures/menu-broken.csv',
    page: path,
    replaced: true,
    problems: 32,
  });
});

it('opens the page beside its menu, and replaces no file that is another', async () => {
  const env = home();
  const folder = env.HOME ?? '';
  const [menu, page, opened, browser] = ['menu.csv', 'menu.html', 'opened', 'browser'].map((name) =>
    join(folder, name),
  );
  if (!menu || !page || !opened || !browser) throw new Error('no paths');
  writeFileSync(menu, readFileSync('fixtures/menu.csv'));
  writeFileSync(browser, `#!/bin/sh\nprintf %s "$1" > '${opened}'\n`);
  chmodSync(browser, 0o755);
  const open = () => blink(['menu', 'preview', menu, '--open'], { env: { ...env, BROWSER: browser } });

  expect(await open()).toMatchObject({ code: 0, out: `Wrote ${page}.\n` });
  await vi.waitFor(() => expect(readFileSync(opened, 'utf8')).toBe(page));
  expect(await open()).toMatchObject({ code: 0, out: `Replaced ${page}.\n` });

  writeFileSync(page, '<p>My own page</p>');
  expect(await open()).toMatchObject({ code: 2, err: expect.stringContaining('is no preview of a menu') });
  expect(readFileSync(page, 'utf8')).toBe('<p>My own page</p>');
});

it('says where the page is when no browser can be started', async () => {
  const env = home();
  const path = join(env.HOME ?? '', 'page.html');
  const run = await blink(['menu', 'preview', 'fixtures/menu.csv', '--out', path, '--open'], {
    env: { ...env, BROWSER: join(env.HOME ?? '', 'nowhere') },
  });
  expect(run).toMatchObject({ code: 1, err: expect.stringContaining(`open ${path} yourself`) });
  expect(existsSync(path)).toBe(true);
});
