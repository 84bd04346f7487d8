import type { WishedProduct } from '../calls/wishes.ts';
import { type FieldError, notKnown } from '../http/laravel.ts';
import type { Choice, Dish } from './kitchen.ts';
import { between, oneOf, type Random, someOf } from './random.ts';

/** One line of an order, before it is priced. */
export interface Line {
  dish: Dish;
  quantity: number;
  options: readonly Choice['options'][number][];
}

const mostLines = 4;
const quantities = [1, 1, 1, 2, 2, 3];

/** Some dishes, with options as each modifier asks for. */
export function randomBasket(dishes: readonly Dish[], random: Random): Line[] {
  return someOf(dishes, between(1, mostLines, random), random).map((dish) => ({
    dish,
    quantity: oneOf(quantities, random) ?? 1,
    options: randomOptions(dish, random),
  }));
}

/** The dishes that were asked for, or what is wrong with the asking. Options that are not named are chosen. */
export function wishedBasket(
  wishes: readonly WishedProduct[],
  dishes: readonly Dish[],
  random: Random,
): { lines: Line[] } | { errors: FieldError[] } {
  const lines: Line[] = [];
  const errors: FieldError[] = [];
  for (const [index, { product_id, quantity = 1, options }] of wishes.entries()) {
    const field = `products.${index}`;
    const dish = dishes.find((other) => other.id === String(product_id));
    if (dish === undefined) {
      errors.push(notKnown(`${field}.product_id`));
      continue;
    }
    if (options === undefined) {
      lines.push({ dish, quantity, options: randomOptions(dish, random) });
      continue;
    }
    const ids = options.map(({ modifier_option_id }) => String(modifier_option_id));
    errors.push(...optionErrors(dish, ids, field));
    const chosen = dish.choices.flatMap((choice) => choice.options.filter(({ id }) => ids.includes(id)));
    lines.push({ dish, quantity, options: chosen });
  }
  return errors.length > 0 ? { errors } : { lines };
}

function randomOptions({ choices }: Dish, random: Random): Line['options'] {
  return choices.flatMap(({ least, most, options }) =>
    someOf(options, between(least, Math.min(most, options.length), random), random),
  );
}

function optionErrors({ choices }: Dish, ids: readonly string[], field: string): FieldError[] {
  const known = new Set(choices.flatMap(({ options }) => options.map(({ id }) => id)));
  const unknown = ids.flatMap((id, index) =>
    known.has(id) ? [] : [notKnown(`${field}.options.${index}.modifier_option_id`)],
  );
  const counts = choices.flatMap(({ name, least, most, options }): FieldError[] => {
    const chosen = options.filter(({ id }) => ids.includes(id)).length;
    if (chosen >= least && chosen <= most) return [];
    const range = least === most ? `${least}` : `${least} to ${most}`;
    return [[`${field}.options`, `The ${field}.options must have ${range} of "${name}".`]];
  });
  return [...unknown, ...counts];
}
