import { nearest } from '../spelling.ts';
import type { CellRules } from './cells.ts';
import { columnsOf, sharedModifiersColumn } from './columns.ts';
import type { Part } from './part.ts';
import type { Finding, Problem } from './problem.ts';
import type { Encoding } from './readers/encoding.ts';
import type { Source } from './readers/source.ts';
import { readSheet } from './sheet.ts';

const columns = [...columnsOf('modifier'), ...columnsOf('option'), ...columnsOf('optionBranch')];

const modifierSheet = {
  root: 'modifier',
  columns,
  required: columns.filter(({ level, required }) => level === 'modifier' && required),
} as const;

/**
 * Gives products the modifiers they name in the column `modifiers` (`size|sauce`), from a file of their own.
 * @returns `findings` in the product file and `problems` in the modifier file
 */
export async function useSharedModifiers(
  products: readonly Part[],
  source: Source | undefined,
  rules: CellRules & { encoding?: Encoding | undefined },
): Promise<{ findings: Finding[]; problems: Problem[] }> {
  const users = products.filter(({ shared }) => shared !== undefined);
  const [first] = users;
  if (!first) return { findings: [], problems: [] };
  if (!source) {
    const message = `the column "${sharedModifiersColumn}" names modifiers, but not what is in them.`;
    const hint = 'Give the file that has their options with --modifiers FILE.';
    return { findings: [{ severity: 'error', row: first.row, message, hint }], problems: [] };
  }
  const sheet = await readSheet(source, modifierSheet, rules, rules.encoding);
  const modifiers = new Map(sheet.parts.map((part) => [String(part.fields.id), part]));
  for (const part of sheet.parts) part.file = source.name;
  const findings = users.flatMap((product) => {
    const ids = product.shared ?? [];
    product.modifiers = [...(product.modifiers ?? []), ...ids.flatMap((id) => modifiers.get(id) ?? [])];
    return ids
      .filter((id) => !modifiers.has(id))
      .map((id) => unknownModifier(product, id, source, modifiers));
  });
  return { findings, problems: await sheet.place(sheet.findings) };
}

function unknownModifier(
  product: Part,
  id: string,
  source: Source,
  known: ReadonlyMap<string, Part>,
): Finding {
  const meant = nearest(id, known.keys());
  return {
    severity: 'error',
    row: product.row,
    value: id,
    expected: `modifiers that are in ${source.name}`,
    hint: meant && `Did you mean "${meant}"?`,
  };
}
