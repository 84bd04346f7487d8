import type { Draft, Fields } from '../drafts/draft.ts';
import type { Problem } from '../problem.ts';
import type { Sheet } from '../sheet/sheet.ts';
import { nameOf } from './chosen-name.ts';
import { type Decisions, inRows } from './decisions.ts';
import { slug } from './made-ids.ts';

/** The files of Foodics that say which modifiers products have. */
export interface ModifierFiles {
  options: Sheet | undefined;
  links: Sheet | undefined;
  /** Has the ids of modifiers, which are made of their names otherwise. */
  modifiers: Sheet | undefined;
}

/** What can be wrong with a link, and how bad that is. */
const mistakes = {
  noProduct: 'warning',
  noOptions: 'error',
  twice: 'warning',
  otherLimits: 'error',
  free: 'warning',
} as const satisfies Record<string, Problem['severity']>;

type Mistake = keyof typeof mistakes;

/**
 * Gives products their modifiers. Most have no reference, so names join the files. How many options may be chosen is said
 * for each product: a modifier has an id of its own for each such pair, always made in the same way.
 * @returns what is wrong in the files other than the one of the products
 */
export function linkModifiers(products: Sheet, files: ModifierFiles, decisions: Decisions): Problem[] {
  const { options, links } = files;
  if (!links) return options ? [unlinked(options)] : [];
  const productOf = finderOf(products, decisions);
  const modifierOf = makerOf(files, decisions);
  const wrong = new Map<Mistake, Draft[]>();
  const used = new Set<number>();
  for (const link of links.drafts) {
    if (Object.values(link.fields).includes(undefined)) continue;
    const [product, modifier] = [productOf(link.fields), modifierOf(link)];
    if (modifier) used.add(modifier.row);
    for (const mistake of connect(product, modifier, link)) {
      wrong.set(mistake, [...(wrong.get(mistake) ?? []), link]);
    }
  }
  const problems = [...wrong].map(([mistake, drafts]): Problem => {
    const [{ row } = {}] = drafts;
    const message = `${wordsFor(mistake, drafts, files)} (${inRows(drafts.map((draft) => draft.row))}).`;
    return { severity: mistakes[mistake], file: links.name, row, message };
  });
  return [...problems, ...(options ? unused(options, used) : [])];
}

/** Adds a modifier to a product. @returns what is wrong with that */
function connect(product: Draft | undefined, modifier: Draft | undefined, { fields }: Draft): Mistake[] {
  if (!product) return ['noProduct'];
  if (!modifier) return ['noOptions'];
  const twin = product.modifiers?.find(({ row }) => row === modifier.row);
  if (twin) return [twin === modifier ? 'twice' : 'otherLimits'];
  product.modifiers = [...(product.modifiers ?? []), modifier];
  return Number(fields.free_options ?? 0) > 0 ? ['free'] : [];
}

function wordsFor(mistake: Mistake, links: readonly Draft[], { options }: ModifierFiles): string {
  if (mistake === 'noProduct')
    return 'no product has this sku or this name, and what the row says is left out';
  if (mistake === 'twice') return 'the product has this modifier already, and the row is left out';
  if (mistake === 'otherLimits')
    return 'the product has this modifier already, with another minimum or maximum';
  if (mistake === 'free') return 'some options are free here, and cost in Blink what they always cost';
  const names = new Set(links.map(({ fields }) => `"${fields.modifier_name}"`));
  const listed = new Intl.ListFormat('en').format(names);
  return options
    ? `there are no options of ${listed} in ${options.name}`
    : `the options of ${listed} stand in another file: give modifier_options.csv too`;
}

function unlinked({ name: file }: Sheet): Problem {
  const message = 'it is left out: nothing says which products have these options.';
  const hint = 'Give the file that has product_name, modifier_name, minimum_options … too.';
  return { severity: 'warning', file, message, hint };
}

/** Modifiers that no product has. @param used the rows of those that one has */
function unused({ drafts, name: file }: Sheet, used: ReadonlySet<number>): Problem[] {
  const left = drafts.filter(({ row }) => !used.has(row));
  const [first] = left;
  if (!first) return [];
  const names = new Intl.ListFormat('en').format(left.map(({ fields }) => `"${fields.id}"`));
  const message = `no product has these modifiers, and they are left out: ${names}.`;
  return [{ severity: 'warning', file, row: first.row, message }];
}

/** Finds the product of a link: by its sku, else by its name where only one has it. */
function finderOf({ drafts }: Sheet, { name: choice }: Decisions) {
  const bySku = new Map(drafts.map((draft) => [draft.fields.sku, draft]));
  const byName = new Map<unknown, Draft | undefined>();
  for (const draft of drafts) {
    const { name } = draft.fields;
    byName.set(name, byName.has(name) ? undefined : draft);
  }
  return ({ product_sku: sku, product_name: name, product_name_localized: localized }: Fields) =>
    (sku === undefined ? undefined : bySku.get(sku)) ?? byName.get(nameOf(name, localized, choice));
}

/** Makes the modifier of a link, the same one for all links that have the same limits. */
function makerOf({ options, modifiers }: ModifierFiles, { name: choice }: Decisions) {
  const known = new Map(options?.drafts.map((draft, i) => [draft.fields.id, { draft, priority: i + 1 }]));
  const ids = new Map(modifiers?.drafts.map(({ fields }) => [fields.name, fields.id]));
  const made = new Map<string, Draft>();
  return ({ fields: link }: Draft): Draft | undefined => {
    const given = known.get(link.modifier_name);
    if (!given) return undefined;
    const { draft, priority } = given;
    const { minimum_options, maximum_options } = link;
    const { id: name, name_localized: localized } = draft.fields;
    const base = ids.get(name) ?? slug(String(name));
    const id = `${base}-${minimum_options}-${maximum_options}`;
    const before = made.get(id);
    if (before) return before;
    const fields = { id, name: nameOf(name, localized, choice), minimum_options, maximum_options, priority };
    const modifier: Draft = {
      ...draft,
      fields,
      ...(options && { sheet: options }),
      options: (draft.options ?? []).map((option, i) => optionOf(option, i, choice)),
    };
    made.set(id, modifier);
    return modifier;
  };
}

function optionOf(option: Draft, index: number, choice: Decisions['name']): Draft {
  const { name_localized: localized, ...fields } = option.fields;
  const name = nameOf(fields.name, localized, choice);
  return { ...option, fields: { ...fields, name, priority: index + 1 } };
}
