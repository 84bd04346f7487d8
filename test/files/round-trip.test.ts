import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matches } from '../../src/blink/contract/check.ts';
import { MenuImport, type MenuProduct } from '../../src/blink/contract/menu.ts';
import { kinds, Refusal } from '../../src/files/cells/cells.ts';
import { menuRows } from '../../src/files/kinds/menu/write-menu.ts';
import { menuColumns } from '../../src/files/sheet/columns.ts';
import { menuWorkbook, tooMuchForExcel } from '../../src/files/xlsx/write-sheet.ts';
import { csvLine } from '../../src/terminal/csv.ts';
import { anyMenu } from './any-menu.ts';
import { read } from './menus.ts';

const textOf = (header: readonly string[], rows: readonly (readonly string[])[]) =>
  [header, ...rows].map((cells) => csvLine([...cells])).join('');

/** A menu without the texts that CSV cannot hold, and with those in the form in which it holds them. */
function holdable(products: readonly MenuProduct[]): MenuProduct[] {
  const changed = structuredClone([...products]);
  for (const { field = '', severity, value } of menuRows(products).problems) {
    const keys = field
      .replace('products', '')
      .split(/[.[\]]+/)
      .filter((key) => key !== '');
    const last = keys.pop() ?? '';
    const owner: unknown = keys.reduce<unknown>((object, key) => Reflect.get(Object(object), key), changed);
    const text = severity === 'error' ? 'plain' : String(value).trim().normalize('NFC');
    Reflect.set(Object(owner), last, text);
  }
  return changed;
}

describe('any menu that CSV can hold', () => {
  it('comes back from CSV as it was', async () => {
    await fc.assert(
      fc.asyncProperty(anyMenu, async (menu) => {
        const products = holdable(menu);
        expect(matches(MenuImport, { products })).toBe(true);
        const { header, rows, problems } = menuRows(products);
        expect(problems).toEqual([]);
        const text = textOf(header, rows);
        const back = await read(text, { trustIds: true });
        expect(back.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
        expect(back.items).toStrictEqual(products);
        const again = menuRows(back.items);
        expect(textOf(again.header, again.rows)).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it('comes back from a workbook as it was', async () => {
    await fc.assert(
      fc.asyncProperty(anyMenu, async (menu) => {
        const products = holdable(menu);
        const { header, rows } = menuRows(products);
        // A workbook of nothing is refused: one that is damaged may look like it.
        fc.pre(products.length > 0 && tooMuchForExcel(header, rows).length === 0);
        const back = await read(Buffer.from(await menuWorkbook(header, rows)));
        expect(back.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
        expect(back.items).toStrictEqual(products);
      }),
      { numRuns: 150 },
    );
  });

  it('does not depend on the order of rows of different products', async () => {
    await fc.assert(
      fc.asyncProperty(anyMenu, fc.infiniteStream(fc.nat()), async (menu, numbers) => {
        const { header, rows } = menuRows(holdable(menu));
        const own = new Map<string, string[][]>();
        for (const row of rows) own.set(row[0] ?? '', [...(own.get(row[0] ?? '') ?? []), row]);
        const waiting = [...own.values()];
        const shuffled: string[][] = [];
        for (const number of numbers) {
          const from = waiting[number % waiting.length];
          if (from === undefined) break;
          shuffled.push(...from.splice(0, 1));
          if (from.length === 0) waiting.splice(waiting.indexOf(from), 1);
        }
        const byId = (products: readonly MenuProduct[]) =>
          [...products].sort((a, b) => String(a.id).localeCompare(String(b.id)));
        const [one, other] = [await read(textOf(header, rows)), await read(textOf(header, shuffled))];
        expect(byId(other.items)).toStrictEqual(byId(one.items));
        expect(other.problems).toHaveLength(one.problems.length);
      }),
    );
  });
});

/** A price cell, and what a person who knows how it came about says that it means: undefined where it means nothing. */
interface PriceCell {
  cell: string;
  price: number | undefined;
}

const arabic = (text: string) => text.replace(/\d/g, (digit) => String.fromCharCode(0x660 + Number(digit)));
const western = (text: string) =>
  text.replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660)).trim();
const price = fc.nat({ max: 9_999_999_999 }).map((thousandths) => thousandths / 1000);

const priceCell: fc.Arbitrary<PriceCell> = fc.oneof(
  price.map((price) => ({ cell: String(price), price })),
  price.map((price) => ({ cell: ` ${price.toFixed(3)}\u00a0`, price })),
  price.map((price) => ({
    cell: price.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 3 }),
    price,
  })),
  price.map((price) => ({ cell: arabic(String(price)), price })),
  price.map((price) => ({ cell: `${price}0000`.includes('.') ? `${price}0000` : String(price), price })),
  fc.integer({ min: 1, max: 999 }).map((whole) => ({ cell: `${whole},250`, price: whole * 1000 + 250 })),
  price.map((price) => ({ cell: `Rs ${price}`, price: undefined })),
  price.map((price) => ({ cell: `(${price})`, price: undefined })),
  price.map((price) => ({ cell: `-${price}`, price: undefined })),
  price.map((price) => ({ cell: price.toExponential(), price: undefined })),
  fc
    .constantFrom('variable', '#REF!', 'free', '', ' ', '[clear]', '[empty]', '5.', '1.2.3')
    .map((cell) => ({ cell, price: undefined })),
);

/** `1.250` and `1,250`, which mean something only beside a cell that shows what they mean. */
const isUncertain = ({ cell }: PriceCell) => /^[1-9]\d{0,2}[.,]\d{3}$/.test(western(cell));
const isCertain = (one: PriceCell) =>
  one.price !== undefined && !isUncertain(one) && /[.,]/.test(western(one.cell));

describe('any CSV', () => {
  it('never gives a price that its cell does not mean', async () => {
    const header = ['product_id', 'sku', 'name', 'is_active', 'price', 'category_id', 'category_name'];
    await fc.assert(
      fc.asyncProperty(
        fc.array(priceCell, { maxLength: 12 }),
        fc.constantFrom(',', ';', '\t', '|'),
        async (cells, delimiter) => {
          const rows = cells.map(({ cell }, i) => [`p${i}`, `s${i}`, `Dish ${i}`, 'yes', cell, 'c', 'C']);
          const quote = (cell: string) => `"${cell}"`;
          const text = [header, ...rows].map((row) => row.map(quote).join(delimiter)).join('\n');
          const { items: products, problems } = await read(text);
          const decided = cells.some(isCertain);
          const meant = cells.flatMap((one, i) =>
            one.price === undefined || (isUncertain(one) && !decided) ? [] : [[`p${i}`, one.price]],
          );
          expect(products.map(({ id, price }) => [id, price])).toEqual(meant);
          const errors = problems.filter(({ severity }) => severity === 'error');
          expect(errors).toHaveLength(cells.length - meant.length);
          expect(problems).toHaveLength(errors.length + (decided && cells.some(isUncertain) ? 1 : 0));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('of random cells is read or refused, but nothing breaks', async () => {
    const cell = fc.oneof(
      fc.constantFrom(
        ...[
          '',
          '',
          '',
          'a',
          'b',
          'yes',
          '1',
          '450',
          '1,250',
          '[clear]',
          '[empty]',
          '#REF!',
          'x|y',
          ' ',
          'چائے',
        ],
      ),
      fc.string({ unit: 'binary', maxLength: 6 }),
    );
    const names = menuColumns.map(({ name }) => name);
    const heading = fc.constantFrom(
      ...names,
      ...names,
      'price [1]',
      'is_active [1]',
      'modifiers',
      'notes',
      '',
      'prcie',
      '__proto__',
    );
    const table = fc.tuple(
      fc.array(heading, { minLength: 1, maxLength: 20 }),
      fc.array(fc.array(cell, { maxLength: 22 }), { maxLength: 8 }),
      fc.array(fc.constantFrom('"', ',', '\n', '\0', '\ufeff', '\ud800', '\r'), { maxLength: 2 }),
    );
    await fc.assert(
      fc.asyncProperty(table, async ([headings, rows, noise]) => {
        const text =
          textOf(
            ['product_id', ...headings],
            rows.map((row) => ['a', ...row]),
          ) + noise.join('');
        const { items: products, problems } = await read(text);
        for (const { severity, file, message, expected } of problems) {
          expect(['error', 'warning']).toContain(severity);
          expect(file).toBe('menu.csv');
          expect(message ?? expected).toMatch(/\S/);
        }
        if (problems.every(({ severity }) => severity === 'warning'))
          expect(matches(MenuImport, { products })).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('of a column without a name, a price or a yes-or-no refuses what JSON could not carry', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(kinds)),
        fc.string({ unit: 'binary', minLength: 1 }),
        (kind, cell) => {
          const value = kind(cell, {});
          if (value instanceof Refusal) expect(value.expected).toMatch(/\S/);
          else expect(JSON.parse(JSON.stringify(value))).toBe(value);
        },
      ),
    );
  });
});
