import { atDish, byCategory, type Dish, isOn, type Rule } from './rule.ts';

/** A menu in which nothing can be ordered. */
export const menuOff: Rule = {
  id: 'menu-off',
  severity: 'high',
  title: 'Everything is switched off',
  why: 'After this import nobody can order anything.',
  *find(dishes) {
    if (dishes.length === 0 || dishes.some(isOrderable)) return;
    const message = 'Every dish of this menu is switched off.';
    yield { path: [], dishes: dishes.map(({ index }) => index), about: [], message };
  },
};

/** A category in which nothing can be ordered. A menu that is all off is told once. */
export const categoryOff: Rule = {
  id: 'category-off',
  severity: 'medium',
  title: 'Category is switched off',
  why: 'Customers open it and find nothing to order.',
  *find(dishes) {
    if (!dishes.some(isOrderable)) return;
    for (const group of byCategory(dishes).values()) {
      const [first] = group;
      if (first === undefined || group.some(isOrderable)) continue;
      const { id, name } = first.product.category;
      yield {
        path: ['products', first.index, 'category', 'id'],
        dishes: group.map(({ index }) => index),
        about: [id],
        message: `Every dish in ${name} is switched off.`,
      };
    }
  },
};

/** A dish that is on, and off at each of its branches. */
export const dishNowhere: Rule = {
  id: 'dish-nowhere',
  severity: 'medium',
  title: 'Sold at no branch',
  why: 'It is switched on and can be ordered nowhere: one of the two is a mistake.',
  *find(dishes) {
    for (const dish of dishes) {
      const { product } = dish;
      if (!isOn(product.is_active) || isOrderable(dish)) continue;
      yield {
        ...atDish(dish, 'is_active'),
        message: `"${product.name}" is switched on, and off at each of its branches.`,
      };
    }
  },
};

const placeholder =
  /^(?:\W*|n\/?a|none|null|other|others|misc(?:ellaneous)?|general|default|uncategori[sz]ed|no category|category|test)$/iu;

/** A category that is none: what tills write where nobody chose one. */
export const categoryNone: Rule = {
  id: 'category-none',
  severity: 'medium',
  title: 'No real category',
  why: 'Nobody looks for a biryani under "Uncategorized".',
  *find(dishes) {
    for (const group of byCategory(dishes).values()) {
      const [first] = group;
      if (first === undefined) continue;
      const { id, name } = first.product.category;
      if (/\p{L}/u.test(name) && !placeholder.test(name.trim())) continue;
      const many = group.length === 1 ? 'One dish is' : `${group.length} dishes are`;
      yield {
        path: ['products', first.index, 'category', 'name'],
        dishes: group.map(({ index }) => index),
        about: [id],
        value: name,
        message: `${many} in the category "${name}".`,
      };
    }
  },
};

/** Whether a dish is on somewhere. A dish that names no branches is sold at all of them. */
function isOrderable({ product: { is_active, branches } }: Dish): boolean {
  const here = branches ?? [];
  return isOn(is_active) && (here.length === 0 || here.some((branch) => isOn(branch.is_active)));
}
