import type { Finding } from '../../finding.ts';
import { undecidedMark } from '../cells/cells.ts';
import type { TableKind } from '../sheet/table-kind.ts';
import { chosenName, hasTwoNames } from './chosen-name.ts';
import { type Decisions, leftOut, nameFlags, rowsHave, toDecide } from './decisions.ts';
import type { TillItem } from './till-item.ts';
import { isMenu } from './till-table.ts';
import { variantName } from './variants.ts';

/** Items after a decision of an operator, and what was left out or is still to be decided. */
interface Done {
  items: readonly TillItem[];
  findings: readonly Finding[];
}

/** What becomes of items one by one, before they are products. */
export type Step = (items: readonly TillItem[], decisions: Decisions, kind: TableKind) => Done;

/** Stock and prices alone have no names, units and categories. */
export function stepsFor(kind: TableKind): readonly Step[] {
  return isMenu(kind) ? [priced, named, weighed, categorised, alike] : [priced, alike];
}

const isVariable = (text = '') => /^\s*variable\s*$/i.test(text);

/** What costs something else each time has no price that Blink could show. */
function priced(items: readonly TillItem[], { skipVariable }: Decisions, kind: TableKind): Done {
  const variable = new Set(items.filter(({ texts }) => isVariable(texts['product.price'])));
  if (variable.size === 0) return { items, findings: [] };
  const rows = [...variable].map(({ row }) => row);
  const said = `${rowsHave(rows.length)} no price of ${rows.length === 1 ? 'its' : 'their'} own ("variable")`;
  if (skipVariable) {
    const finding = leftOut(`${said} and ${rows.length === 1 ? 'is' : 'are'} left out`, rows);
    return { items: items.filter((item) => !variable.has(item)), findings: [finding] };
  }
  // Where another file has the prices, that of this one is not missed.
  const isAsked = kind.required.some(({ level, key }) => level === 'product' && key === 'price');
  const flags = ['Write their prices in the cells, or leave them out with --skip-variable.'];
  const texts = { 'product.price': isAsked ? undecidedMark : '' };
  return {
    items: items.map((item) => (variable.has(item) ? { ...item, texts: { ...item.texts, ...texts } } : item)),
    findings: isAsked ? [toDecide(said, rows, flags)] : [],
  };
}

/** Chooses among two names. */
function named(items: readonly TillItem[], { name: choice }: Decisions): Done {
  const chosen = items.map((item) => ({ ...item, name: chosenName(item.name, item.localized, choice) }));
  const two = items.filter(({ name, localized }) => hasTwoNames(name, localized));
  const [first] = two;
  if (!first || choice !== undefined) return { items: chosen, findings: [] };
  const said = `${rowsHave(two.length)} two names, like "${first.name}" and "${first.localized}"`;
  const rows = two.map(({ row }) => row);
  return { items: chosen, findings: [toDecide(said, rows, [nameFlags])] };
}

/** What is sold by weight has a price for a unit, which no till exports: the default of `uom` is that of these alone. */
function weighed(items: readonly TillItem[], decisions: Decisions): Done {
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
function categorised(items: readonly TillItem[], decisions: Decisions, kind: TableKind): Done {
  const lacking = new Set(
    items.filter(({ texts }) => !(texts['category.id'] ?? texts['category.name'])?.trim()),
  );
  const isAsked = kind.required.some(({ level }) => level === 'category');
  if (lacking.size === 0 || !isAsked) return { items, findings: [] };
  const { category = undecidedMark } = decisions;
  const texts = { 'category.id': category, 'category.name': category };
  const placed = items.map((item) =>
    lacking.has(item) ? { ...item, texts: { ...item.texts, ...texts } } : item,
  );
  if (decisions.category !== undefined) return { items: placed, findings: [] };
  const rows = [...lacking].map(({ row }) => row);
  const flags = ['--category "Menu" puts them into the category of that name.'];
  return { items: placed, findings: [toDecide(`${rowsHave(rows.length)} no category`, rows, flags)] };
}

/** Of rows that are the same variant of the same product nobody knows which is right. The first is kept, to be checked. */
function alike(items: readonly TillItem[]): Done {
  const twins = new Map<string, [TillItem, ...TillItem[]]>();
  for (const item of items) {
    const key = JSON.stringify([item.group, ...item.options.map(({ value }) => value)]);
    const before = twins.get(key);
    if (before) before.push(item);
    else twins.set(key, [item]);
  }
  if (twins.size === items.length) return { items, findings: [] };
  const kept = [...twins.values()].map(([first]) => first);
  const several = [...twins.values()].filter(({ length }) => length > 1);
  return { items: kept, findings: [givenTwice(several)] };
}

function givenTwice(twins: readonly (readonly TillItem[])[]): Finding {
  const example = `"${variantName(twins[0]?.[0])}"`;
  const said =
    twins.length === 1
      ? `${example} is there more than once`
      : `${twins.length} products or variants are there more than once, like ${example}`;
  const rows = twins.flatMap((same) => same.map(({ row }) => row)).sort((a, b) => a - b);
  const mend = 'Delete the rows that are too many, or give their variants other names.';
  return toDecide(said, rows, [mend]);
}
