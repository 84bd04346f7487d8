import type { Finding } from '../../finding.ts';
import { type CellRules, undecidedMark } from '../cells/cells.ts';
import type { TableKind } from '../sheet/table-kind.ts';
import { chosenName, hasTwoNames } from './chosen-name.ts';
import { type Decisions, leftOut, nameFlags, rowsHave, toDecide } from './decisions.ts';
import { makeIds } from './made-ids.ts';
import type { Till, TillItem } from './till-item.ts';
import { isMenu } from './till-table.ts';
import { asModifier, asProduct, type MadeRow, type NamedItem } from './variants.ts';

/** Rows of our fields that items become, and what was left out of them or is still to be decided. */
export interface ItemRows {
  rows: readonly MadeRow[];
  findings: readonly Finding[];
}

/** What is known of a step after which there are other items. */
interface Step {
  items: readonly TillItem[];
  findings: readonly Finding[];
}

/** Turns a till's items into rows of ours, as the operator decided. */
export function itemRows(
  items: readonly TillItem[],
  till: Till,
  kind: TableKind,
  rules: CellRules & Decisions,
): ItemRows {
  const steps = [priced, ...(isMenu(kind) ? [named, weighed, categorised] : [])];
  const findings: Finding[] = [];
  let left = items;
  for (const step of steps) {
    const done: Step = step(left, rules, kind);
    findings.push(...done.findings);
    left = done.items;
  }
  const groups = groupsOf(left);
  const several = groups.filter((group) => group.length > 1);
  if (several.length > 0 && !rules.variants) findings.push(variantsToDecide(several));
  const made =
    rules.variants === 'modifier' ? modifierRows(groups, till, kind, rules) : productRows(left, till, rules);
  return { rows: made.rows, findings: [...findings, ...made.findings] };
}

const isVariable = (text = '') => /^\s*variable\s*$/i.test(text);

/** What costs something else each time has no price that Blink could show. */
function priced(items: readonly TillItem[], { skipVariable }: Decisions, kind: TableKind): Step {
  const variable = items.filter(({ texts }) => isVariable(texts['product.price']));
  if (variable.length === 0) return { items, findings: [] };
  const rows = variable.map(({ row }) => row);
  const said = `${rowsHave(rows.length)} no price of ${rows.length === 1 ? 'its' : 'their'} own ("variable")`;
  if (skipVariable) {
    const finding = leftOut(`${said} and ${rows.length === 1 ? 'is' : 'are'} left out`, rows);
    return { items: items.filter((item) => !variable.includes(item)), findings: [finding] };
  }
  // Where another file has the prices, that of this one is not missed.
  const isAsked = kind.required.some(({ level, key }) => level === 'product' && key === 'price');
  const flags = ['Write their prices in the cells, or leave them out with --skip-variable.'];
  const texts = { 'product.price': isAsked ? undecidedMark : '' };
  return {
    items: items.map((item) =>
      variable.includes(item) ? { ...item, texts: { ...item.texts, ...texts } } : item,
    ),
    findings: isAsked ? [toDecide(said, rows, flags)] : [],
  };
}

/** Chooses among two names. */
function named(items: readonly TillItem[], { name: choice }: Decisions): Step {
  const chosen = items.map((item) => ({ ...item, name: chosenName(item.name, item.localized, choice) }));
  const two = items.filter(({ name, localized }) => hasTwoNames(name, localized));
  const [first] = two;
  if (!first || choice !== undefined) return { items: chosen, findings: [] };
  const said = `${rowsHave(two.length)} two names, like "${first.name}" and "${first.localized}"`;
  const rows = two.map(({ row }) => row);
  return { items: chosen, findings: [toDecide(said, rows, [nameFlags])] };
}

/** What is sold by weight has a price for a unit, which no till exports: the default of `uom` is that of these alone. */
function weighed(items: readonly TillItem[], decisions: Decisions): Step {
  const rows = items.filter(({ isWeighed }) => isWeighed).map(({ row }) => row);
  if (rows.length === 0) return { items, findings: [] };
  const unit = decisions.default?.find((text) => text.startsWith('uom='))?.slice('uom='.length);
  const said = `${rows.length === 1 ? '1 row is' : `${rows.length} rows are`} sold by weight, and the file does not say in which unit`;
  const flags = ['--default uom=kg says that prices are for a kilogram.'];
  const placed = items.map((item) => {
    const uom = (item.isWeighed ? unit : item.texts['product.uom']) ?? undecidedMark;
    return { ...item, texts: { ...item.texts, 'product.uom': uom } };
  });
  return { items: placed, findings: unit === undefined ? [toDecide(said, rows, flags)] : [] };
}

/** Every product needs a category. */
function categorised(items: readonly TillItem[], decisions: Decisions, kind: TableKind): Step {
  const lacking = items.filter(({ texts }) => !(texts['category.id'] ?? texts['category.name'])?.trim());
  const isAsked = kind.required.some(({ level }) => level === 'category');
  if (lacking.length === 0 || !isAsked) return { items, findings: [] };
  const { category = undecidedMark } = decisions;
  const texts = { 'category.id': category, 'category.name': category };
  const placed = items.map((item) =>
    lacking.includes(item) ? { ...item, texts: { ...item.texts, ...texts } } : item,
  );
  if (decisions.category !== undefined) return { items: placed, findings: [] };
  const rows = lacking.map(({ row }) => row);
  const flags = ['--category "Menu" puts them into the category of that name.'];
  return { items: placed, findings: [toDecide(`${rowsHave(rows.length)} no category`, rows, flags)] };
}

function groupsOf(items: readonly TillItem[]): readonly (readonly [TillItem, ...TillItem[]])[] {
  const groups = new Map<string, [TillItem, ...TillItem[]]>();
  for (const item of items) {
    const group = groups.get(item.group);
    if (group) group.push(item);
    else groups.set(item.group, [item]);
  }
  return [...groups.values()];
}

const shownVariants = 3;

function variantsToDecide(groups: readonly (readonly [TillItem, ...TillItem[]])[]): Finding {
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
  return options.map(({ value }) => value).join(', ');
}

/** `Chicken Karahi, Half`. */
function variantName(item: TillItem | undefined): string {
  return item ? [item.name, ...item.options.map(({ value }) => value)].join(', ') : '';
}

function productRows(items: readonly TillItem[], till: Till, decisions: Decisions): ItemRows {
  const { named, findings } = identify(items, items.map(variantName), till, decisions);
  return { rows: named.map(asProduct), findings };
}

/** Items with their ids, skus and names. */
function identify(
  items: readonly TillItem[],
  names: readonly string[],
  { ids: usual }: Till,
  { idFrom, skuFrom }: Decisions,
): { named: NamedItem[]; findings: Finding[] } {
  const ids = makeIds(items, { what: 'id', flag: '--id-from', given: idFrom, usual: usual.id });
  const skus = makeIds(items, { what: 'sku', flag: '--sku-from', given: skuFrom, usual: usual.sku });
  const named = items.map((item, i) => ({
    ...{ item, id: ids.ids[i] ?? '', sku: skus.ids[i] ?? '', name: names[i] ?? '' },
  }));
  return { named, findings: [...ids.findings, ...skus.findings] };
}

/** One product of the variants of each, where there are several. */
function modifierRows(
  groups: readonly (readonly [TillItem, ...TillItem[]])[],
  till: Till,
  kind: TableKind,
  rules: CellRules & Decisions,
): ItemRows {
  const hasOptions = kind.columns.some(({ level }) => level === 'option');
  const counted = hasOptions ? [] : groups.filter((group) => group.length > 1);
  const kept = groups.filter((group) => !counted.includes(group));
  const parents = kept.map((group) => (group.length > 1 ? parentOf(group) : group[0]));
  const { named, findings } = identify(parents, parents.map(variantName), till, rules);
  const rows: MadeRow[] = [];
  const found: Finding[] = [...findings];
  if (counted.length > 0) {
    const what =
      'stock and prices are kept for products, not for options: the variants of these products are left out';
    found.push(
      leftOut(
        what,
        counted.flatMap((group) => group.map(({ row }) => row)),
      ),
    );
  }
  kept.forEach((group, i) => {
    const parent = named[i];
    if (!parent) return;
    const variants = group.map((item) => ({ ...parent, item, name: variantName(item) }));
    const made = group.length > 1 ? asModifier(parent, variants, rules) : undefined;
    if (made) {
      rows.push(...made.rows);
      found.push(...made.findings);
    } else if (group.length === 1) rows.push(asProduct(parent));
    else
      variants.forEach((variant, j) => {
        rows.push(asProduct({ ...variant, id: `${undecidedMark} ${i} ${j}`, sku: undecidedMark }));
      });
  });
  return { rows, findings: found };
}

/** The product that variants are of. Their skus and tokens are their own, so its handle stands for all of these. */
function parentOf([first]: readonly [TillItem, ...TillItem[]]): TillItem {
  const handle = first.sources.handle ?? first.group;
  return { ...first, options: [], sources: { handle, token: handle, sku: handle } };
}
