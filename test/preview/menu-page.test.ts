import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { MenuProduct } from '../../src/blink/contract/menu.ts';
import { auditMenu } from '../../src/menu/audit/audit.ts';
import { diffMenus } from '../../src/menu/diff.ts';
import type { MenuPage } from '../../src/preview/menu-page.ts';
import { menuPage } from '../../src/preview/menu-page.ts';
import { addChanges, addFindings, addProblems, noRemarks } from '../../src/preview/remarks.ts';
import { dish, modifier, option } from '../menu/audit/menus.ts';

function pageOf(products: MenuProduct[], fields: Partial<MenuPage> = {}): string {
  const page = { title: 'Menu', file: 'menu.csv', products, unread: [], remarks: noRemarks(), images: true };
  return menuPage({ ...page, score: 100, since: undefined, gone: [], ...fields });
}

/** The card of a dish, of which there is one. */
function cardOf(page: string): string {
  return page.slice(page.indexOf('<article'), page.indexOf('</article>')).replace(/\s+/g, ' ');
}

const karahi = dish('k', {
  name: 'Chicken Karahi چکن کڑاہی',
  price: 1450,
  branches: [
    { id: 63, is_active: true },
    { id: 64, is_active: true, price: 1550 },
    { id: 65, is_active: false },
    { id: 66, is_active: true, is_in_stock: 0 },
  ],
  modifiers: [
    modifier(
      [
        option('full', { name: 'Full', price: 1250, priority: 2 }),
        option('half', { name: 'Half', price: 0 }),
      ],
      {
        name: 'Size',
        minimum_options: 1,
      },
    ),
  ],
});

it('shows a dish with its name in both scripts, its price in rupees, and what branches ask', () => {
  const card = cardOf(pageOf([karahi]));
  expect(card).toContain(
    '<h3><span dir="auto">Chicken Karahi</span> <span class="urdu" lang="ur" dir="rtl">چکن کڑاہی</span></h3>',
  );
  expect(card).toContain(
    '<span class="price">Rs 1,450</span> <small class="range">Rs 1,450 – 1,550 by branch</small>',
  );
  expect(card).toContain('src="https://images.example.com/k.jpg" alt="" loading="lazy"');
});

it('tells the script how each branch differs', () => {
  const [, data = ''] =
    /data-at="([^"]+)"/.exec(cardOf(pageOf([karahi, dish('x', { branches: [{ id: 67, is_active: 1 }] })]))) ??
    [];
  expect(JSON.parse(data.replaceAll('&quot;', '"'))).toEqual({
    1: { price: 'Rs 1,550' },
    2: { state: 'off' },
    3: { state: 'out' },
    4: { state: 'unnamed' },
  });
});

it('writes a modifier that dishes share once, its options in their order', () => {
  const page = pageOf([karahi, { ...karahi, id: 'l' }]);
  expect(page.match(/<template/g)).toHaveLength(1);
  expect(page.match(/data-choices="0"/g)).toHaveLength(2);
  const template = page.slice(page.indexOf('<template'), page.indexOf('</template>'));
  expect(template).toContain('<small>choose 1</small>');
  expect(template.indexOf('Half')).toBeLessThan(template.indexOf('Full'));
  expect(template).toContain('<span class="price">+ Rs 1,250</span>');
});

it('leaves out what is deleted, and keeps what is switched off', () => {
  const page = pageOf([
    dish('gone', { name: 'Paya', deleted_at: '2026-11-01' }),
    dish('off', { name: 'Nihari', is_active: 0 }),
  ]);
  expect(page).not.toContain('Paya');
  expect(cardOf(page)).toMatch(/<article [^>]* data-off>.*Nihari/);
});

it('marks problems, findings and changes where they stand', () => {
  const before = [dish('k', { price: 400 })];
  const products = [dish('k', { price: 0 })];
  const remarks = noRemarks();
  const problem = {
    severity: 'error',
    row: 7,
    column: 'I',
    field: 'price',
    value: '(50)',
    expected: 'an amount',
  } as const;
  addProblems(remarks, [problem], () => 'k');
  addFindings(remarks, auditMenu(products), products, [{ severity: 'warning', row: 2, column: 'I' }]);
  addChanges(remarks, diffMenus(before, products));
  const card = cardOf(pageOf(products, { remarks }));
  expect(card).toContain(
    '<li class="bad"><b>Problem</b> <span dir="auto">price is &quot;(50)&quot;, expected an amount.</span> <small>row 7, column I</small>',
  );
  expect(card).toContain(
    '<li class="bad"><b>Costs nothing</b> <span dir="auto"></span> <small>row 2, column I</small>',
  );
  expect(card).toContain('<li class="news"><b>Changed</b> <span dir="auto">price: Rs 400 → Rs 0</span>');
  expect(card).toContain('data-kinds="problem finding change"');
});

it('shows dishes that could not be read, and says so', () => {
  const page = pageOf([], { unread: [{ id: 'k', name: 'Naan', price: '#REF!' }], score: undefined });
  expect(cardOf(page)).toContain(
    '<span class="price">#REF!</span> <span class="state">Cannot be sent</span>',
  );
});

describe('a page', () => {
  const hostile = [
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    '</template></style>',
    "' onload='x",
    '\u202eevil',
  ];
  const menu = hostile.map((text, i) =>
    dish(`${i}${text}`, {
      ...{
        name: text,
        description: text,
        tags: text,
        image: i % 2 ? 'javascript:alert(1)' : `https://x.example/"><script>`,
      },
      category: { id: text, name: text },
      branches: [{ id: text, is_active: true, price: 5 }],
      modifiers: [modifier([option(text, { name: text, price: 5 })], { id: text, name: text })],
    }),
  );
  const remarks = noRemarks();
  addFindings(remarks, auditMenu(menu), menu, []);
  const page = pageOf(menu, { remarks, title: hostile[0] ?? '', file: hostile[1] ?? '', gone: hostile });

  it('has one script and one style of its own, which its policy names, and no more', () => {
    const hash = (text = '') => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    const scripts = [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)];
    const styles = [...page.matchAll(/<style>([\s\S]*?)<\/style>/g)];
    expect([scripts.length, styles.length]).toEqual([1, 1]);
    expect(styles[0]?.[1]).toContain('color-scheme: light dark');
    expect(page.match(/<script\b/gi)).toHaveLength(1);
    expect(page).toContain(
      `default-src 'none'; img-src https: http:; style-src ${hash(styles[0]?.[1])}; script-src ${hash(scripts[0]?.[1])}; base-uri 'none'; form-action 'none'`,
    );
  });

  it('has no handlers, no styles in attributes, and nothing from the file outside of quotes', () => {
    const body = page.slice(page.indexOf('<body>'));
    const tags = body.match(/<[a-z][^>]*>/g) ?? [];
    expect(tags.length).toBeGreaterThan(100);
    expect(tags.filter((tag) => /\s(?:on\w+|style)\s*=/.test(tag.replace(/"[^"]*"/g, '""')))).toEqual([]);
    expect(body).not.toMatch(/<img(?! src="https?:)/);
    expect(body).not.toContain('\u202e');
  });

  it('loads nothing with images left out', () => {
    expect(pageOf(menu, { images: false })).not.toMatch(/<img/);
  });
});
