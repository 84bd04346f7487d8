import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { blink, home } from '../front-door.ts';
import { chromiumPath } from './chromium.ts';

const why =
  chromiumPath === undefined ? ', not tried: chromium is not installed (apt-get install chromium)' : '';

const fixture = JSON.parse(readFileSync('fixtures/menu.json', 'utf8'));
const dishes: Record<string, unknown>[] = fixture.products;

/** A picture of one point, for whoever asks. */
const picture = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

const phone = { viewport: { width: 390, height: 844 } };
const desktop = { viewport: { width: 1280, height: 800 } };

describe.skipIf(chromiumPath === undefined)(`the preview of a menu in a browser${why}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: chromiumPath ?? '', args: ['--no-sandbox'] });
  });
  afterAll(() => browser?.close());

  /** Opens the preview of a menu. `told` is all that the browser complained of, `asked` all that it loaded. */
  async function preview(menu: unknown, options: BrowserContextOptions, flags: readonly string[] = []) {
    const env = home();
    const path = join(env.HOME ?? '', 'menu.html');
    const input = typeof menu === 'string' ? menu : JSON.stringify(menu);
    if (flags.includes('local')) {
      await blink('menu import fixtures/menu.csv --env local --yes', { env });
    }
    const run = await blink(
      ['menu', 'preview', '-', '--out', path, '--env', 'local', ...flags.filter((flag) => flag !== 'local')],
      { env, input },
    );
    expect(run.code).toBe(0);
    const context = await browser.newContext(options);
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const told: string[] = [];
    const asked: string[] = [];
    page.on('console', (message) => told.push(message.text()));
    page.on('pageerror', (error) => told.push(error.message));
    page.on('dialog', (dialog) => {
      told.push(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.route(/^https?:/, (route) => {
      asked.push(route.request().url());
      return route.fulfill({ contentType: 'image/gif', body: picture });
    });
    await page.goto(pathToFileURL(path).href);
    return { page, told, asked, path };
  }

  /** What a screen reader's user, or one who sees little, would stumble over. */
  async function barriers(page: Page): Promise<string[]> {
    // What is far below is not drawn, and would not be looked at.
    await page.evaluate('document.styleSheets[0].insertRule("html .dish { content-visibility: visible }")');
    await page.evaluate(axe.source);
    const found: axe.AxeResults = await page.evaluate(
      'axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })',
    );
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  }

  const changed = dishes.map((dish, i) =>
    i === 0 ? { ...dish, price: 5400, image: null } : i === 1 ? { ...dish, name: 'چکن تکہ', price: 0 } : dish,
  );
  const menus = [
    { name: 'a good menu', menu: fixture, flags: [] },
    { name: 'one with problems', menu: readFileSync('fixtures/menu-broken.csv', 'utf8'), flags: [] },
    { name: 'one with changes and findings', menu: { products: changed }, flags: ['local'] },
  ];
  const screens = [
    { screen: 'phone, light', options: { ...phone, colorScheme: 'light' } },
    { screen: 'phone, dark', options: { ...phone, colorScheme: 'dark' } },
    { screen: 'desktop, light', options: { ...desktop, colorScheme: 'light' } },
    { screen: 'desktop, dark', options: { ...desktop, colorScheme: 'dark' } },
  ] as const;

  it.each(menus.flatMap((menu) => screens.map((screen) => ({ ...menu, ...screen }))))(
    '$name can be used by everyone: $screen',
    async ({ menu, options, flags }) => {
      const { page, told } = await preview(menu, options, flags);
      for (const summary of (await page.locator('details > summary').all()).slice(0, 3))
        await summary.click();
      expect(await barriers(page)).toEqual([]);
      expect(told).toEqual([]);
      const wider: number = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      expect(wider).toBeLessThanOrEqual(0);
    },
  );

  it('runs and loads nothing that a menu smuggles in', async () => {
    const texts = [
      ...[
        '<script>alert(1)</script>',
        '"><img src=x onerror=alert(1)>',
        '</template></style></script><script>alert(1)</script>',
      ],
      ...[
        '\u202eevil\u2066',
        "' onmouseover='alert(1)",
        'A'.repeat(10_000),
        'کڑاہی'.repeat(2000),
        'javascript:alert(1)',
      ],
    ];
    const hostile = texts.map((text, i) => ({
      ...{
        id: `${i}${text}`,
        sku: `${i}`,
        name: text,
        description: text,
        tags: text,
        is_active: true,
        price: 5,
      },
      image: i % 2 ? text : `https://images.example.com/"onload="alert(1)`,
      category: { id: text, name: text },
      branches: [{ id: text, is_active: true, price: 7 }],
      modifiers: [
        {
          ...{ id: text, name: text, minimum_options: 0, maximum_options: 1, priority: 1 },
          options: [
            {
              id: text,
              name: text,
              is_active: true,
              priority: 1,
              price: 3,
              branches: [{ id: text, price: 4 }],
            },
          ],
        },
      ],
    }));
    const { page, told, asked } = await preview({ products: hostile }, phone);
    for (const summary of await page.locator('.dish summary').all()) await summary.click();
    // Half of the dishes have no address for a picture, so that they stand among those that could not be read.
    const branches = (await page.locator('#branch option').count()) - 1;
    expect(branches).toBe(texts.length / 2);
    for (let i = 0; i < branches; i += 1) await page.locator('#branch').selectOption(String(i));
    await page.locator('#search').fill('<script>');
    expect(told).toEqual([]);
    expect(asked.filter((url) => !url.startsWith('https://images.example.com/'))).toEqual([]);
    expect(await page.evaluate('document.querySelectorAll("script").length')).toBe(1);
    const wider: number = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    expect(wider).toBeLessThanOrEqual(0);
  });

  it('finds dishes by what they are called, in both scripts, and says how many', async () => {
    const { page } = await preview(fixture, desktop);
    const shown = page.locator('.dish:visible h3');
    const search = async (words: string, status: string) => {
      await page.locator('#search').fill(words);
      await page.locator(`#told:text-is("${status}")`).waitFor({ state: 'attached' });
      return shown.allTextContents();
    };
    expect(await search('karahi mutton', '1 dish')).toEqual(['Mutton Karahi مٹن کڑاہی']);
    expect(await search('بریانی', '2 dishes')).toHaveLength(2);
    expect(await search('00411', '1 dish')).toEqual(['Cola 345 ml']);
    await search('pizza', '0 dishes');
    expect(await page.locator('.none').isVisible()).toBe(true);
    expect(await page.locator('.category:visible').count()).toBe(0);
  });

  it('shows what a branch asks, and what it does not sell', async () => {
    const { page } = await preview(fixture, desktop);
    const card = (name: string) => page.locator('.dish', { hasText: name }).first();
    const price = (name: string) => card(name).locator('.cost .price').textContent();
    await page.locator('#branch').selectOption({ label: 'Branch 64' });
    expect([await price('Chicken Tikka Leg'), await price('Chicken Tikka Breast')]).toEqual([
      'Rs 560',
      'Rs 560',
    ]);
    expect(await card('Fish Tikka').getAttribute('data-state')).toBe('unnamed');
    await page.locator('#branch').selectOption({ label: 'Branch 65' });
    expect(await price('Chicken Tikka Leg')).toBe('Rs 490');
    expect(await card('Malai Boti').getAttribute('data-state')).toBe('out');
    expect(await card('Fish Tikka').getAttribute('data-state')).toBe('off');
    await page.locator('#branch').selectOption('');
    expect(await price('Chicken Tikka Leg')).toBe('Rs 520');
    expect(await page.locator('.dish[data-state]').count()).toBe(0);
  });

  it('shows only the dishes with problems, findings or changes, and can hide all notes', async () => {
    const { page } = await preview({ products: changed }, desktop, ['local']);
    await page.getByRole('button', { name: 'Changes 2' }).click();
    expect(await page.locator('.dish:visible').count()).toBe(2);
    await page.getByRole('button', { name: 'Changes 2' }).click();
    expect(await page.locator('.dish:visible').count()).toBe(60);
    await page.getByRole('button', { name: 'Notes' }).click();
    expect(await page.locator('.marks:visible').count()).toBe(0);
  });

  it('can be used with the keyboard alone', async () => {
    const { page } = await preview(fixture, desktop);
    const focused = (): Promise<string> =>
      page.evaluate('document.activeElement.id || document.activeElement.textContent.trim()');
    const stops: string[] = [];
    for (let i = 0; i < 6; i += 1) {
      await page.keyboard.press('Tab');
      stops.push(await focused());
    }
    expect(stops).toEqual(['To the dishes', 'notes', 'theme', 'search', 'branch', 'BBQ 9']);
    await page.locator('.dish summary').first().focus();
    await page.keyboard.press('Enter');
    await page.locator('.choice h4', { hasText: 'Spice level' }).waitFor();
    await page.locator('#theme').focus();
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('dark');
  });

  it('shows the first letter where a picture does not come, and loads none with --no-images', async () => {
    const { page, asked, path } = await preview(fixture, desktop, ['--no-images']);
    expect(asked).toEqual([]);
    const broken = readFileSync(path, 'utf8').replace(
      /<div class="picture"><span aria-hidden="true">C<\/span>/,
      '$&<img src="file:///nowhere.jpg" alt="">',
    );
    writeFileSync(path, broken);
    await page.goto(pathToFileURL(path).href);
    await page.waitForFunction('document.querySelectorAll(".picture img").length === 0');
  });

  it('shows five thousand dishes: made in two seconds of work, and drawn only where one looks', async () => {
    const many = Array.from({ length: 5000 }, (_, i) => {
      const dish = dishes[i % dishes.length];
      return { ...dish, id: `${dish?.id}-${i}`, sku: `sku-${i}`, name: `${dish?.name} ${i}` };
    });
    const before = process.cpuUsage();
    const { page, path } = await preview({ products: many }, desktop, ['--no-images']);
    const { user } = process.cpuUsage(before);
    expect(user / 1e6).toBeLessThan(4);
    expect(readFileSync(path).length).toBeLessThan(6_000_000);
    expect(await page.locator('.dish').count()).toBe(5000);
    const drawn =
      'document.querySelectorAll(".dish h3")[4000].checkVisibility({ contentVisibilityAuto: true })';
    expect(await page.evaluate(drawn)).toBe(false);
    await page.locator('#search').fill('karahi 4209');
    await page.locator('#told:text-is("1 dish")').waitFor({ state: 'attached' });
  });

  it.each(screens)('a sheet with its problems can be used by everyone: $screen', async ({ options }) => {
    const env = home();
    const path = join(env.HOME ?? '', 'sheet.html');
    await blink(['menu', 'validate', 'fixtures/menu-broken.csv', '--html', path], { env });
    const context = await browser.newContext(options);
    onTestFinished(() => context.close());
    const page = await context.newPage();
    await page.goto(pathToFileURL(path).href);
    expect(await page.locator('td.bad').count()).toBeGreaterThan(20);
    expect(await barriers(page)).toEqual([]);
  });
});
