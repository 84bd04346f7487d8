import { type Finding, type Path, pathText } from '../../finding.ts';
import { nearest } from '../../spelling.ts';
import { type CellRules, cleanCell, isNumber, Refusal, readCell } from '../cells/cells.ts';
import { certainText } from '../cells/numerals.ts';
import type { Column } from '../sheet/columns.ts';
import type { JsonShape } from './shape.ts';

/**
 * What a schema lets pass in JSON, and the cells of a CSV would not: names nearly right, texts with lost letters,
 * amounts with too many decimals.
 */
export interface JsonChecks {
  findings: readonly Finding[];
  /** Paths that need not be complained of again, by `pathText`: of what was refused, and of fields that were misspelt. */
  told: ReadonlySet<string>;
}

export interface JsonRules extends CellRules {
  /** The unknown fields that were told of already: most stand in every product, and once is enough. */
  toldOf: Set<string>;
}

/** JSON's numbers are numbers: no flag for the numbers of a file is about them. */
export function jsonRules({ trustIds }: CellRules): JsonRules {
  return { trustIds, toldOf: new Set() };
}

/** Looks at an object, and at those below it, before its schema does. */
export function checkJson(shape: JsonShape, value: unknown, path: Path, rules: JsonRules): JsonChecks {
  const findings: Finding[] = [];
  const told = new Set<string>();
  checkObject(shape, value, path);
  return { findings, told };

  function checkObject(shape: JsonShape, value: unknown, path: Path): void {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
    for (const [key, field] of Object.entries(value)) {
      const at = [...path, key];
      const below = shape.below.get(key);
      const column = shape.fields.get(key);
      if (below) checkBelow(below, field, at);
      else if (column) checkField(column, field, at);
      else if (!shape.others.includes(key)) checkKey(shape, key, value, path);
    }
  }

  function checkBelow(shape: JsonShape, value: unknown, path: Path): void {
    if (!Array.isArray(value)) checkObject(shape, value, path);
    else for (const [i, one] of value.entries()) checkObject(shape, one, [...path, i]);
  }

  function checkField({ kind }: Column, value: unknown, path: Path): void {
    const text = textToRead(value, isNumber(kind));
    const read = text === undefined ? undefined : readCell(kind, text, rules);
    if (!(read instanceof Refusal)) return;
    const { expected, hint, doubt } = read;
    findings.push({ severity: doubt === undefined ? 'error' : 'warning', path, value, expected, hint });
    if (doubt === undefined) told.add(pathText(path));
  }

  function checkKey(shape: JsonShape, key: string, value: object, path: Path): void {
    const at = [...path, key];
    const home = shape.elsewhere.get(key);
    if (home !== undefined) {
      const message = `"${key}" is a column of CSV files: in JSON it is ${home}.`;
      findings.push({ severity: 'error', path: at, message });
      return;
    }
    const absent = [...shape.fields.keys(), ...shape.below.keys(), ...shape.others].filter(
      (one) => !(one in value),
    );
    const meant = nearest(key, absent);
    if (meant !== undefined) {
      const message = `there is no field "${key}": did you mean "${meant}"?`;
      findings.push({ severity: 'error', path: at, message });
      told.add(pathText([...path, shape.fields.get(meant)?.key ?? meant]));
      return;
    }
    const field = `${shape.name}.${key}`;
    if (rules.toldOf.has(field)) return;
    rules.toldOf.add(field);
    const message = `Blink's pages know no field "${key}": it is sent as it is.`;
    findings.push({ severity: 'warning', path: at, message });
  }
}

/** Texts are read as cells are, and numbers where numbers belong; the schema says the rest. */
function textToRead(value: unknown, number: boolean): string | undefined {
  if (typeof value === 'number') return number && value >= 0 ? certainText(value) : undefined;
  if (typeof value !== 'string' || number) return undefined;
  return cleanCell(value) || undefined;
}
