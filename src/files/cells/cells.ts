import { count, money, stock } from './amounts.ts';
import {
  type CellKind,
  type CellRules,
  type CellValue,
  formulaHint,
  Refusal,
  withoutBidiMarks,
} from './cell-rules.ts';
import { id } from './ids.ts';
import { hasLostLetters } from './lost-letters.ts';

export { type CellKind, type CellRules, type CellValue, Refusal, Uncertain } from './cell-rules.ts';

/**
 * How a cell is read. Every rule either gives the one value the cell can mean or refuses it: a cell that
 * could mean two things is refused and both are named.
 */

const plain = /^[!-~](?:[ -~]*[!-~])?$/;
const guarded = /^'+[=+\-@\t\r]/;

/**
 * A cell's text as every rule sees it: trimmed, in Unicode's composed form (NFC), without the `'` that
 * spreadsheets and our own exports put before `= + - @`. Zero-width joiners stay, Urdu needs them.
 */
export function cleanCell(raw: string): string {
  if (plain.test(raw) && raw.charCodeAt(0) !== 39) return raw;
  const text = raw.trim().normalize('NFC');
  return guarded.test(text) ? text.slice(1) : text;
}

/** Reads a cell by its rule. Whatever a rule may give, no number leaves here that JSON could not carry. */
export function readCell(kind: CellKind, text: string, rules: CellRules): CellValue | Refusal {
  const value = kind(text, rules);
  return typeof value === 'number' && !Number.isFinite(value) ? new Refusal('a number') : value;
}

/** The cell that sends null. */
export const clearMark = '[clear]';
/** The cell that sends an empty text, or an empty list in an id column. */
export const emptyMark = '[empty]';

/** Begins a cell that a profile made and that is still to be decided: it was told, and is not missing besides. */
export const undecidedMark = '\0undecided';

const lostLettersHint =
  'Letters were lost when the file was saved. Export it again as "CSV UTF-8" from where the letters are still right.';

function text(value: string): CellValue | Refusal {
  const failed = formulaHint(value);
  if (failed !== undefined) return new Refusal('text', failed);
  if (hasLostLetters(value)) return new Refusal('text whose letters are all there', lostLettersHint);
  return value;
}

/** A run of question marks is what is left of a whole word: `??? Tea`. After a word it may be meant. */
const lostWord = /(?<![\p{L}\p{N}?!])\?{3,}/u;

function name(value: string): CellValue | Refusal {
  const read = text(value);
  const isLost =
    read instanceof Refusal ? hasLostLetters(value) : value.includes('???') && lostWord.test(value);
  return isLost ? new Refusal('a name whose letters are all there', lostLettersHint) : read;
}

const yes = new Set(['true', 'yes', 'y', '1', 'active', 'on']);
const no = new Set(['false', 'no', 'n', '0', 'inactive', 'off']);

function boolean(value: string): boolean | Refusal {
  if (value === 'true') return true;
  if (value === 'false') return false;
  const word = withoutBidiMarks(value).toLowerCase();
  if (yes.has(word)) return true;
  if (no.has(word)) return false;
  return new Refusal('yes or no (true/false, y/n, 1/0, active/inactive, on/off)', formulaHint(value));
}

/** A yes or no that Blink's samples write as 1 and 0. */
function bit(value: string): CellValue | Refusal {
  const answer = boolean(value);
  return answer instanceof Refusal ? answer : answer ? 1 : 0;
}

function url(value: string): CellValue | Refusal {
  if (!/^https?:\/\/[^\s/]+/i.test(value)) return new Refusal('an address that begins with https://');
  if (/\s/.test(value)) return new Refusal('one address', 'A space within an address is written %20.');
  const isWhole = URL.canParse(value) && !value.includes('\ufffd');
  return isWhole ? value : new Refusal('an address like https://example.com/dish.jpg');
}

const timestamp =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])([T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/;

/** A point in time, kept as written: Blink's samples show no form but null. */
function time(value: string): CellValue | Refusal {
  const expected = `a date like 2026-11-23 18:30:00, or ${clearMark}`;
  if (!timestamp.test(value)) return new Refusal(expected);
  // To a computer the 30th of February is the 2nd of March.
  const day = new Date(value.slice(0, 10)).getUTCDate();
  return day === Number(value.slice(8, 10)) ? value : new Refusal(expected);
}

/** Several ids in one cell, as they come out again: `size|sauce`. */
function ids(value: string, rules: CellRules): CellValue | Refusal {
  const read = value
    .split('|')
    .filter((part) => part.trim() !== '')
    .map((part) => id(part.trim(), rules))
    .map((one) => (one instanceof Refusal ? (one.doubt ?? one) : one));
  if (read.length === 0) return new Refusal('ids like size|sauce');
  return read.find((one) => one instanceof Refusal) ?? read.join('|');
}

/** The kinds of cells our files have. */
export const kinds = {
  id,
  ids,
  name,
  text,
  url,
  time,
  money,
  boolean,
  bit,
  count,
  stock,
} as const satisfies Record<string, CellKind>;

const numbers: ReadonlySet<CellKind> = new Set([money, count, stock]);

/** Whether cells of a kind hold numbers that may have decimals or thousands. */
export function isNumber(kind: CellKind): boolean {
  return numbers.has(kind);
}
