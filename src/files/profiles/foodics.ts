import type { Finding } from '../../finding.ts';
import type { Draft } from '../drafts/draft.ts';
import type { Sheet } from '../sheet/sheet.ts';
import { hasTwoNames, nameOf } from './chosen-name.ts';
import { type Decisions, inRows, nameFlags } from './decisions.ts';
import { linkModifiers } from './foodics-modifiers.ts';
import { productTable } from './foodics-products.ts';
import { categoryTable, linkTable, modifierTable, optionTable } from './foodics-tables.ts';
import type { Profile } from './profile.ts';

/** Exports of Foodics: products in one file, their categories, modifiers, options and what links them in others. */
export const foodics: Profile = {
  name: 'foodics',
  title: 'Foodics',
  idle: { flags: ['priceColumn', 'branch'], why: 'these files have one price, and no branches' },
  tables: [productTable, optionTable, linkTable, categoryTable, modifierTable],
  join(products, [, options, links, categories, modifiers], decisions) {
    // Stock and prices alone have no use for the others.
    if (!products.binding.columns.some(({ column }) => column.level === 'category')) return { findings: [] };
    return {
      findings: [
        ...nameCategories(products, categories, decisions),
        ...undecidedNames(products, [options, categories], decisions),
      ],
      problems: linkModifiers(products, { options, links, modifiers }, decisions),
    };
  },
};

/** Gives products the categories that they name by reference. */
function nameCategories(
  { drafts }: Sheet,
  categories: Sheet | undefined,
  { name: choice }: Decisions,
): Finding[] {
  const known = new Map(categories?.drafts.map((draft) => [String(draft.fields.reference), draft.fields]));
  const unnamed = new Map<string, number[]>();
  for (const { category, row } of drafts) {
    const reference = category?.fields.reference;
    if (!category || typeof reference !== 'string') continue;
    const found = known.get(reference);
    if (found) {
      const { id, name, name_localized: localized, image } = found;
      category.fields = {
        ...category.fields,
        id,
        name: nameOf(name, localized, choice),
        ...(image !== undefined && { image }),
      };
    } else unnamed.set(reference, [...(unnamed.get(reference) ?? []), row]);
  }
  if (unnamed.size === 0) return [];
  const rows = [...unnamed.values()].flat().sort((a, b) => a - b);
  const listed = new Intl.ListFormat('en').format(unnamed.keys());
  const where = categories ? ` in ${categories.name}` : '';
  const message = `the names of these categories are not known${where}: ${listed} (${inRows(rows)}).`;
  const hint = categories ? 'Export the categories again.' : "Give Foodics' categories.csv beside this file.";
  return [{ severity: 'error', row: rows[0], message, hint }];
}

/** Names in two languages in the other files, where the products did not ask for the decision already. */
function undecidedNames(
  products: Sheet,
  others: readonly (Sheet | undefined)[],
  { name }: Decisions,
): Finding[] {
  if (name !== undefined || products.findings.some(({ hint }) => hint === nameFlags)) return [];
  const files = others.flatMap((sheet) => (sheet?.drafts.some(isNamedTwice) ? [sheet.name] : []));
  if (files.length === 0) return [];
  const message = `there are names in two languages in ${new Intl.ListFormat('en').format(files)}.`;
  return [{ severity: 'error', message, hint: nameFlags }];
}

function isNamedTwice({ fields, options = [] }: Draft): boolean {
  const { name = fields.id, name_localized: localized } = fields;
  return (
    hasTwoNames(String(name), typeof localized === 'string' ? localized : '') || options.some(isNamedTwice)
  );
}
