import { nearest } from '../spelling.ts';
import { type CellRules, cleanCell, isNumber, Refusal, readCell } from './cells.ts';
import { columnsOf, type Level } from './columns.ts';
import { certainText } from './numerals.ts';
import type { Finding, Path } from './problem.ts';

/**
 * What the schema of a menu lets pass in JSON, and the cells of a CSV would not: names nearly right, texts with lost
 * letters, amounts with too many decimals.
 */
export function checkJsonProduct(product: unknown, path: Path, rules: JsonRules): Finding[] {
  return checkLevel('product', product, path, rules);
}

export interface JsonRules extends CellRules {
  /** The unknown fields that were told of already: most stand in every product, and once is enough. */
  toldOf: Set<string>;
}

const below: Partial<Record<Level, Readonly<Record<string, Level>>>> = {
  product: { category: 'category', branches: 'branch', modifiers: 'modifier' },
  modifier: { options: 'option' },
  option: { branches: 'optionBranch' },
};

/** The vendor's own spellings, and what its samples have where our files have no column. */
const alsoKnown = ['stock_quantity', 'stock_qunatity', 'is_in_stock'];

function checkLevel(level: Level, value: unknown, path: Path, rules: JsonRules): Finding[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  const columns = new Map(columnsOf(level).map((column) => [column.key, column]));
  const lists = below[level] ?? {};
  const hasStock = level === 'branch' || level === 'optionBranch';
  const known = [...columns.keys(), ...Object.keys(lists), ...(hasStock ? alsoKnown : [])];
  return Object.entries(value).flatMap(([key, field]): Finding[] => {
    const at = [...path, key];
    const next = Object.hasOwn(lists, key) ? lists[key] : undefined;
    if (next !== undefined) {
      if (!Array.isArray(field)) return checkLevel(next, field, at, rules);
      return field.flatMap((one, i) => checkLevel(next, one, [...at, i], rules));
    }
    const column = columns.get(key);
    if (column) return checkField(column, field, at, rules);
    if (known.includes(key)) return [];
    const finding = unknownKey(
      key,
      known.filter((one) => !(one in value)),
      at,
    );
    const isNews = finding.severity === 'error' || !rules.toldOf.has(`${level}.${key}`);
    rules.toldOf.add(`${level}.${key}`);
    return isNews ? [finding] : [];
  });
}

function unknownKey(key: string, absent: readonly string[], path: Path): Finding {
  const meant = nearest(key, absent);
  if (meant === undefined) {
    const message = `Blink's pages know no field "${key}": it is sent as it is.`;
    return { severity: 'warning', path, message };
  }
  return { severity: 'error', path, message: `there is no field "${key}": did you mean "${meant}"?` };
}

function checkField(
  { kind }: { kind: Parameters<typeof readCell>[0] },
  value: unknown,
  path: Path,
  rules: CellRules,
): Finding[] {
  const text = textToRead(value, isNumber(kind));
  const read = text === undefined ? undefined : readCell(kind, text, rules);
  if (!(read instanceof Refusal)) return [];
  const { expected, hint, doubt } = read;
  return [{ severity: doubt === undefined ? 'error' : 'warning', path, value, expected, hint }];
}

/** Texts are read as cells are, and numbers where numbers belong; the schema says the rest. */
function textToRead(value: unknown, number: boolean): string | undefined {
  if (typeof value === 'number') return number && value >= 0 ? certainText(value) : undefined;
  if (typeof value !== 'string' || number) return undefined;
  return cleanCell(value) || undefined;
}
