import { atDish, type Dish, isOn, type Rule, saysSomething } from './rule.ts';

/** A dish without a picture. */
export const imageMissing: Rule = {
  id: 'image-missing',
  severity: 'low',
  title: 'No picture',
  why: 'Dishes with a picture are ordered more often than those without.',
  *find(dishes) {
    for (const dish of dishes) {
      const { product } = dish;
      if (!isOn(product.is_active) || saysSomething(product.image)) continue;
      yield {
        ...atDish(dish, 'image'),
        message: `"${product.name}" has no picture.`,
      };
    }
  },
};

/** A picture that no telephone can load: a path on somebody's computer, or an address without https. */
export const imageAddress: Rule = {
  id: 'image-address',
  severity: 'medium',
  title: 'Picture cannot load',
  why: 'Only a public https address loads in an app; a path on your computer never does.',
  *find(dishes) {
    for (const dish of pictured(dishes)) {
      const { product } = dish;
      if (isPublic(product.image)) continue;
      yield {
        ...atDish(dish, 'image'),
        value: product.image,
        message: `"${product.name}" has a picture that no app can load: ${product.image}.`,
      };
    }
  },
};

function isPublic(address: string): boolean {
  return URL.canParse(address) && new URL(address).protocol === 'https:';
}

function pictured(dishes: readonly Dish[]) {
  return dishes.flatMap(({ index, product }) =>
    saysSomething(product.image) ? [{ index, product: { ...product, image: product.image.trim() } }] : [],
  );
}
