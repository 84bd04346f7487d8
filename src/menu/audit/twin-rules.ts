import { type Dish, groupBy, type Rule } from './rule.ts';

/** Two names that are nearly the same. */
interface Twin<T> {
  first: T;
  second: T;
}

/** Dishes of one category whose names differ by a letter, by case, blanks or a mark, or not at all. */
export const nearTwin: Rule = {
  id: 'near-twin',
  severity: 'medium',
  title: 'Nearly the same name',
  why: 'A dish that was typed twice is sold at two prices, and only one of them gets corrected.',
  *find(dishes) {
    for (const group of groupBy(dishes, ({ product }) => String(product.category.id)).values()) {
      for (const { first, second } of twins(group, ({ product }) => product.name)) {
        yield {
          path: ['products', second.index, 'name'],
          dishes: [second.index],
          about: pair(first.product.id, second.product.id),
          message: `"${second.product.name}" is nearly "${first.product.name}" (${first.product.id}).`,
        };
      }
    }
  },
};

/** Categories whose names are nearly the same. */
export const categoryTwin: Rule = {
  id: 'category-twin',
  severity: 'medium',
  title: 'Category twice',
  why: 'Half of the dishes hide in a second section of nearly the same name.',
  *find(dishes) {
    const categories = groupBy(dishes, ({ product }) => String(product.category.id));
    const firsts = [...categories.values()].flatMap(([first]) => first ?? []);
    for (const { first, second } of twins(firsts, ({ product }) => product.category.name)) {
      const { id, name } = second.product.category;
      yield {
        path: ['products', second.index, 'category', 'name'],
        dishes: (categories.get(String(id)) ?? []).map(({ index }: Dish) => index),
        about: pair(first.product.category.id, id),
        message: `The category "${name}" is nearly "${first.product.category.name}" (${first.product.category.id}).`,
      };
    }
  },
};

/** Two ids in an order of their own: which of the two comes first in a file says nothing. */
function pair(...ids: (string | number)[]): string[] {
  return ids.map(String).sort();
}

/**
 * What has nearly the name of something before it. A letter may be missing, added or another one, not the first of a
 * word or of a mark, and not a digit: boti and roti are two dishes, and so are MR and MH, or 345 ml and 500 ml.
 */
function* twins<T>(things: readonly T[], nameOf: (thing: T) => string): Iterable<Twin<T>> {
  const seen = new Map<string, { thing: T; name: string }[]>();
  for (const thing of things) {
    const name = plainName(nameOf(thing));
    if (name === '') continue;
    const keys = neighbours(name);
    const twin = keys
      .flatMap((key) => seen.get(key) ?? [])
      .find((other) => other.name === name || isSlip(other.name, name));
    if (twin) yield { first: twin.thing, second: thing };
    for (const key of keys) seen.set(key, [...(seen.get(key) ?? []), { thing, name }]);
  }
}

/** Letters that Arabic and Urdu keyboards have twice. */
const sameLetters: Readonly<Record<string, string>> = { ي: 'ی', ى: 'ی', ك: 'ک', ه: 'ہ', ة: 'ہ', ۃ: 'ہ' };

/** A name without what people overlook: case, marks, blanks, joiners, and which keyboard typed a letter. */
function plainName(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}|\p{Default_Ignorable_Code_Point}/gu, '')
    .toLowerCase()
    .replace(/[يىكهةۃ]/g, (letter) => sameLetters[letter] ?? letter)
    .replace(/&/g, ' and ')
    .replace(/['’`]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Names shorter than this differ by a letter and are different dishes. */
const shortest = 6;

/** Words shorter than this are no words but sizes and marks: Lassi XL and Lassi XS. */
const shortestWord = 3;

/** A name, and the same with any one letter left out: two names one letter apart have one of these in common. */
function neighbours(name: string): string[] {
  const letters = [...name.replaceAll(' ', '')];
  const whole = letters.join('');
  if (letters.length < shortest) return [whole];
  return [whole, ...letters.map((_, at) => letters.toSpliced(at, 1).join(''))];
}

/** Whether one name is the other with a slip of the finger in it. */
function isSlip(one: string, other: string): boolean {
  if (one.replaceAll(' ', '') === other.replaceAll(' ', '')) return true;
  if (one.length < shortest || other.length < shortest) return false;
  const [long, short] = one.length >= other.length ? [one, other] : [other, one];
  let at = 0;
  while (at < short.length && long[at] === short[at]) at += 1;
  const rest = short.slice(long.length === short.length ? at + 1 : at);
  if (long.slice(at + 1) !== rest) return false;
  const letters = `${long[at] ?? ''}${long.length === short.length ? (short[at] ?? '') : ''}`;
  const word = long.slice(long.lastIndexOf(' ', at) + 1).split(' ')[0] ?? '';
  const startsWord = at === 0 || long[at - 1] === ' ';
  return !startsWord && word.length >= shortestWord && !/[\p{N} ]/u.test(letters);
}
