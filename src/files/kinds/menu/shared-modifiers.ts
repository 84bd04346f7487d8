import type { Finding } from '../../../finding.ts';
import { nearest } from '../../../spelling.ts';
import type { Draft } from '../../drafts/draft.ts';
import { modifierNesting } from '../../drafts/nesting.ts';
import { openTable } from '../../open-table.ts';
import { type Problem, Unreadable, unreadableFile } from '../../problem.ts';
import { problemsIn } from '../../profiles/read-set.ts';
import { recognise } from '../../profiles/recognise.ts';
import type { Source } from '../../readers/source.ts';
import type { Text } from '../../readers/text.ts';
import { columnsOf, sharedModifiersColumn } from '../../sheet/columns.ts';
import { readSheet } from '../../sheet/read-sheet.ts';
import type { TableKind } from '../../sheet/table-kind.ts';
import type { Completion, ReadOptions } from '../file-kind.ts';

const columns = [...columnsOf('modifier'), ...columnsOf('option'), ...columnsOf('optionBranch')];

/** Files of modifiers: a modifier's fields on its first row, and one option a row. */
export const modifierTable: TableKind = {
  many: 'modifiers: this is not a menu',
  columns,
  required: columns.filter(({ level, required }) => level === 'modifier' && required),
  nesting: modifierNesting,
};

/**
 * Gives products the modifiers they name in the column `modifiers` (`size|sauce`), from a file of their own.
 */
export async function useSharedModifiers(
  products: readonly Draft[],
  source: Source | undefined,
  options: ReadOptions,
): Promise<Completion> {
  const named = products.map(takeNames);
  const first = named.findIndex((ids) => ids.length > 0);
  if (!source || first < 0) {
    const lacking = [...new Set(named.flat())];
    return { findings: unused(source, first, lacking), problems: [], lacking };
  }
  const { modifiers, problems } = await readModifiers(source, options);
  const known = new Map(modifiers.map((draft) => [String(draft.fields.id), draft]));
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
function takeNames({ fields }: Draft): readonly string[] {
  const { key } = sharedModifiersColumn;
  const names = fields[key];
  if (typeof names !== 'string') return [];
  fields[key] = names === '' ? [] : undefined;
  return names.split('|').filter((id) => id !== '');
}

function unused(source: Source | undefined, first: number, names: readonly string[]): Finding[] {
  const { name, key } = sharedModifiersColumn;
  if (first >= 0) {
    const shown =
      names.length > mostShown ? [...names.slice(0, mostShown), `${names.length - mostShown} more`] : names;
    const message = `modifiers are named, but not what is in them: ${new Intl.ListFormat('en').format(shown)}.`;
    const hint = 'Give the file that has their options with --modifiers FILE.';
    return [{ severity: 'error', path: ['products', first, key], message, hint }];
  }
  if (!source) return [];
  const message = `${source.name} is not used: no product names a modifier in a column "${name}".`;
  return [{ severity: 'warning', message }];
}

const mostShown = 10;

async function readModifiers(
  source: Source,
  options: ReadOptions,
): Promise<{ modifiers: readonly Draft[]; problems: Problem[] }> {
  let text: Text | undefined;
  try {
    text = await openTable(source, modifierTable, { encoding: options.encoding }, []);
    const sheet = await readSheet(text, recognise(text.head, modifierTable, [], 'own'), options);
    for (const draft of sheet.drafts) draft.sheet = sheet;
    const problems = await problemsIn(sheet);
    if (sheet.drafts.length > 0 || problems.length > 0) return { modifiers: sheet.drafts, problems };
    const message = 'there are no modifiers in this file.';
    return { modifiers: [], problems: [{ severity: 'error', file: source.name, message }] };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { modifiers: [], problems: [unreadableFile(source.name, error)] };
  } finally {
    await text?.close();
  }
}

function wrongNames(
  ids: readonly string[],
  known: ReadonlyMap<string, Draft>,
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
