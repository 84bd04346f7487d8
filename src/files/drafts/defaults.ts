import { CliError } from '../../errors.ts';
import { nearest } from '../../spelling.ts';
import { type CellRules, type CellValue, cleanCell, Refusal, readCell } from '../cells/cells.ts';
import { type Column, menuColumns } from '../sheet/columns.ts';
import type { TableKind } from '../sheet/table-kind.ts';
import type { Draft } from './draft.ts';

/** What an operator gave for cells that say nothing. */
interface GivenDefaults {
  default?: readonly string[] | undefined;
  category?: string | undefined;
}

/**
 * A kind of file whose blank cells and absent columns say what the operator gave: `is_active=yes`.
 * @throws CliError `usage` for a field that there is not, or that cannot be the same everywhere
 */
export function withDefaults<Kind extends TableKind>(kind: Kind, given: GivenDefaults & CellRules): Kind {
  const defaults = new Map((given.default ?? []).flatMap((text) => readDefault(text, kind, given)));
  for (const column of kind.columns) {
    const isName = column.level === 'category' && (column.key === 'id' || column.key === 'name');
    if (given.category !== undefined && isName) defaults.set(column, given.category);
  }
  if (defaults.size === 0) return kind;
  return { ...kind, defaults, required: kind.required.filter((column) => !defaults.has(column)) };
}

function readDefault(text: string, { columns }: TableKind, rules: CellRules): [Column, CellValue][] {
  const [, name = '', value = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  const column = columns.find((one) => one.name === name.trim());
  const cell = cleanCell(value);
  if (cell === '' || name.trim() === '') throw refuse(text, 'write it as field=value, like is_active=yes.');
  // What is said of a menu may be said again where its stock is read from the same file.
  if (!column && menuColumns.some((one) => one.name === name.trim())) return [];
  if (!column) {
    const near = nearest(
      name.trim(),
      columns.map((one) => one.name),
    );
    throw refuse(text, `there is no field "${name.trim()}".${near ? ` Did you mean "${near}"?` : ''}`);
  }
  if (isOwn(column)) throw refuse(text, `no two of them may have the same ${column.name}.`);
  const read = readCell(column.kind, cell, { ...rules, typed: true });
  if (read instanceof Refusal) throw refuse(text, `expected ${read.expected}.`, read.hint);
  return [[column, read]];
}

/** What tells items apart cannot be the same in all of them. */
function isOwn({ level, key }: Column): boolean {
  return level !== 'category' && (key === 'id' || key === 'sku');
}

function refuse(text: string, why: string, hint?: string): CliError {
  return new CliError('usage', `--default ${text}: ${why}`, { hint });
}

/** Gives a draft, and those below it, what none of their cells says. */
export function fillDefaults(draft: Draft, { defaults, nesting }: TableKind): void {
  if (defaults === undefined) return;
  const isMissingCategory = nesting.hasCategory && draft.level === nesting.level && !draft.category;
  const hasCategory = [...defaults.keys()].some(({ level }) => level === 'category');
  if (isMissingCategory && hasCategory) draft.category = { level: 'category', row: draft.row, fields: {} };
  fill(draft, defaults);
}

function fill(draft: Draft, defaults: ReadonlyMap<Column, CellValue>): void {
  for (const [{ level, key }, value] of defaults) {
    if (level === draft.level && !(key in draft.fields)) draft.fields[key] = value;
  }
  const { category, branches = [], modifiers = [], options = [] } = draft;
  for (const below of [...(category ? [category] : []), ...branches, ...modifiers, ...options])
    fill(below, defaults);
}
