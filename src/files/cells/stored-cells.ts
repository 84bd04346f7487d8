import {
  type CellKind,
  type CellRules,
  type CellValue,
  isNumber,
  kinds,
  Refusal,
  readCell,
} from './cells.ts';

/** What a workbook stores for a cell, where its text does not say it: a spreadsheet knows numbers from texts. */
export type StoredAs = 'number' | 'long number' | 'date' | 'percent' | 'formula';

const codes: ReadonlySet<CellKind> = new Set([kinds.id, kinds.ids]);
const texts: ReadonlySet<CellKind> = new Set([...codes, kinds.name, kinds.text]);

/** Reads the cell of a workbook by the rule of its column, as `readCell` does. */
export function readStored(
  kind: CellKind,
  text: string,
  rules: CellRules,
  storedAs: StoredAs,
): CellValue | Refusal {
  if (storedAs === 'formula') return new Refusal('a value', notCalculated);
  if (codes.has(kind)) {
    const changed = changedCode(storedAs, rules);
    if (changed !== undefined) return new Refusal('an id', changed);
  }
  if (storedAs === 'date' && texts.has(kind)) return new Refusal('text', madeDate);
  if (!isNumber(kind)) return readCell(kind, text, rules);
  // A number is what it is, whatever stands between the thousands of those that were typed as text.
  const { decimalComma: _, thousands: __, ...others } = rules;
  return readCell(kind, text, { ...others, stored: true });
}

const notCalculated =
  'There is a formula whose result was never stored. Open the workbook in Excel, save it, and give it again.';
const madeDate =
  'The spreadsheet made a date of it. Format the column as text and type again what stood there, such as 2-3.';
const cutShort =
  'A spreadsheet keeps 15 digits of a number. Format the column as text and type or export it again.';
const dropsZeros = 'A spreadsheet writes 1.10 as 1.1. Format the column as text and type the id again.';

/** What a spreadsheet made of an id that was no number to begin with. */
function changedCode(storedAs: StoredAs, { trustIds }: CellRules): string | undefined {
  if (storedAs === 'date') return madeDate;
  if (storedAs === 'percent')
    return 'The cell holds a percentage. Format the column as text and type the id again.';
  if (storedAs === 'number' && !trustIds)
    return `${dropsZeros} If this id is right, run again with --trust-ids.`;
  return storedAs === 'long number' && !trustIds
    ? `${cutShort} If this id is right, run again with --trust-ids.`
    : undefined;
}
