import type { Finding } from '../../finding.ts';
import { type CellRules, kinds } from '../cells/cells.ts';
import { leftOut } from './decisions.ts';
import { slug } from './made-ids.ts';
import type { BranchTexts, TillItem } from './till-item.ts';
import type { FieldName } from './till-table.ts';

/** An item with its id, sku and name as Blink is to have them. */
export interface NamedItem {
  item: TillItem;
  id: string;
  sku: string;
  name: string;
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
  return { row, branches, texts: { ...texts, ...parentTexts({ id, sku, name }, modifiers) } };
}

function parentTexts({ id, sku, name }: Parent, modifiers: readonly string[]): Texts {
  return {
    'product.id': id,
    'product.sku': sku,
    'product.name': name,
    'product.modifiers': modifiers.join('|'),
  };
}

/** A variant, and what it costs: by itself, and in each branch. */
interface Priced {
  named: NamedItem;
  price: number;
  branches: ReadonlyMap<string, number>;
}

/** One choice among options, and what each of them costs more than the product. */
interface Choices {
  name: string;
  options: readonly { name: string; adds: number; of: Priced }[];
}

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
): { rows: MadeRow[]; findings: Finding[] } | undefined {
  const priced = variants.map((named) => readPrices(named, rules));
  const [first] = variants;
  if (!first || !priced.every((one) => one !== undefined)) return undefined;
  const base = cheapest(priced);
  const apart = choicesApart(priced, base);
  const isFlat = !apart && first.item.options.length > 1;
  const modifiers = new Set(variants.flatMap(({ item }) => item.modifiers ?? []));
  const own: Texts = {
    ...shared(variants.map(({ item }) => item.texts)),
    ...parentTexts(parent, [...modifiers]),
    'product.price': base.named.item.texts['product.price'] ?? '',
    'product.is_active': anyYes(variants.map(({ item }) => item.texts['product.is_active'])),
  };
  const bases = cheapestByBranch(priced);
  const options = (apart ?? [together(priced, base)]).flatMap((choices, i) =>
    optionRows(parent.id, choices, i, bases),
  );
  const rows = options.map((option, i): MadeRow => {
    if (i > 0) return { ...option, texts: { 'product.id': parent.id, ...option.texts } };
    return {
      row: first.item.row,
      branches: parentBranches(priced, bases),
      texts: { ...own, ...option.texts },
    };
  });
  return { rows, findings: isFlat ? [flattened(parent, variants)] : [] };
}

function flattened({ name }: Parent, variants: readonly NamedItem[]): Finding {
  const what = `"${name}" costs other than the sums of its choices, or lacks combinations: each combination is one option`;
  return leftOut(
    what,
    variants.map(({ item }) => item.row),
  );
}

function readPrices(named: NamedItem, rules: CellRules): Priced | undefined {
  const read = (text = '') => {
    const value = text.trim() === '' ? undefined : kinds.money(text.trim(), rules);
    return typeof value === 'number' ? value : undefined;
  };
  const price = read(named.item.texts['product.price']);
  if (price === undefined) return undefined;
  const branches = new Map<string, number>();
  for (const [branch, texts] of named.item.branches ?? []) {
    const there = read(texts.price);
    if (there === undefined && texts.price?.trim()) return undefined;
    branches.set(branch, there ?? price);
  }
  return { named, price, branches };
}

/** The first text of each field. */
function shared(all: readonly Texts[]): Texts {
  return Object.fromEntries([...all].reverse().flatMap(filled));
}

function filled(texts: Texts): [string, string | undefined][] {
  return Object.entries(texts).filter(([, text = '']) => text.trim() !== '');
}

function cheapest([first, ...others]: readonly Priced[]): Priced {
  if (!first) throw new Error('there is no variant');
  return others.reduce((least, one) => (one.price < least.price ? one : least), first);
}

/** The yes among texts, or else the first of them. */
function anyYes(texts: readonly (string | undefined)[]): string {
  return texts.find((text = '') => kinds.boolean(text.trim()) === true) ?? texts[0] ?? '';
}

/** What one amount is more than another, exactly to the third decimal. */
function difference(more: number, less: number): number {
  return Math.round((more - less) * 1000) / 1000;
}

function together(priced: readonly Priced[], base: Priced): Choices {
  const names = base.named.item.options.map(({ name }) => name);
  return {
    name: names.join(', ') || 'Variant',
    options: priced.map((of) => {
      const values = of.named.item.options.map(({ value }) => value);
      const name = values.join(', ') || of.named.name;
      return { name, adds: difference(of.price, base.price), of };
    }),
  };
}

/** Each choice by itself; undefined where only all of them together have a price. */
function choicesApart(priced: readonly Priced[], base: Priced): Choices[] | undefined {
  const axes = base.named.item.options;
  if (axes.length < 2 || base.named.item.branches?.size) return undefined;
  const choices = axes.map(({ name }, axis): Choices => {
    const others = (one: Priced) => one.named.item.options.filter((_, i) => i !== axis);
    const alone = priced.filter((one) => others(one).every((o, i) => o.value === others(base)[i]?.value));
    return {
      name,
      options: alone.map((of) => {
        const option = of.named.item.options[axis]?.value ?? '';
        return { name: option, adds: difference(of.price, base.price), of };
      }),
    };
  });
  const combinations = choices.reduce((count, { options }) => count * options.length, 1);
  const isSum = (one: Priced) => {
    const added = choices.map(({ options }, axis) => {
      const value = one.named.item.options[axis]?.value;
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
  return ({ named }: Priced) =>
    named.item.texts['product.is_active'] === base.named.item.texts['product.is_active'];
}

function optionRows(productId: string, { name, options }: Choices, index: number, bases: Bases): MadeRow[] {
  const modifierId = `${productId}-${slug(name)}`;
  return options.flatMap(({ name: option, adds, of }, i): MadeRow[] => {
    const { row, texts } = of.named.item;
    const ids = { 'modifier.id': modifierId, 'option.id': `${modifierId}-${slug(option)}` } as const;
    const own: Texts = {
      ...ids,
      ...(i === 0 && modifierTexts(name, index)),
      'option.name': option,
      'option.sku': of.named.item.options.length > 1 ? '' : (of.named.item.sources.sku ?? ''),
      'option.price': String(adds),
      'option.is_active': texts['product.is_active'] ?? '',
      'option.priority': String(i + 1),
    };
    const [first, ...more] = branchTexts(of, bases);
    return [
      { row, texts: { ...own, ...first } },
      ...more.map((branch) => ({ row, texts: { ...ids, ...branch } })),
    ];
  });
}

function modifierTexts(name: string, index: number): Texts {
  return {
    'modifier.name': name,
    'modifier.minimum_options': '1',
    'modifier.maximum_options': '1',
    'modifier.priority': String(index + 1),
  };
}

/** The cheapest variant of each branch: what the product costs there. */
type Bases = ReadonlyMap<string, Priced>;

function cheapestByBranch(priced: readonly Priced[]): Bases {
  const bases = new Map<string, Priced>();
  for (const one of priced) {
    for (const [branch, price] of one.branches) {
      const least = bases.get(branch)?.branches.get(branch);
      if (least === undefined || price < least) bases.set(branch, one);
    }
  }
  return bases;
}

/** The product in its branches. Stock is left out: Blink counts products, not options. */
function parentBranches(priced: readonly Priced[], bases: Bases): ReadonlyMap<string, BranchTexts> {
  const active = (branch: string) => priced.map(({ named }) => named.item.branches?.get(branch)?.is_active);
  return new Map(
    [...bases].map(([branch, { named }]) => {
      const price = named.item.branches?.get(branch)?.price ?? '';
      return [branch, { price, is_active: anyYes(active(branch)) }];
    }),
  );
}

function branchTexts({ named, branches }: Priced, bases: Bases): Texts[] {
  return [...branches].map(([branch, price]) => ({
    'optionBranch.id': branch,
    'optionBranch.is_active': named.item.branches?.get(branch)?.is_active ?? '',
    'optionBranch.price': String(difference(price, bases.get(branch)?.branches.get(branch) ?? price)),
  }));
}
