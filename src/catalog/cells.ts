/**
 * How a cell is read. Every rule either gives the one value the cell can mean or refuses it: a cell that
 * could mean two things is refused and both are named. Amounts keep at most 15 digits, so that the number
 * on the wire is exactly the number in the cell.
 */

/** What an operator may say about a file's cells beforehand. */
export interface CellRules {
  /** `1.250,00` is one thousand two hundred and fifty. */
  decimalComma?: boolean | undefined;
  /** The character between thousands: `1,250` is one thousand two hundred and fifty. */
  thousands?: ',' | '.' | ' ' | "'" | undefined;
  /** Long numbers that end in zeros are ids, not what a spreadsheet made of them. */
  trustIds?: boolean | undefined;
  /** A till's negative stock counts as none. */
  negativeStock?: 'zero' | undefined;
}

/** Why a cell was not taken, or was taken with doubt (`doubt` holds the value then). */
export class Refusal {
  readonly expected: string;
  readonly hint: string | undefined;
  readonly doubt: CellValue | undefined;

  constructor(expected: string, hint?: string, doubt?: CellValue) {
    this.expected = expected;
    this.hint = hint;
    this.doubt = doubt;
  }
}

export type CellValue = string | number | boolean | null;

/** Reads the text of a cell that is not blank, already cleaned by `cleanCell`. */
export type CellKind = (text: string, rules: CellRules) => CellValue | Refusal;

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

/** The cell that sends null. */
export const clearMark = '[clear]';
/** The cell that sends an empty text, or an empty list in an id column. */
export const emptyMark = '[empty]';

const bidiMarks = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const spreadsheetError = /^#(REF|N\/A|VALUE|NAME|DIV\/0|NULL|NUM|SPILL|CALC)[!?]?$/i;
const lostLetters = /\ufffd|(^|\s)\?{3,}/;
const failedFormula = "The spreadsheet's formula failed there: mend it and export the file again.";

function text(value: string): CellValue | Refusal {
  if (spreadsheetError.test(value)) return new Refusal('text', failedFormula);
  if (value.includes('\ufffd')) return new Refusal('text whose letters are all there', lostLettersHint);
  return value;
}

const lostLettersHint =
  'Letters were lost when the file was saved. Export it again as "CSV UTF-8" from where the letters are still right.';

function name(value: string): CellValue | Refusal {
  if (lostLetters.test(value)) return new Refusal('a name whose letters are all there', lostLettersHint);
  return text(value);
}

const digits = /^\d+$/;
const scientific = /^[+-]?\d+([.,]\d+)?e[+-]?\d+$/i;
const excelDate =
  /^(\d{1,2}[-/ ](jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*([-/ ]\d{2,4})?|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-/ ]\d{1,4})$/i;
const formulaText = /^="(.*)"$/;

function id(raw: string, rules: CellRules): CellValue | Refusal {
  const value = raw.replace(bidiMarks, '').replace(formulaText, '$1').trim();
  if (spreadsheetError.test(value)) return new Refusal('an id', failedFormula);
  if (value === '' || value.includes('\ufffd')) return new Refusal('an id');
  if (scientific.test(value)) {
    return new Refusal(
      'an id with all its digits',
      'The spreadsheet shortened a long number. Format the column as text and type or export it again.',
    );
  }
  if (!rules.trustIds && value.length >= 16 && digits.test(value) && value.endsWith('0')) {
    return new Refusal(
      'an id with all its digits',
      'Spreadsheets keep 15 digits and write zeros for the rest. If this id is right, run again with --trust-ids.',
    );
  }
  if (excelDate.test(value)) {
    return new Refusal('an id', 'It looks like a date that a spreadsheet made of an id such as 2-3.', value);
  }
  return value;
}

const easternDigits = /[\u0660-\u0669\u06f0-\u06f9]/g;
const zeros = { arabic: 0x660, persian: 0x6f0 };

/** Arabic-Indic digits are digits; `٫` and `٬` say which is decimal point and which is between thousands. */
function westernDigits(value: string): string {
  return value
    .replace(easternDigits, (digit) => {
      const code = digit.charCodeAt(0);
      return String(code - (code < zeros.persian ? zeros.arabic : zeros.persian));
    })
    .replace(/(?<=\d)٬(?=\d{3}(?!\d))/g, '')
    .replace('٫', '.');
}

const simpleAmount = /^\d{1,12}(?:\.\d{1,3})?$/;
const groupedByComma = /^\d{1,3}(,\d{3})+$/;
const anAmount = 'a number like 1250 or 1250.00';
const longestNumber = 60;

/** An amount in rupees (or the account's currency) with up to 3 decimals, as an exact JSON number. */
function money(raw: string, rules: CellRules): CellValue | Refusal {
  if (simpleAmount.test(raw) && !rules.decimalComma && rules.thousands !== '.') return Number(raw);
  if (raw.length > longestNumber) return new Refusal(anAmount);
  const value = westernDigits(raw.replace(bidiMarks, '')).trim();
  if (spreadsheetError.test(value)) return new Refusal(anAmount, failedFormula);
  if (/^variable$/i.test(value)) return new Refusal(anAmount, 'Blink needs one price: write it in the cell.');
  const number = plainAmount(value, rules);
  if (number instanceof Refusal) return number;
  if (number === undefined) return new Refusal(anAmount, amountHint(value));
  if (/\.\d{4,}$/.test(number)) return new Refusal('an amount with at most 3 decimals');
  if (number.replace('.', '').replace(/^0+/, '').length > 15)
    return new Refusal('an amount of at most 15 digits');
  return Number(number);
}

/** The amount with a point for decimals and nothing between thousands; undefined where it is none. */
function plainAmount(value: string, { decimalComma, thousands }: CellRules): string | Refusal | undefined {
  if (decimalComma || thousands) {
    const decimal = decimalComma ? ',' : '.';
    const between = thousands ?? '.';
    const [whole = '', fraction, ...rest] = value.split(decimal);
    if (between === decimal || rest.length > 0) return undefined;
    const groups = whole.split(between === ' ' ? /[ \u00a0\u202f]/ : between);
    if (!groups.every((group, i) => (i === 0 ? /^\d+$/ : /^\d{3}$/).test(group))) return undefined;
    if (groups.length > 1 && (groups[0] ?? '').length > 3) return undefined;
    if (fraction !== undefined && !digits.test(fraction)) return undefined;
    return groups.join('') + (fraction === undefined ? '' : `.${fraction}`);
  }
  if (/^\d*\.?\d+$/.test(value)) return value;
  if (/^\d{1,3}(,\d{3})+\.\d+$/.test(value)) return value.replaceAll(',', '');
  if (/^\d{1,3}(\.\d{3})+,\d+$/.test(value)) return value.replaceAll('.', '').replace(',', '.');
  if (/^\d{1,3}(,\d{3}){2,}$/.test(value)) return value.replaceAll(',', '');
  if (groupedByComma.test(value)) {
    const readings = `${value.replace(',', '')} or ${value.replace(',', '.')}`;
    return new Refusal(
      anAmount,
      `It could mean ${readings}: run again with --thousands "," or --decimal-comma.`,
    );
  }
  return undefined;
}

function amountHint(value: string): string | undefined {
  if (/^-/.test(value)) return 'An amount cannot be negative.';
  if (/^\(.*\)$/.test(value))
    return 'In accounts brackets mean a negative amount: write the price without them.';
  if (/^\d+,\d+$/.test(value)) return 'If the comma stands for decimals, run again with --decimal-comma.';
  if (/\d/.test(value) && /[^\d.,\s]/.test(value)) return 'Write the number only, without currency or signs.';
  return undefined;
}

const yes = new Set(['true', 'yes', 'y', '1', 'active', 'on']);
const no = new Set(['false', 'no', 'n', '0', 'inactive', 'off']);
const aBoolean = 'yes or no (true/false, y/n, 1/0, active/inactive, on/off)';

function boolean(value: string): boolean | Refusal {
  if (value === 'true') return true;
  if (value === 'false') return false;
  const word = value.replace(bidiMarks, '').toLowerCase();
  if (yes.has(word)) return true;
  return no.has(word) ? false : new Refusal(aBoolean);
}

/** A yes or no that Blink's samples write as 1 and 0. */
function bit(value: string): CellValue | Refusal {
  const answer = boolean(value);
  return answer instanceof Refusal ? answer : answer ? 1 : 0;
}

const aCount = 'a whole number like 12';

function count(raw: string, rules: CellRules): CellValue | Refusal {
  if (raw.length > longestNumber) return new Refusal(aCount);
  const value = westernDigits(raw.replace(bidiMarks, '')).trim();
  if (/^\d{1,15}$/.test(value)) return Number(value);
  if (spreadsheetError.test(value)) return new Refusal(aCount, failedFormula);
  if (/^\d{1,15}\.0{1,2}$/.test(value)) return Number(value);
  if (/^\d{1,3}[.,]\d{3}$/.test(value) && !rules.thousands && !rules.decimalComma) {
    const readings = `${value.replace(/[.,]/, '')} or ${value.replace(',', '.')}`;
    return new Refusal(aCount, `It could mean ${readings}: write it without the "${value.at(-4)}".`);
  }
  const amount = plainAmount(value, rules);
  return typeof amount === 'string' && /^\d{1,15}(\.0+)?$/.test(amount)
    ? Number(amount)
    : new Refusal(aCount);
}

/** Pieces in stock: a whole number from 0. */
function stock(raw: string, rules: CellRules): CellValue | Refusal {
  const value = westernDigits(raw.replace(bidiMarks, '')).trim();
  if (/^-\d+(\.0+)?$/.test(value)) {
    return rules.negativeStock === 'zero'
      ? 0
      : new Refusal(
          'a whole number from 0',
          'To send 0 for negative stock, run again with --negative-stock zero.',
        );
  }
  if (/^not stocked$/i.test(value)) {
    return new Refusal(aCount, '"not stocked" is not 0: leave the cell blank to send no stock.');
  }
  return count(value, rules);
}

function url(value: string): CellValue | Refusal {
  return /^https?:\/\/[^\s/]+/i.test(value) && URL.canParse(value)
    ? value
    : new Refusal('an address that begins with https://');
}

const timestamp =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])([T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/;

/** A point in time, kept as written: Blink's samples show no form but null. */
function time(value: string): CellValue | Refusal {
  return timestamp.test(value) ? value : new Refusal(`a date like 2026-11-23 18:30:00, or ${clearMark}`);
}

/** The kinds of cells our files have. */
export const kinds = {
  id,
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
