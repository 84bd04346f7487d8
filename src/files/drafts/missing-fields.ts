import type { Finding } from '../../finding.ts';
import type { Column, Level } from '../sheet/columns.ts';
import type { BoundColumn } from '../sheet/header.ts';
import type { TableKind } from '../sheet/table-kind.ts';
import type { Draft } from './draft.ts';

/** Finds what a draft lacks whose rows are all read, and what those below it lack. */
export type FindMissing = (draft: Draft) => void;

const nouns: Partial<Record<Level, string>> = { category: 'product', optionBranch: 'branch of an option' };

/**
 * Adds to `findings` the fields that drafts need and lack, and the lists that are both given and said to be none.
 * A column that the file does not have at all is reported once; the header check names those of the items themselves.
 * @param bound the columns of the file
 */
export function missingFields(
  { columns, many, nesting }: TableKind,
  bound: readonly BoundColumn[],
  findings: Finding[],
): FindMissing {
  const requiredOf = (level: Level) => columns.filter((column) => column.required && column.level === level);
  const required = new Map(columns.map(({ level }) => [level, requiredOf(level)]));
  const reported = new Set<string>();

  function find(draft: Draft): void {
    for (const column of required.get(draft.level) ?? []) {
      if (!(column.key in draft.fields)) report(draft, column);
    }
    for (const list of ['branches', 'modifiers'] as const) {
      if (!isGivenAndNone(draft, list)) continue;
      const message = `its ${list} are given, and also said to be none.`;
      findings.push({ severity: 'error', row: draft.row, message });
    }
    if (nesting.hasCategory && draft.level === nesting.level)
      find(draft.category ?? { level: 'category', row: draft.row, fields: {} });
    draft.branches?.forEach(find);
    draft.modifiers?.forEach(find);
    draft.options?.forEach(find);
  }

  function report({ row, wide, fields, level }: Draft, { name, key }: Column): void {
    const branch = wide ? fields.id : undefined;
    const there = bound.find((one) => one.column.name === name && one.branch === branch);
    const who = level === 'record' ? `each of the ${many}` : `every ${nouns[level] ?? level}`;
    if (there) {
      const expected = `a value: ${who} needs one`;
      findings.push({ severity: 'error', row, index: there.index, expected });
      return;
    }
    const header = wide ? `${key} [${branch}]` : name;
    const isNamed = level === 'product' || level === 'category' || level === 'record';
    if (!isNamed && !reported.has(header)) {
      const message = `the column "${header}" is missing: ${who} needs it.`;
      findings.push({ severity: 'error', row, message });
    }
    reported.add(header);
  }

  return find;
}

function isGivenAndNone(draft: Draft, list: 'branches' | 'modifiers'): boolean {
  const said = draft.fields[list];
  return (draft[list]?.length ?? 0) > 0 && (said === null || said === '' || Array.isArray(said));
}
