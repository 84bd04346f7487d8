import { withoutEntities } from './plain-text.ts';
import type { Choice } from './till-item.ts';

/**
 * What a variant is beside its siblings. `Default Title` stands for a product that has no variants.
 * @param names what is chosen, as the first row of a product has it: Size, Flavour
 * @param values what is chosen of each
 */
export function choicesOf(names: readonly string[], values: readonly string[]): Choice[] {
  if (values.every((value, i) => value === (i === 0 ? 'Default Title' : ''))) return [];
  return values.flatMap((value, i) => {
    const name = withoutEntities(names[i] || `Option ${i + 1}`);
    return value === '' ? [] : [{ name, value: withoutEntities(value) }];
  });
}
