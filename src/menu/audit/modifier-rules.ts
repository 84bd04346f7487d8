import { type Choice, choicesOf, isRequired } from './choices.ts';
import { type Found, isOn, type Rule } from './rule.ts';

/** A choice that has to be made and cannot be at some branch, because too few of its options are sold there. */
export const modifierImpossible: Rule = {
  id: 'modifier-impossible',
  severity: 'high',
  title: 'Choice nobody can make',
  why: 'The dish cannot be put into a basket at that branch, and nobody is told why.',
  *find(dishes) {
    for (const choice of choicesOf(dishes).filter(isRequired)) {
      const minimum = choice.modifier.minimum_options ?? 0;
      for (const branch of branchesOf(choice)) {
        const { length: left } = choice.options.filter(({ option }) => isSoldAt(option.branches, branch));
        if (left >= minimum) continue;
        yield {
          ...foundAt(choice, 'minimum_options'),
          about: [choice.modifier.id, branch],
          message: `"${choice.modifier.name}" asks for ${minimum}, and branch ${branch} sells ${left} of its options.`,
        };
      }
    }
  },
};

/** A modifier with nothing to choose from: no option that is on, or a maximum of 0. */
export const modifierEmpty: Rule = {
  id: 'modifier-empty',
  severity: 'medium',
  title: 'Nothing to choose',
  why: 'Customers see a heading with nothing below it that they could tick.',
  *find(dishes) {
    for (const choice of choicesOf(dishes)) {
      const { modifier, options } = choice;
      if (options.length > 0 && modifier.maximum_options > 0) continue;
      const reason = options.length === 0 ? 'no option that is on' : 'a maximum of 0';
      yield {
        ...foundAt(choice, 'maximum_options'),
        about: [modifier.id],
        message: `"${modifier.name}" has ${reason}.`,
      };
    }
  },
};

function foundAt({ path, dishes }: Choice, field: string): Pick<Found, 'path' | 'dishes'> {
  return { path: [...path, field], dishes: dishes.map(({ index }) => index) };
}

/** The branches that options name, or dishes that offer them and are sold there. */
function branchesOf({ options }: Choice): Set<string> {
  return new Set(options.flatMap(({ option }) => (option.branches ?? []).map(({ id }) => String(id))));
}

type OptionBranches = Choice['options'][number]['option']['branches'];

/** An option that does not name the branch is sold there as everywhere. */
function isSoldAt(branches: OptionBranches, branch: string): boolean {
  const here = branches?.find(({ id }) => String(id) === branch);
  return here === undefined || (isOn(here.is_active) && isOn(here.is_in_stock));
}
