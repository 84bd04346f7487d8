import { type Finding, mostFindings } from '../../problem.ts';
import { columnsOf, type Level } from '../../sheet/columns.ts';
import type { BoundColumn } from '../../sheet/header.ts';
import type { Fields, Part } from './part.ts';

const requiredOf = (level: Level) => columnsOf(level).filter((column) => column.required);

const required = {
  product: requiredOf('product'),
  category: requiredOf('category'),
  branch: requiredOf('branch'),
  modifier: requiredOf('modifier'),
  option: requiredOf('option'),
  optionBranch: requiredOf('optionBranch'),
  record: [],
};

const names: Record<Level, string> = {
  product: 'product',
  category: 'product',
  branch: 'branch',
  modifier: 'modifier',
  option: 'option',
  optionBranch: 'branch of an option',
  record: 'record',
};

/**
 * What parts of a menu still lack when all rows are read, and lists that are both given and said to be none.
 * A column that the file does not have at all is reported once; the header check names those of products.
 */
export function missingFields(parts: readonly Part[], columns: readonly BoundColumn[]): Finding[] {
  const findings: Finding[] = [];
  const reported = new Set<string>();
  for (const part of parts) if (findings.length < mostFindings) checkPart(part);
  return findings;

  function checkPart(part: Part): void {
    for (const { name, key, level } of required[part.level]) {
      if (key in part.fields) continue;
      const branch = part.wide ? part.fields.id : undefined;
      const bound = columns.find(({ column, branch: wide }) => column.name === name && wide === branch);
      if (bound) {
        const expected = `a value: every ${names[level]} needs one`;
        findings.push({ severity: 'error', row: part.row, index: bound.index, expected });
        continue;
      }
      const header = part.wide ? `${key} [${branch}]` : name;
      if (level !== 'product' && level !== 'category' && !reported.has(header)) {
        const message = `the column "${header}" is missing: every ${names[level]} needs it.`;
        findings.push({ severity: 'error', row: part.row, message });
      }
      reported.add(header);
    }
    checkLists(part);
    if (part.level === 'product')
      checkPart(part.category ?? { level: 'category', row: part.row, fields: {} });
    part.branches?.forEach(checkPart);
    part.modifiers?.forEach(checkPart);
    part.options?.forEach(checkPart);
  }

  function checkLists(part: Part): void {
    for (const list of ['branches', 'modifiers'] as const) {
      const said = part.fields[list];
      const isNone = said === null || said === '' || Array.isArray(said);
      if (part[list] === undefined || !isNone) continue;
      findings.push({
        severity: 'error',
        row: part.row,
        message: `its ${list} are given, and also said to be none.`,
      });
    }
  }
}

/** True where none of the fields is missing that this level needs; what is below it is not looked at. */
export function hasRequired(level: Level, fields: Fields): boolean {
  return required[level].every(({ key }) => fields[key] !== undefined);
}

function isWhole(part: Part): boolean {
  return hasRequired(part.level, part.fields) && isWholeBelow(part);
}

/** True for a product that can be compared with others, whatever else of it was refused. */
export function isComparable(part: Part): boolean {
  const { id, sku } = part.fields;
  return id !== undefined && sku !== undefined && isWholeBelow(part);
}

function isWholeBelow({ level, category, branches, modifiers, options }: Part): boolean {
  return (
    (level !== 'product' || (category !== undefined && isWhole(category))) &&
    (branches === undefined || branches.every(isWhole)) &&
    (modifiers === undefined || modifiers.every(isWhole)) &&
    (options === undefined || options.every(isWhole))
  );
}
