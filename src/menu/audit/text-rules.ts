import { choicesOf } from './choices.ts';
import { atDish, type Dish, type Found, isOn, type Rule, saysSomething } from './rule.ts';

/** A dish that nothing is said of. */
export const descriptionMissing: Rule = {
  id: 'description-missing',
  severity: 'low',
  title: 'No description',
  why: 'People order what they can picture: what is in it, how many it serves, how hot it is.',
  *find(dishes) {
    for (const dish of onSale(dishes)) {
      const { product } = dish;
      if (saysSomething(product.description)) continue;
      yield {
        ...atDish(dish, 'description'),
        message: `"${product.name}" has no description.`,
      };
    }
  },
};

const scripts = [
  { name: 'English', letters: /\p{Script=Latin}/u },
  { name: 'Urdu', letters: /\p{Script=Arabic}/u },
];

/** A name in one script only, in a menu that mostly has both: a menu in one language is fine as it is. */
export const nameLanguage: Rule = {
  id: 'name-language',
  severity: 'low',
  title: 'Name in one language',
  why: 'Most of this menu is in Urdu and English; whoever reads only the other one passes this dish by.',
  *find(dishes) {
    const { length: both } = dishes.filter(({ product }) =>
      scripts.every(({ letters }) => letters.test(product.name)),
    );
    if (both * 2 < dishes.length) return;
    for (const dish of dishes) {
      const { product } = dish;
      const missing = scripts.filter(({ letters }) => !letters.test(product.name));
      const [script] = missing;
      if (script === undefined || missing.length === scripts.length) continue;
      yield {
        ...atDish(dish, 'name'),
        value: product.name,
        message: `"${product.name}" has no ${script.name} name, as most dishes here do.`,
      };
    }
  },
};

/** What a telephone shows of a text before it cuts it, in characters. */
const longest = { name: 60, description: 400, option: 50 };

/** Texts that a telephone would cut. */
export const textTooLong: Rule = {
  id: 'text-too-long',
  severity: 'low',
  title: 'Text too long',
  why: 'A telephone cuts it, and what is cut is what tells two dishes apart.',
  *find(dishes): Iterable<Found> {
    for (const dish of dishes) {
      const { product } = dish;
      for (const field of ['name', 'description'] as const) {
        const length = lengthOf(product[field]);
        if (length <= longest[field]) continue;
        yield {
          ...atDish(dish, field),
          about: [product.id, field],
          value: length,
          message: `"${excerpt(product.name)}": its ${field} has ${length} characters; ${longest[field]} are seen on a telephone.`,
        };
      }
    }
    for (const { modifier, path, options, dishes: offering } of choicesOf(dishes)) {
      for (const { option, index } of options) {
        const length = lengthOf(option.name);
        if (length <= longest.option) continue;
        yield {
          path: [...path, 'options', index, 'name'],
          dishes: offering.map((dish) => dish.index),
          about: [modifier.id, option.id],
          value: length,
          message: `"${excerpt(option.name)}": this option has ${length} characters; ${longest.option} are seen on a telephone.`,
        };
      }
    }
  },
};

const markup = /<\/?[a-z][^<>]*>|&(?:[a-z]{2,8}|#\d{2,6}|#x[\da-f]{2,6});/i;

/** HTML in a text, as exports of shop systems have it: Blink shows it as it stands. */
export const textMarkup: Rule = {
  id: 'text-markup',
  severity: 'medium',
  title: 'HTML in a text',
  why: 'Customers read <br> and &amp; in the middle of a sentence.',
  *find(dishes) {
    for (const dish of dishes) {
      const { product } = dish;
      for (const field of ['name', 'description'] as const) {
        const [found] = markup.exec(product[field] ?? '') ?? [];
        if (found === undefined) continue;
        yield {
          ...atDish(dish, field),
          about: [product.id, field],
          value: excerpt(found),
          message: `"${excerpt(product.name)}": its ${field} has ${excerpt(found)} in it.`,
        };
      }
    }
  },
};

function onSale(dishes: readonly Dish[]): Dish[] {
  return dishes.filter(({ product }) => isOn(product.is_active));
}

/** How many characters a person counts, near enough: pairs of units are one. */
function lengthOf(text: string | null | undefined): number {
  return text ? [...text].length : 0;
}

function excerpt(text: string): string {
  return lengthOf(text) > 40 ? `${[...text].slice(0, 40).join('')}…` : text;
}
