import { choicesOf, isPricedByChoice } from './choices.ts';
import { atDish, byCategory, type Dish, type Found, isOn, type Rule } from './rule.ts';

/** A price that gives the dish away. Where a size or a flavour has to be chosen and costs something, 0 is right. */
export const priceZero: Rule = {
  id: 'price-zero',
  severity: 'high',
  title: 'Costs nothing',
  why: 'Customers get it for nothing, and the order cannot be taken back.',
  *find(dishes) {
    for (const dish of dishes) {
      const { product } = dish;
      if (!isOn(product.is_active) || isPricedByChoice(dish)) continue;
      const { id, name, price, branches } = product;
      if (price === 0) {
        yield { ...atDish(dish, 'price'), value: 0, message: `"${name}" costs nothing.` };
        continue;
      }
      for (const [b, branch] of (branches ?? []).entries()) {
        if (branch.price !== 0 || !isOn(branch.is_active)) continue;
        yield {
          ...atDish(dish, 'branches', b, 'price'),
          about: [id, branch.id],
          value: 0,
          message: `"${name}" costs nothing at branch ${branch.id}.`,
        };
      }
    }
  },
};

const fewestToCompare = 5;
const farFactor = 5;
/** As many times the usual spread, in standard deviations. */
const farSpread = 3;
/** Makes the median of deviations comparable with a standard deviation. */
const madToDeviation = 1.4826;

/** So many others at about its price make it one of a kind of dishes, not a slip. */
const fewestAlike = 2;
const alikeFactor = 1.5;

/**
 * A price far from the others of its category: the digit too many, or the one that was lost. It has to be five times
 * the middle of them or a fifth of it, and also unusual for a category whose prices vary a lot: a platter among kababs
 * is dear, and right. So are ten wedding cakes among cakes.
 */
export const priceOutlier: Rule = {
  id: 'price-outlier',
  severity: 'medium',
  title: 'Price far from its category',
  why: 'A digit too many or too few loses orders or money, and looks right to whoever typed it.',
  *find(dishes) {
    const priced = dishes.filter(({ product }) => product.price > 0);
    for (const group of byCategory(priced).values()) {
      if (group.length < fewestToCompare) continue;
      const middle = median(group.map(({ product }) => product.price));
      const far = ({ product }: Dish) => Math.abs(Math.log(product.price / middle));
      const limit = Math.max(Math.log(farFactor), farSpread * madToDeviation * median(group.map(far)));
      for (const dish of group.filter((one) => far(one) > limit && !isOneOfSeveral(one, group))) {
        const { product } = dish;
        yield {
          ...atDish(dish, 'price'),
          value: product.price,
          message: `"${product.name}" costs ${product.price}; dishes in ${product.category.name} cost about ${Math.round(middle)}.`,
        };
      }
    }
  },
};

function isOneOfSeveral({ product: { price } }: Dish, group: readonly Dish[]): boolean {
  const isAlike = ({ product }: Dish) =>
    product.price <= price * alikeFactor && price <= product.price * alikeFactor;
  return group.filter(isAlike).length > fewestAlike;
}

const mostAtBranch = 1.5;

/** A branch whose price is half as much again as the dish's own, or less than two thirds of it. */
export const branchPriceFar: Rule = {
  id: 'branch-price-far',
  severity: 'medium',
  title: 'Branch price far off',
  why: 'Branches differ by a few rupees; more than half is mostly a slip in one row.',
  *find(dishes) {
    for (const dish of dishes) {
      const { product } = dish;
      for (const [b, { id, price }] of (product.branches ?? []).entries()) {
        if (!price || product.price === 0 || !isFar(price, product.price)) continue;
        yield {
          ...atDish(dish, 'branches', b, 'price'),
          about: [product.id, id],
          value: price,
          message: `"${product.name}" costs ${price} at branch ${id}, elsewhere ${product.price}.`,
        };
      }
    }
  },
};

function isFar(price: number, usual: number): boolean {
  return price > usual * mostAtBranch || price * mostAtBranch < usual;
}

/** Options without a price beside some that cost something: was it meant to be free, or was the cell forgotten? */
export const optionWithoutPrice: Rule = {
  id: 'option-without-price',
  severity: 'medium',
  title: 'Option without a price',
  why: 'The others cost something, so this one is free by accident more often than by intention.',
  *find(dishes) {
    for (const { modifier, path, options, dishes: offering } of choicesOf(dishes)) {
      if (!options.some(({ option }) => (option.price ?? 0) > 0)) continue;
      for (const { option, index } of options.filter(({ option: { price } }) => price == null)) {
        yield {
          path: [...path, 'options', index, 'price'],
          dishes: offering.map((dish) => dish.index),
          about: [modifier.id, option.id],
          message: `"${option.name}" of ${modifier.name} has no price, others there have one.`,
        };
      }
    }
  },
};

const dearestOption = 5;

/** An option that costs more than five times what any dish that offers it does: sizes for a family are dear, and right. */
export const optionPriceFar: Rule = {
  id: 'option-price-far',
  severity: 'medium',
  title: 'Option dearer than its dish',
  why: 'A dip for 7,000 instead of 70 shows up in the basket, where the customer leaves.',
  *find(dishes): Iterable<Found> {
    for (const { modifier, path, options, dishes: offering } of choicesOf(dishes)) {
      const dearest = Math.max(...offering.map(({ product }) => product.price));
      for (const { option, index } of dearest === 0 ? [] : options) {
        const { id, name, price } = option;
        if (price == null || price <= dearest * dearestOption) continue;
        yield {
          path: [...path, 'options', index, 'price'],
          dishes: offering.map((dish) => dish.index),
          about: [modifier.id, id],
          value: price,
          message: `"${name}" of ${modifier.name} costs ${price}; no dish with it costs more than ${dearest}.`,
        };
      }
    }
  },
};

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const [below = 0, above = 0] = [sorted[sorted.length % 2 === 0 ? half - 1 : half], sorted[half]];
  return (below + above) / 2;
}
