import { CliError } from '../../errors.ts';
import { type CellKind, type CellValue, cleanCell, Refusal, readCell } from '../../files/cells/cells.ts';

/** A field's flag: `mappingKey` is `--mapping-key`. */
export function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/**
 * Reads what was typed for a field by the rule of its cell.
 * @param source where it was typed: `--lat`
 * @throws CliError `usage` that says what was expected
 */
export function readTyped(source: string, typed: string, kind: CellKind, now: number): CellValue {
  const text = cleanCell(typed);
  const value = readCell(kind, text, { now, typed: true });
  if (!(value instanceof Refusal)) return value === text ? typed : value;
  if (value.doubt !== undefined) return value.doubt;
  throw new CliError('usage', `${source}: got "${typed}", expected ${value.expected}.`, { hint: value.hint });
}
