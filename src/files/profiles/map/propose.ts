import { nearest } from '../../../spelling.ts';
import { headerName } from '../../sheet/layout.ts';
import type { TableKind } from '../../sheet/table-kind.ts';
import { type Mapping, meaningNames, usualMeanings } from './meaning.ts';

/** What people call our fields, in English, in Urdu, and in Urdu written with Latin letters. */
const words: Readonly<Record<string, readonly string[]>> = {
  product_id: ['id', 'item_id', 'dish_id'],
  sku: ['code', 'item_code', 'product_code', 'plu'],
  name: [
    'item',
    'item_name',
    'dish',
    'dish_name',
    'product',
    'product_name',
    'title',
    'naam',
    'khana',
    'نام',
  ],
  second_name: [
    'urdu',
    'urdu_name',
    'name_urdu',
    'name_ur',
    'name_in_urdu',
    'name_localized',
    'arabic_name',
    'اردو',
  ],
  description: ['details', 'detail', 'desc', 'ingredients', 'tafseel', 'تفصیل'],
  price: ['rate', 'amount', 'selling_price', 'sale_price', 'unit_price', 'mrp', 'qeemat', 'qimat', 'قیمت'],
  category_name: ['category', 'section', 'group', 'course', 'type', 'qisam', 'qism', 'قسم'],
  image: ['photo', 'picture', 'image_url', 'photo_url', 'picture_url', 'tasveer', 'تصویر'],
  tags: ['tag', 'labels', 'label', 'badge'],
  is_active: ['active', 'available', 'availability', 'on_sale', 'status', 'dastyab', 'دستیاب'],
  uom: ['unit'],
  variants: ['variant', 'size', 'sizes', 'portion', 'portions', 'option', 'miqdar', 'مقدار'],
  modifiers: ['modifier', 'addons', 'add_ons', 'addon', 'extras', 'toppings', 'choices'],
  stock_quantity: ['stock', 'quantity', 'qty', 'in_stock'],
};

/** Arabic letters as Urdu has them: a file in windows-1256 has no others, and keyboards differ. */
function urduLetters(name: string): string {
  return name.replace(/[\u064a\u0649]/g, '\u06cc').replace(/\u0643/g, '\u06a9');
}

const longEnough = 5;

/** Proposes a meaning for every column of a header, by its name; what is like nothing is to be ignored. */
export function proposeMap(header: readonly string[], kind: TableKind): Mapping[] {
  const known = new Map(
    meaningNames(kind).flatMap((name) => [name, ...(words[name] ?? [])].map((word) => [word, name] as const)),
  );
  const names = header.map((cell) => urduLetters(headerName(cell)));
  const proposed = new Map<number, string>();
  const taken = new Set<string>();
  const propose = (meant: (name: string) => string | undefined) => {
    names.forEach((name, index) => {
      const meaning = known.get(meant(name) ?? '');
      if (name === '' || meaning === undefined || proposed.has(index) || taken.has(meaning)) return;
      proposed.set(index, meaning);
      taken.add(meaning);
    });
  };
  const ours = new Set(meaningNames(kind));
  propose((name) => (ours.has(name) ? name : undefined));
  propose((name) => name);
  // A short word is like too many others: a date is no rate.
  const usual = new Set(usualMeanings(kind));
  const long = [...known].filter(([word, meaning]) => word.length >= longEnough && usual.has(meaning));
  propose((name) =>
    name.length >= longEnough
      ? nearest(
          name,
          long.map(([word]) => word),
        )
      : undefined,
  );
  return header.flatMap((column, index) =>
    column.trim() === '' ? [] : [{ column: column.trim(), meaning: proposed.get(index) ?? 'ignore' }],
  );
}
