import { groupBy } from '../../../menu/audit/rule.ts';
import type { BranchPrice, FieldChange, MenuDiff, PriceMove, ProductName } from '../../../menu/diff.ts';
import { signed } from '../../../menu/limits.ts';
import { wholeChanges } from '../../../menu/whole-changes.ts';

/** What changes in a menu, in the order in which it matters, and in words. */
export interface DiffSection {
  title: string;
  sign: '+' | '-' | '~';
  items: readonly DiffItem[];
}

export interface DiffItem {
  name: string;
  id: string;
  /** What stands behind the name. */
  what?: string;
  /** More of it, a line each. */
  lines: readonly string[];
}

/** Sections that have anything in them: prices first, because a wrong one costs most. */
export function diffSections(diff: MenuDiff): DiffSection[] {
  const names = ({ id, name }: ProductName): DiffItem => ({ id, name, lines: [] });
  const sections: DiffSection[] = [
    { title: 'Prices', sign: '~', items: priceItems(diff) },
    {
      title: 'New',
      sign: '+',
      items: diff.added.map((one) => ({ ...names(one), what: `price ${one.price}` })),
    },
    { title: 'Gone', sign: '-', items: diff.gone.map(names) },
    { title: 'Marked as deleted', sign: '-', items: diff.deleted.map(names) },
    { title: 'Other changes', sign: '~', items: otherItems(diff) },
  ];
  return sections.filter(({ items }) => items.length > 0);
}

/** `3 new, 12 changed, 1 gone, 44 unchanged`. */
export function diffCounts({ added, changed, gone, deleted, unchanged }: MenuDiff): string {
  return `${added.length} new, ${changed.length} changed, ${gone.length + deleted.length} gone, ${unchanged} unchanged`;
}

function priceItems({ changed, priceMoves }: MenuDiff): DiffItem[] {
  const movesOf = groupBy(priceMoves, ({ id }) => id);
  return changed.flatMap(({ id, name, keepPrice }): DiffItem[] => {
    const moves = movesOf.get(id) ?? [];
    if (moves.length === 0) return [];
    const own = moves.find(({ field }) => field === 'price');
    const others = moves.filter((move) => move !== own);
    const kept = keepPrice.length > 0 ? [keptWords(keepPrice)] : [];
    const lines = [...kept, ...others.map((move) => `${fieldWords(move.field)}: ${moveWords(move)}`)];
    return [{ id, name, ...(own && { what: moveWords(own) }), lines }];
  });
}

function moveWords({ before, after, percent }: PriceMove): string {
  return `${before} → ${after} (${signed(percent)})`;
}

/** `branches 64 (560) and 65 (490) keep their own`. */
function keptWords(kept: readonly BranchPrice[]): string {
  const named = kept.map(({ branch, price }) => `${branch} (${price})`);
  const list = [named.slice(0, -1).join(', '), ...named.slice(-1)].filter(Boolean).join(' and ');
  return kept.length === 1 ? `branch ${list} keeps its own price` : `branches ${list} keep their own price`;
}

function otherItems({ changed, priceMoves, deleted }: MenuDiff): DiffItem[] {
  const moved = new Set(priceMoves.map(({ id, field }) => `${id} ${field}`));
  const isDeleted = new Set(deleted.map(({ id }) => id));
  return changed.flatMap(({ id, name, changes }): DiffItem[] => {
    const others = wholeChanges(changes)
      .filter(({ field }) => !moved.has(`${id} ${field}`))
      .filter(({ field }) => field !== 'deleted_at' || !isDeleted.has(id));
    return others.length > 0 ? [{ id, name, lines: others.map(changeWords) }] : [];
  });
}

function changeWords({ field, before, after }: FieldChange): string {
  const name = fieldWords(field);
  if (!field.endsWith(']')) return `${name}: ${shown(before)} → ${shown(after)}`;
  return after === undefined ? `${name} is gone (${before})` : `${name} is new (${after})`;
}

const listed = { branches: 'branch', modifiers: 'modifier', options: 'option' } as const;

/** `modifiers[dips].options[raita].price` is `modifier dips, option raita, price`. */
function fieldWords(field: string): string {
  return field
    .replace(/\b(branches|modifiers|options)\[([^\]]*)\]/g, (_, list: keyof typeof listed, id: string) => {
      return `${listed[list]} ${id}`;
    })
    .replaceAll('.', ', ');
}

const longest = 60;

function shown(value: FieldChange['before']): string {
  if (value === undefined || value === null || value === '') return 'nothing';
  const text = String(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
