import type { MenuModifier, MenuOption } from '../../blink/contract/menu.ts';
import type { Path } from '../../finding.ts';
import { type Dish, isOn } from './rule.ts';

/** A modifier as a menu offers it, told once however many dishes have it. */
export interface Choice {
  modifier: MenuModifier;
  /** Where it stands for the first time. */
  path: Path;
  /** The options that a customer can see, and their positions. */
  options: readonly { option: MenuOption; index: number }[];
  /** The dishes that offer it. */
  dishes: Dish[];
}

/** Every modifier of a menu that is not deleted, in the order in which they come. */
export function choicesOf(dishes: readonly Dish[]): Choice[] {
  const choices = new Map<string, Choice>();
  for (const dish of dishes) {
    dish.product.modifiers?.forEach((modifier, j) => {
      if (modifier.deleted_at) return;
      const known = choices.get(String(modifier.id));
      if (known) known.dishes.push(dish);
      else
        choices.set(String(modifier.id), choiceAt(['products', dish.index, 'modifiers', j], modifier, dish));
    });
  }
  return [...choices.values()];
}

function choiceAt(path: Path, modifier: MenuModifier, dish: Dish): Choice {
  const options = modifier.options
    .map((option, index) => ({ option, index }))
    .filter(({ option }) => isOn(option.is_active) && !option.deleted_at);
  return { modifier, path, options, dishes: [dish] };
}

/** Whether a customer has to choose before the dish can be ordered. */
export function isRequired({ modifier }: Choice): boolean {
  return (modifier.minimum_options ?? 0) > 0;
}

/** Whether the price of a dish comes from what has to be chosen with it, as a size. */
export function isPricedByChoice({ product }: Dish): boolean {
  return (product.modifiers ?? []).some(
    ({ minimum_options, options }) =>
      (minimum_options ?? 0) > 0 && options.some(({ price }) => (price ?? 0) > 0),
  );
}
