import { type CellRules, kinds } from '../cells/cells.ts';
import { slug } from './made-ids.ts';
import type { BranchTexts, TillItem } from './till-item.ts';
import type { FieldName } from './till-table.ts';
import {
  type Bases,
  cheapest,
  cheapestByBranch,
  difference,
  type Priced,
  readPrices,
} from './variant-prices.ts';

/** An item with its id, sku and name as Blink is to have them. */
export interface NamedItem {
  item: TillItem;
  id: string;
  sku: string;
  name: string;
}

/** `Chicken Karahi, Half`. */
export function variantName(item: TillItem | undefined): string {
  return item ? [item.name, ...item.options.map(({ value }) => value)].join(', ') : '';
}

/** The product that variants are of. */
export type Parent = Omit<NamedItem, 'item'>;

type Texts = Partial<Record<FieldName, string>>;

/** A row to be grouped, in texts by our fields. */
export interface MadeRow {
  row: number;
  texts: Texts;
  branches?: ReadonlyMap<string, BranchTexts> | undefined;
}

/** An item, or a variant of one, as a product of its own. */
export function asProduct({ item, id, sku, name }: NamedItem): MadeRow {
  const { row, texts, branches, modifiers = [] } = item;
  return { row, branches, texts: { ...texts, ...identityTexts({ id, sku, name }, modifiers) } };
}

function identityTexts({ id, sku, name }: Parent, modifiers: readonly string[]): Texts {
  return {
    'product.id': id,
    'product.sku': sku,
    'product.name': name,
    'product.modifiers': modifiers.join('|'),
  };
}

/** One choice among options, and what each of them costs more than the product. */
interface Choices {
  name: string;
  options: readonly { name: string; adds: number; sku: string; of: Priced }[];
}

/** Choices kept apart, or all of them as one: `flat` where there were several, and they could not be kept apart. */
export type ChoiceShape = 'apart' | 'one' | 'flat';

/**
 * The variants of one product as a product with choices that it requires. A customer pays the price of the product and
 * those of the chosen options: the product has the price of the cheapest variant, and options what they cost more.
 * Several choices are kept apart where all combinations exist and all prices are sums; else each combination is an option.
 * @returns undefined where a price cannot be read: as products of their own they say so better
 */
export function asModifier(
  parent: Parent,
  variants: readonly NamedItem[],
  rules: CellRules,
): { rows: MadeRow[]; shape: ChoiceShape } | undefined {
  const priced = variants.map(({ item }) => readPrices(item, rules));
  const [first] = variants;
  if (!first || !priced.every((one) => one !== undefined)) return undefined;
  const base = cheapest(priced);
  const apart = choicesApart(priced, base);
  const bases = cheapestByBranch(priced);
  const product = parentTexts(parent, variants, base);
  const options = (apart ?? [together(priced, base)])
    .flatMap((choices, i) => optionRows(parent.id, choices, i, bases))
    .map((option) => withSomethingToChoose(option, product));
  const rows = options.map((option, i): MadeRow => {
    if (i > 0) return { ...option, texts: { 'product.id': parent.id, ...option.texts } };
    const branches = parentBranches(priced, bases);
    return { row: first.item.row, branches, texts: { ...product, ...option.texts } };
  });
  return { rows, shape: apart ? 'apart' : first.item.options.length > 1 ? 'flat' : 'one' };
}

function parentTexts(parent: Parent, variants: readonly NamedItem[], base: Priced): Texts {
  const modifiers = new Set(variants.flatMap(({ item }) => item.modifiers ?? []));
  return {
    ...shared(variants.map(({ item }) => item.texts)),
    ...identityTexts(parent, [...modifiers]),
    'product.price': base.item.texts['product.price'] ?? '',
    'product.is_active': anyYes(variants.map(({ item }) => item.texts['product.is_active'])),
  };
}

/** What is switched off as a whole has options all the same, for the day on which it is switched on. */
function withSomethingToChoose(option: MadeRow, product: Texts): MadeRow {
  const isOff = kinds.boolean((product['product.is_active'] ?? '').trim()) === false;
  if (!isOff || option.texts['option.is_active'] === undefined) return option;
  return { ...option, texts: { ...option.texts, 'option.is_active': 'yes' } };
}

/** The first text of each field. */
function shared(all: readonly Texts[]): Texts {
  return Object.fromEntries([...all].reverse().flatMap(filled));
}

function filled(texts: Texts): [string, string | undefined][] {
  return Object.entries(texts).filter(([, text = '']) => text.trim() !== '');
}

/** The yes among texts, or else the first of them. */
function anyYes(texts: readonly (string | undefined)[]): string {
  return texts.find((text = '') => kinds.boolean(text.trim()) === true) ?? texts[0] ?? '';
}

function together(priced: readonly Priced[], base: Priced): Choices {
  const names = base.item.options.map(({ name }) => name);
  return {
    name: names.join(', ') || 'Variant',
    options: priced.map((of) => {
      const values = of.item.options.map(({ value }) => value);
      const name = values.join(', ') || of.item.name;
      return { name, adds: difference(of.price, base.price), sku: of.item.sources.sku ?? '', of };
    }),
  };
}

/** Each choice by itself; undefined where only all of them together have a price. */
function choicesApart(priced: readonly Priced[], base: Priced): Choices[] | undefined {
  const axes = base.item.options;
  if (axes.length < 2 || base.item.branches?.size) return undefined;
  const choices = axes.map(({ name }, axis): Choices => {
    const others = (one: Priced) => one.item.options.filter((_, i) => i !== axis);
    const alone = priced.filter((one) => others(one).every((o, i) => o.value === others(base)[i]?.value));
    return {
      name,
      options: alone.map((of) => {
        const option = of.item.options[axis]?.value ?? '';
        // A sku is that of a combination, not of one option in it.
        return { name: option, adds: difference(of.price, base.price), sku: '', of };
      }),
    };
  });
  const combinations = choices.reduce((count, { options }) => count * options.length, 1);
  const isSum = (one: Priced) => {
    const added = choices.map(({ options }, axis) => {
      const value = one.item.options[axis]?.value;
      return options.find((option) => option.name === value)?.adds ?? Number.NaN;
    });
    return (
      difference(one.price, base.price) ===
      difference(
        added.reduce((sum, adds) => sum + adds, 0),
        0,
      )
    );
  };
  const isWhole = combinations === priced.length && priced.every(isActiveAs(base));
  return isWhole && priced.every(isSum) ? choices : undefined;
}

/** An option that is off for one combination alone cannot be told. */
function isActiveAs(base: Priced) {
  return ({ item }: Priced) => item.texts['product.is_active'] === base.item.texts['product.is_active'];
}

function optionRows(productId: string, { name, options }: Choices, index: number, bases: Bases): MadeRow[] {
  const modifierId = `${productId}-${slug(name)}`;
  const ids = idsOf(options.map((option) => option.name));
  return options.flatMap(({ name: option, adds, sku, of }, i): MadeRow[] => {
    const { row, texts } = of.item;
    const own = { 'modifier.id': modifierId, 'option.id': `${modifierId}-${ids[i]}` } as const;
    const said: Texts = {
      ...(i === 0 && modifierTexts(name, index)),
      'option.name': option,
      'option.sku': sku,
      'option.price': String(adds),
      'option.is_active': texts['product.is_active'] ?? '',
      'option.priority': String(i + 1),
    };
    const [first, ...more] = branchTexts(of, bases);
    return [
      { row, texts: { ...own, ...said, ...first } },
      ...more.map((branch) => ({ row, texts: { ...own, ...branch } })),
    ];
  });
}

/** Options by their names, spelt as in ids unless two would be the same then: `Half` and `Half+`. */
function idsOf(names: readonly string[]): string[] {
  const slugs = names.map(slug);
  const [once, twice] = [new Set<string>(), new Set([''])];
  for (const one of slugs) (once.has(one) ? twice : once).add(one);
  return slugs.map((one, i) => (twice.has(one) ? (names[i] ?? one) : one));
}

function modifierTexts(name: string, index: number): Texts {
  return {
    'modifier.name': name,
    'modifier.minimum_options': '1',
    'modifier.maximum_options': '1',
    'modifier.priority': String(index + 1),
  };
}

/** The product in its branches. Stock is left out: Blink counts products, not options. */
function parentBranches(priced: readonly Priced[], bases: Bases): ReadonlyMap<string, BranchTexts> {
  const active = (branch: string) => priced.map(({ item }) => item.branches?.get(branch)?.is_active);
  return new Map(
    [...bases].map(([branch, { item }]) => {
      const price = item.branches?.get(branch)?.price ?? '';
      return [branch, { price, is_active: anyYes(active(branch)) }];
    }),
  );
}

function branchTexts({ item, branches }: Priced, bases: Bases): Texts[] {
  return [...branches].map(([branch, price]) => ({
    'optionBranch.id': branch,
    'optionBranch.is_active': item.branches?.get(branch)?.is_active ?? '',
    'optionBranch.price': String(difference(price, bases.get(branch)?.branches.get(branch) ?? price)),
  }));
}
