import type { Finding } from '../../finding.ts';
import { type CellRules, undecidedMark } from '../cells/cells.ts';
import type { TableKind } from '../sheet/table-kind.ts';
import { type Decisions, type IdSource, leftOut, toDecide } from './decisions.ts';
import { stepsFor } from './item-steps.ts';
import { makeIds } from './made-ids.ts';
import type { Till, TillItem } from './till-item.ts';
import { isMenu } from './till-table.ts';
import {
  asModifier,
  asProduct,
  type ChoiceShape,
  type MadeRow,
  type NamedItem,
  variantName,
} from './variants.ts';

/** Rows of our fields that items become, and what was left out of them or is still to be decided. */
export interface ItemRows {
  rows: readonly MadeRow[];
  findings: readonly Finding[];
}

/** The variants of one product, or a product that has none. */
type Variants = readonly [TillItem, ...TillItem[]];

/** Turns a till's items into rows of ours, as the operator decided. */
export function itemRows(
  items: readonly TillItem[],
  till: Till,
  kind: TableKind,
  rules: CellRules & Decisions,
): ItemRows {
  const findings: Finding[] = [];
  let left = items;
  for (const step of stepsFor(kind)) {
    const done = step(left, rules, kind);
    findings.push(...done.findings);
    left = done.items;
  }
  const groups = groupsOf(left);
  const several = groups.filter((group) => group.length > 1);
  if (several.length > 0 && !rules.variants) findings.push(variantsToDecide(several));
  const made =
    rules.variants === 'modifier'
      ? modifierRows(groups, till, kind, rules)
      : productRows(left, till, kind, rules);
  return { rows: made.rows, findings: [...findings, ...made.findings] };
}

function groupsOf(items: readonly TillItem[]): readonly Variants[] {
  const groups = new Map<string, [TillItem, ...TillItem[]]>();
  for (const item of items) {
    const group = groups.get(item.group);
    if (group) group.push(item);
    else groups.set(item.group, [item]);
  }
  return [...groups.values()];
}

const shownVariants = 3;

function variantsToDecide(groups: readonly Variants[]): Finding {
  const [first = []] = groups;
  const names = first.map(valuesOf);
  const shown = names.slice(0, shownVariants).join('; ');
  const example = `"${first[0]?.name}" (${shown}${names.length > shownVariants ? ' …' : ''})`;
  const said =
    groups.length === 1
      ? `${example} has variants, and Blink has none`
      : `${groups.length} products have variants, like ${example}, and Blink has none`;
  return toDecide(
    said,
    groups.map(([{ row }]) => row),
    [
      `--variants products makes each a product of its own ("${variantName(first[0])}").`,
      '--variants modifier makes one product of them, with a choice that it requires.',
    ],
  );
}

function valuesOf({ options }: TillItem): string {
  return options.map(({ value }) => value).join(', ') || 'no option';
}

function productRows(
  items: readonly TillItem[],
  till: Till,
  kind: TableKind,
  decisions: Decisions,
): ItemRows {
  const { named, findings } = identify(items, items.map(variantName), till, kind, decisions);
  return { rows: named.map(asProduct), findings };
}

/** Items with their ids, skus and names. */
function identify(
  items: readonly TillItem[],
  names: readonly string[],
  { ids: usual, sourceNames: called }: Till,
  kind: TableKind,
  { idFrom, skuFrom }: Decisions,
): { named: NamedItem[]; findings: Finding[] } {
  const make = (what: 'id' | 'sku', given: IdSource | undefined) =>
    makeIds(items, { what, flag: `--${what}-from`, given, usual: usual[what], names: called });
  const [ids, skus] = [make('id', idFrom), make('sku', skuFrom)];
  const named = items.map((item, i) => ({
    ...{ item, id: ids.ids[i] ?? '', sku: skus.ids[i] ?? '', name: names[i] ?? '' },
  }));
  // Stock and prices have no skus.
  return { named, findings: [...ids.findings, ...(isMenu(kind) ? skus.findings : [])] };
}

/** One product of the variants of each, where there are several. */
function modifierRows(
  groups: readonly Variants[],
  till: Till,
  kind: TableKind,
  rules: CellRules & Decisions,
): ItemRows {
  const hasOptions = kind.columns.some(({ level }) => level === 'option');
  const counted = hasOptions ? [] : groups.filter((group) => group.length > 1);
  const kept = groups.filter((group) => !counted.includes(group));
  const parents = kept.map((group) => (group.length > 1 ? parentOf(group) : group[0]));
  const { named, findings } = identify(parents, parents.map(variantName), till, kind, rules);
  const rows: MadeRow[] = [];
  const shapes: Record<ChoiceShape, Variants[]> = { one: [], apart: [], flat: [] };
  kept.forEach((group, i) => {
    const parent = named[i];
    if (!parent) return;
    const variants = group.map((item) => ({ ...parent, item, name: variantName(item) }));
    const made = group.length > 1 ? asModifier(parent, variants, rules) : undefined;
    if (made) shapes[made.shape].push(group);
    rows.push(...(made?.rows ?? (group.length > 1 ? unpriced(variants, i) : [asProduct(parent)])));
  });
  return { rows, findings: [...findings, ...lostInOptions(counted, shapes)] };
}

/** Variants without a price that can be read: they go no further than to be told. */
function unpriced(variants: readonly NamedItem[], group: number): MadeRow[] {
  return variants.map((variant, i) =>
    asProduct({ ...variant, id: `${undecidedMark} ${group} ${i}`, sku: undecidedMark }),
  );
}

/** What a product with options does not say of the variants that it was made of. */
function lostInOptions(
  counted: readonly Variants[],
  { one, apart, flat }: Record<ChoiceShape, Variants[]>,
): Finding[] {
  const hasSku = ({ sources }: TillItem) => (sources.sku ?? '') !== '';
  const hasStock = ({ branches = new Map() }: TillItem) =>
    [...branches.values()].some(({ stock_quantity: stock = '' }) => stock !== '');
  return [
    ...lost(counted, 'stock and prices are kept for products, not for options: these variants are left out'),
    ...lost(
      flat,
      `${namesOf(flat)} lack combinations, or cost other than the sums of their choices: each combination is one option`,
    ),
    ...lost(
      apart.filter((group) => group.some(hasSku)),
      'choices are options by themselves, so the skus of their combinations are left out',
    ),
    ...lost(
      [...one, ...apart, ...flat].filter((group) => group.some(hasStock)),
      'stock is kept for products, not for options: that of these variants is left out',
    ),
  ];
}

function lost(groups: readonly Variants[], what: string): Finding[] {
  return groups.length === 0
    ? []
    : [
        leftOut(
          what,
          groups.flat().map(({ row }) => row),
        ),
      ];
}

function namesOf(groups: readonly Variants[]): string {
  const names = groups.slice(0, shownVariants).map(([{ name }]) => `"${name}"`);
  const left = groups.length - names.length;
  return new Intl.ListFormat('en').format(left > 0 ? [...names, `${left} more`] : names);
}

/** The product that variants are of. Their skus and tokens are their own, so its handle stands for all of these. */
function parentOf([first]: Variants): TillItem {
  const handle = first.sources.handle ?? first.group;
  return { ...first, options: [], sources: { handle, token: handle, sku: handle } };
}
