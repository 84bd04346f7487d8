import { nearest } from '../../../spelling.ts';
import type { CellRules } from '../../cells/cells.ts';
import { type Finding, type Problem, Unreadable } from '../../problem.ts';
import type { Encoding } from '../../readers/encoding.ts';
import type { Source } from '../../readers/source.ts';
import { columnsOf, sharedModifiersColumn } from '../../sheet/columns.ts';
import { inRowOrder } from '../../sheet/places.ts';
import { readSheet, type SheetKind } from '../../sheet/sheet.ts';
import { groupRows } from './group.ts';
import type { Part } from './part.ts';

const columns = [...columnsOf('modifier'), ...columnsOf('option'), ...columnsOf('optionBranch')];

const modifierSheet: SheetKind = {
  columns,
  required: columns.filter(({ level, required }) => level === 'modifier' && required),
  group: (binding, rules) => groupRows('modifier', binding, rules),
};

/**
 * Gives products the modifiers they name in the column `modifiers` (`size|sauce`), from a file of their own.
 * @returns `findings` in the product file and `problems` in the modifier file
 */
export async function useSharedModifiers(
  products: readonly Part[],
  source: Source | undefined,
  rules: CellRules & { encoding?: Encoding | undefined },
): Promise<{ findings: Finding[]; problems: Problem[] }> {
  const named = products.map(takeNames);
  const first = named.findIndex((ids) => ids.length > 0);
  if (!source || first < 0) return { findings: unused(source, first), problems: [] };
  const { modifiers, problems } = await readModifiers(source, rules);
  const known = new Map(modifiers.map((part) => [String(part.fields.id), part]));
  if (known.size === 0) return { findings: [], problems };
  const findings = products.flatMap((product, i) => {
    const ids = named[i] ?? [];
    if (ids.length === 0) return [];
    const found = [...new Set(ids)].flatMap((id) => known.get(id) ?? []);
    product.modifiers = [...(product.modifiers ?? []), ...found];
    return wrongNames(ids, known, source).map((finding): Finding => {
      return { severity: 'error', path: ['products', i, sharedModifiersColumn.key], ...finding };
    });
  });
  return { findings, problems };
}

/** Takes the ids out of a product, where the column's text is until the modifiers themselves are there. */
function takeNames({ fields }: Part): readonly string[] {
  const { key } = sharedModifiersColumn;
  const names = fields[key];
  if (typeof names !== 'string') return [];
  fields[key] = names === '' ? [] : undefined;
  return names.split('|').filter((id) => id !== '');
}

function unused(source: Source | undefined, first: number): Finding[] {
  const { name, key } = sharedModifiersColumn;
  if (first >= 0) {
    const message = `the column "${name}" names modifiers, but not what is in them.`;
    const hint = 'Give the file that has their options with --modifiers FILE.';
    return [{ severity: 'error', path: ['products', first, key], message, hint }];
  }
  if (!source) return [];
  const message = `${source.name} is not used: no product names a modifier in a column "${name}".`;
  return [{ severity: 'warning', message }];
}

async function readModifiers(
  source: Source,
  rules: CellRules & { encoding?: Encoding | undefined },
): Promise<{ modifiers: readonly Part[]; problems: Problem[] }> {
  try {
    const sheet = await readSheet(source, modifierSheet, rules, rules.encoding);
    for (const part of sheet.parts) part.file = source.name;
    const problems = inRowOrder(await sheet.place(sheet.findings));
    if (sheet.parts.length > 0 || problems.length > 0) return { modifiers: sheet.parts, problems };
    const message = 'there are no modifiers in this file.';
    return { modifiers: [], problems: [{ severity: 'error', file: source.name, message }] };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const { path: _, index: __, ...problem } = error.finding;
    return { modifiers: [], problems: [{ ...problem, file: source.name }] };
  }
}

function wrongNames(
  ids: readonly string[],
  known: ReadonlyMap<string, Part>,
  { name }: Source,
): Omit<Finding, 'severity'>[] {
  return ids.flatMap((id, i) => {
    if (ids.indexOf(id) < i) return [{ value: id, expected: 'each modifier once' }];
    if (known.has(id)) return [];
    const meant = nearest(id, known.keys());
    return [
      { value: id, expected: `modifiers that are in ${name}`, hint: meant && `Did you mean "${meant}"?` },
    ];
  });
}
