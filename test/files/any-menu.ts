import fc from 'fast-check';
import type { MenuModifier, MenuOption, MenuProduct } from '../../src/blink/contract/menu.ts';

/** Menus of every shape the contract allows, with the texts that are hard on CSV and spreadsheets. */

const hardTexts = fc.constantFrom(
  ...[
    '=1+1',
    "'=x",
    '-5',
    '+',
    '@home',
    'a,b',
    'a;b|c\td',
    '"',
    '12" Pizza',
    'line\nbreak',
    'line\r\nbreak',
    'a\rb',
  ],
  ...[
    '[clear]',
    '[empty]',
    '#REF!',
    '???',
    '0',
    'true',
    '1,250',
    '00411',
    '1.5E+15',
    '2-Mar',
    'نان\u200cخطائی',
    '🌶️ چائے',
  ],
  ...['\u200fچائے', ' spaces ', 'Cafe\u0301', '\ufffd', 'null', '__proto__', "'", '{"a":1}'],
);
const anyText = fc.oneof(
  hardTexts,
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.string({ maxLength: 20 }),
);
const optional = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
const nullable = <T>(values: fc.Arbitrary<T>) => fc.option(optional(values), { nil: null });

const text = anyText.filter((one) => one.trim() !== '');
const amount = fc.integer({ min: 0, max: 999_999_999 }).map((thousandths) => thousandths / 1000);
const count = fc.nat({ max: 1000 });
const flag = fc.boolean();
const bit = fc.constantFrom(0 as const, 1 as const);
const address = fc.constantFrom('https://images.example.com/a.jpg', '');
const time = fc.constantFrom('2026-11-23', '2026-11-23 18:30:00');
const fewIds = fc.uniqueArray(fc.constantFrom('101', '102', '0103', 'Clifton', 'کلفٹن'), { maxLength: 3 });

/** Leaves out what is undefined: in JSON there is no such value. */
function given<T extends object>(fields: T): T {
  for (const key of Object.keys(fields))
    if (Reflect.get(fields, key) === undefined) Reflect.deleteProperty(fields, key);
  return fields;
}

const branchesWith = <T extends object>(fields: fc.Arbitrary<T>) =>
  fewIds.chain((ids) => fc.tuple(...ids.map((id) => fields.map((one) => given({ id, ...one })))));

const branches = branchesWith(
  fc.record({
    is_active: flag,
    price: nullable(amount),
    stock_quantity: nullable(count),
    is_in_stock: nullable(bit),
  }),
);

const optionBranches = branchesWith(
  fc.record({ is_active: optional(flag), price: nullable(amount), is_in_stock: nullable(bit) }),
);

const option = (id: string): fc.Arbitrary<MenuOption> =>
  fc
    .record({
      id: fc.constant(id),
      name: text,
      sku: nullable(anyText),
      price: nullable(amount),
      is_active: flag,
      priority: count,
      deleted_at: nullable(time),
      branches: nullable(optionBranches),
    })
    .map(given<MenuOption>);

const modifier = (id: string): fc.Arbitrary<MenuModifier> =>
  fc
    .record({
      id: fc.constant(id),
      name: text,
      minimum_options: nullable(fc.constant(0)),
      maximum_options: count,
      priority: count,
      deleted_at: nullable(time),
      options: fc
        .nat({ max: 3 })
        .chain((many) => fc.tuple(...Array.from({ length: many }, (_, i) => option(`${id}-${i}`)))),
    })
    .map(given<MenuModifier>);

const product = (id: string): fc.Arbitrary<MenuProduct> =>
  fc
    .record({
      id: fc.constant(id),
      sku: fc.constant(`sku-${id}`),
      name: text,
      description: nullable(anyText),
      tags: nullable(anyText),
      uom: nullable(anyText),
      image: nullable(address),
      is_active: flag,
      price: amount,
      is_stock_product: nullable(flag),
      deleted_at: nullable(time),
      category: fc
        .record({
          id: fc.constant(`category of ${id}`),
          name: text,
          reference: nullable(anyText),
          image: nullable(address),
          deleted_at: nullable(time),
        })
        .map(given<MenuProduct['category']>),
      branches: nullable(branches),
      modifiers: nullable(
        fc
          .nat({ max: 2 })
          .chain((many) => fc.tuple(...Array.from({ length: many }, (_, i) => modifier(`${id}-m${i}`)))),
      ),
    })
    .map(given<MenuProduct>);

export const anyMenu: fc.Arbitrary<MenuProduct[]> = fc
  .nat({ max: 4 })
  .chain((many) => fc.tuple(...Array.from({ length: many }, (_, i) => product(`p${i}`))));
