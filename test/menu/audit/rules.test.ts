import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import type { MenuProduct } from '../../../src/blink/contract/menu.ts';
import { auditMenu } from '../../../src/menu/audit/audit.ts';
import { rules } from '../../../src/menu/audit/rules.ts';
import { dish, modifier, option } from './menus.ts';

/** What an audit says, as `rule-id: message`. */
function said(products: readonly MenuProduct[]): string[] {
  return auditMenu(products).map(({ rule, message }) => `${rule.id}: ${message}`);
}

const five = [430, 450, 480, 520, 560].map((price, i) => dish(`k${i}`, { price }));
const off = { is_active: false };
const size = (price: number | null) =>
  modifier([option('half', { price: 0 }), option('full', { price })], { name: 'Size', minimum_options: 1 });
const named = (...names: string[]) => names.map((name, i) => dish(`k${i}`, { name }));

interface Case {
  menu: MenuProduct[];
  says: string[];
}

const cases: Record<string, Case> = {
  'nothing to say of a good menu': { menu: five, says: [] },
  'a dish for nothing': {
    menu: [dish('a', { price: 0, name: 'Seekh Kabab' })],
    says: ['price-zero: "Seekh Kabab" costs nothing.'],
  },
  'a dish for nothing at one branch': {
    menu: [dish('a', { name: 'Seekh Kabab', branches: [{ id: 64, is_active: true, price: 0 }] })],
    says: ['price-zero: "Seekh Kabab" costs nothing at branch 64.'],
  },
  'a dish that costs what its size costs': {
    menu: [dish('a', { price: 0, modifiers: [size(900)] })],
    says: [],
  },
  'a digit too many': {
    menu: [...five, dish('a', { name: 'Malai Boti', price: 4800 })],
    says: ['price-outlier: "Malai Boti" costs 4800; dishes in BBQ cost about 500.'],
  },
  'a digit too few': {
    menu: [...five, dish('a', { name: 'Malai Boti', price: 48 })],
    says: ['price-outlier: "Malai Boti" costs 48; dishes in BBQ cost about 465.'],
  },
  'ten cakes for birthdays, three for weddings, and one with a digit too many': {
    menu: [
      ...[2500, 2200, 3000, 2800, 2400, 2600, 2900, 2700, 2300, 2500].map((price, i) =>
        dish(`k${i}`, { price }),
      ),
      ...[25000, 32000, 36000].map((price, i) => dish(`w${i}`, { price })),
      dish('a', { name: 'Black Forest', price: 250000 }),
    ],
    says: ['price-outlier: "Black Forest" costs 250000; dishes in BBQ cost about 2750.'],
  },
  'a category from rice to platters, and four dishes of any price': {
    menu: [
      ...[100, 150, 400, 900, 1500, 2400, 5000].map((price, i) => dish(`k${i}`, { price })),
      ...[100, 100, 100, 9000].map((price, i) =>
        dish(`d${i}`, { price, category: { id: 'd', name: 'Deals' } }),
      ),
    ],
    says: [],
  },
  'a branch far dearer and one far cheaper, and two that are not': {
    menu: [
      dish('a', {
        name: 'Karahi',
        price: 1000,
        branches: [1600, 600, 1400, 700].map((price, i) => ({ id: i + 1, is_active: true, price })),
      }),
    ],
    says: [
      'branch-price-far: "Karahi" costs 1600 at branch 1, elsewhere 1000.',
      'branch-price-far: "Karahi" costs 600 at branch 2, elsewhere 1000.',
    ],
  },
  'an option without a price among others, told once for all dishes': {
    menu: [
      dish('a', { modifiers: [modifier([option('raita', { price: 70 }), option('imli')])] }),
      dish('b', { modifiers: [modifier([option('raita', { price: 70 }), option('imli')])] }),
    ],
    says: ['option-without-price: "Option imli" of Dips has no price, others there have one.'],
  },
  'options that are all free': {
    menu: [dish('a', { modifiers: [modifier([option('mild'), option('hot', { price: 0 })])] })],
    says: [],
  },
  'an option dearer than three dishes': {
    menu: [
      dish('a', { modifiers: [modifier([option('raita', { price: 7000 }), option('imli', { price: 70 })])] }),
    ],
    says: ['option-price-far: "Option raita" of Dips costs 7000; no dish with it costs more than 450.'],
  },
  'no picture, no description': {
    menu: [dish('a', { name: 'Raita', image: null, description: ' ' })],
    says: ['image-missing: "Raita" has no picture.', 'description-missing: "Raita" has no description.'],
  },
  'neither, of a dish that is off': {
    menu: [dish('b'), dish('a', { ...off, image: null, description: null })],
    says: [],
  },
  'pictures on a computer and without https': {
    menu: [
      dish('a', { name: 'Naan', image: 'C:\\Photos\\naan.jpg' }),
      dish('b', { name: 'Roti', image: 'http://example.com/roti.jpg' }),
    ],
    says: [
      'image-address: "Naan" has a picture that no app can load: C:\\Photos\\naan.jpg.',
      'image-address: "Roti" has a picture that no app can load: http://example.com/roti.jpg.',
    ],
  },
  'a name in English in a menu that has both': {
    menu: named('Karahi کڑاہی', 'Biryani بریانی', 'Haleem'),
    says: ['name-language: "Haleem" has no Urdu name, as most dishes here do.'],
  },
  'a name in Urdu in a menu that has both': {
    menu: named('Karahi کڑاہی', 'Biryani بریانی', 'حلیم'),
    says: ['name-language: "حلیم" has no English name, as most dishes here do.'],
  },
  'a menu in Urdu, with a few English names': { menu: named('کڑاہی', 'بریانی', 'Zinger'), says: [] },
  'a name nobody can read to its end': {
    menu: named(`Chef's ${'very '.repeat(12)}special`),
    says: [
      'text-too-long: "Chef\'s very very very very very very ver…": its name has 74 characters; 60 are seen on a telephone.',
    ],
  },
  'HTML out of a web shop': {
    menu: [
      dish('a', { name: 'Fish &amp; Chips', description: 'Crisp.<br>Hot.' }),
      dish('b', { name: 'A & B <3' }),
    ],
    says: [
      'text-markup: "Fish &amp; Chips": its name has &amp; in it.',
      'text-markup: "Fish &amp; Chips": its description has <br> in it.',
    ],
  },
  'a menu that is off, told once': {
    menu: [dish('a', off), dish('b', { branches: [{ id: 63, is_active: 0 }] })],
    says: [
      'menu-off: Every dish of this menu is switched off.',
      'dish-nowhere: "Chapli Kabab b" is switched on, and off at each of its branches.',
    ],
  },
  'a category that is off': {
    menu: [dish('a'), dish('b', { ...off, category: { id: 'ice', name: 'Ice cream' } })],
    says: ['category-off: Every dish in Ice cream is switched off.'],
  },
  'a category that is none': {
    menu: ['Uncategorized', 'N/A', '-', '-', 'Generals'].map((name, i) =>
      dish(`${i}`, { category: { id: name, name } }),
    ),
    says: [
      'category-none: One dish is in the category "Uncategorized".',
      'category-none: One dish is in the category "N/A".',
      'category-none: 2 dishes are in the category "-".',
    ],
  },
  'a category twice': {
    menu: ['Burgers', 'burger', 'Rolls'].map((name, i) => dish(`${i}`, { category: { id: `c${i}`, name } })),
    says: ['category-twin: The category "burger" is nearly "Burgers" (c0).'],
  },
  'twins by a letter, case, blanks, a mark, a keyboard, and not at all': {
    menu: named(
      ...['Chicken Karahi', 'chicken  karahi', 'Chiken Karahi', 'Gulab Jamun', 'Gulabjamun'],
      ...['Café Latte', 'Cafe Latte', 'چکن کڑاہی', 'چكن کڑاہی'],
    ),
    says: [
      'near-twin: "chicken  karahi" is nearly "Chicken Karahi" (k0).',
      'near-twin: "Chiken Karahi" is nearly "Chicken Karahi" (k0).',
      'near-twin: "Gulabjamun" is nearly "Gulab Jamun" (k3).',
      'near-twin: "Cafe Latte" is nearly "Café Latte" (k5).',
      'near-twin: "چكن کڑاہی" is nearly "چکن کڑاہی" (k7).',
    ],
  },
  'names that are alike, of dishes that are not': {
    menu: named(
      'Malai Boti',
      'Malai Roti',
      'Mango Lassi XL',
      'Mango Lassi XS',
      'Cola 345 ml',
      'Cola 500 ml',
      'Naan',
      'Nan',
      'Deal A',
      'Deal B',
      'Deal 10',
      'Deal 1',
    ),
    says: [],
  },
  'a choice that a branch cannot offer': {
    menu: [
      dish('a', {
        modifiers: [
          modifier(
            [
              option('half', { branches: [{ id: 64, is_in_stock: 0 }] }),
              option('full', { branches: [{ id: 64, is_active: false }] }),
            ],
            { name: 'Size', minimum_options: 1 },
          ),
        ],
      }),
    ],
    says: ['modifier-impossible: "Size" asks for 1, and branch 64 sells 0 of its options.'],
  },
  'a modifier without options, and one with a maximum of 0': {
    menu: [
      dish('a', {
        modifiers: [
          modifier([option('raita', off)]),
          modifier([option('x')], { id: 'y', name: 'Bread', maximum_options: 0 }),
        ],
      }),
    ],
    says: ['modifier-empty: "Dips" has no option that is on.', 'modifier-empty: "Bread" has a maximum of 0.'],
  },
  'nothing of what is deleted': {
    menu: [dish('a'), dish('b', { price: 0, deleted_at: '2026-11-01' })],
    says: [],
  },
};

test.each(Object.entries(cases))('%s', (_, { menu, says }) => {
  expect(said(menu)).toEqual(says);
});

it('is about every dish that offers a modifier', () => {
  const without = () => modifier([option('raita', { price: 70 }), option('imli')]);
  const [found] = auditMenu([
    dish('x'),
    dish('a', { modifiers: [without()] }),
    dish('b', { modifiers: [without()] }),
  ]);
  expect(found).toMatchObject({
    path: ['products', 1, 'modifiers', 0, 'options', 1, 'price'],
    dishes: [1, 2],
  });
});

it('has a test for every rule', () => {
  const tried = new Set(Object.values(cases).flatMap(({ says }) => says.map((line) => line.split(':')[0])));
  expect(rules.map(({ id }) => id).filter((id) => !tried.has(id))).toEqual([]);
});

describe('docs/menu-audit.md', () => {
  const page = readFileSync('docs/menu-audit.md', 'utf8');

  it.each(rules)('tells of $id', ({ id, severity, why }) => {
    const [row = ''] = page.split('\n').filter((line) => line.startsWith(`| \`${id}\` |`));
    expect(row).toContain(`| ${severity} |`);
    expect(row).toContain(why);
  });
});

it('says nothing of a good menu that a restaurant would laugh at', () => {
  const { products } = JSON.parse(readFileSync('fixtures/menu.json', 'utf8'));
  const lines = said(products).filter((line) => !/^(image|description)-missing/.test(line));
  expect(lines).toEqual([]);
});
