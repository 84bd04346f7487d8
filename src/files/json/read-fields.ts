import type { Finding, Path } from '../../finding.ts';
import { type CellRules, cleanCell, isNumber, Refusal, readCell } from '../cells/cells.ts';
import { type Witness, witnessNumber } from '../cells/convention.ts';
import type { Fields } from '../drafts/draft.ts';
import type { JsonShape } from './shape.ts';

/** The fields of an object by their keys, its texts read as cells are. */
export interface ReadFields {
  fields: Fields;
  findings: readonly Finding[];
  /** The keys of those that were refused. */
  refused: ReadonlySet<string>;
}

/** A text is read by the rule of its column, so that a file may say "accepted"; other values stay as they are. */
export function readFields(shape: JsonShape, given: Fields, path: Path, rules: CellRules): ReadFields {
  const fields: Fields = {};
  const refused = new Set<string>();
  const findings: Finding[] = [];
  for (const [name, value] of Object.entries(given)) {
    const column = shape.fields.get(name);
    const key = column?.key ?? name;
    if (typeof value !== 'string' || column === undefined) {
      fields[key] = value;
      continue;
    }
    const text = cleanCell(value);
    const read = text === '' ? value : readCell(column.kind, text, rules);
    if (read instanceof Refusal) {
      const { expected, hint, doubt } = read;
      const severity = doubt === undefined ? 'error' : 'warning';
      findings.push({ severity, path: [...path, name], value, expected, hint });
      if (doubt === undefined) refused.add(key);
    }
    // A text that its rule only tidies is sent as given, to the last blank.
    fields[key] = read instanceof Refusal || read === text ? value : read;
  }
  return { fields, findings, refused };
}

/** Takes note of the numbers in quotes: they show how numbers are written. JSON's own leave nothing open. */
export function witnessTexts(
  witness: Witness,
  { fields }: JsonShape,
  given: Fields,
  path: Path,
  rules: CellRules,
): void {
  for (const [name, { kind }] of fields) {
    const text = given[name];
    if (typeof text !== 'string' || !isNumber(kind)) continue;
    witnessNumber(witness, { text, path: [...path, name] }, readCell(kind, cleanCell(text), rules));
  }
}
