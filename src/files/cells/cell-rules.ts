import type { Path } from '../../finding.ts';

/** What may stand before decimals. */
export type DecimalSign = '.' | ',';

/** What may stand between thousands. */
export type Separator = ',' | '.' | ' ' | "'";

/** A number, and where it stands. */
export interface Seen {
  text: string;
  row?: number | undefined;
  index?: number | undefined;
  path?: Path | undefined;
}

/** The sign before decimals that a file shows, and the number that shows it. */
export interface Shown {
  sign: DecimalSign;
  by: Seen;
}

/** What an operator may say about a file's cells beforehand. */
export interface CellRules {
  /** `1.250,00` is one thousand two hundred and fifty. */
  decimalComma?: boolean | undefined;
  /** The character between thousands: `1,250` is one thousand two hundred and fifty. */
  thousands?: Separator | undefined;
  /** What stands beside amounts and is no part of them: `Rs`. */
  currency?: string | undefined;
  /** Amounts are in the smallest coins: 125000 is 1250.00. */
  minorUnits?: boolean | undefined;
  /** The till that always writes a point before decimals, as people call it, where its export is read so. */
  till?: string | undefined;
  /** What the file's own numbers show, where no flag says how they are written. */
  shown?: Shown | undefined;
  /** True for the number of a workbook: a point stands before decimals, and nothing between thousands. */
  stored?: true | undefined;
  /** True for a flag or an answer: what says how a file is to be read means nothing there. */
  typed?: true | undefined;
  /** Long numbers that end in zeros are ids, not what a spreadsheet made of them. */
  trustIds?: boolean | undefined;
  /** A till's negative stock counts as none. */
  negativeStock?: 'zero' | undefined;
  /** The time from which `+45m` counts, in milliseconds since 1970. */
  now?: number | undefined;
}

export type CellValue = string | number | boolean | null;

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

/** Why a number was not taken that means two things, unless others in its file decide. */
export class Uncertain extends Refusal {}

/** Reads the text of a cell that is not blank, already cleaned by `cleanCell`. */
export type CellKind = (text: string, rules: CellRules) => CellValue | Refusal;

const spreadsheetError = /^#(REF|N\/A|VALUE|NAME|DIV\/0|NULL|NUM|SPILL|CALC)[!?]?$/i;

/** Says what to do where a spreadsheet wrote `#REF!` or its like; undefined for any other text. */
export function formulaHint(text: string): string | undefined {
  return spreadsheetError.test(text)
    ? "The spreadsheet's formula failed there: mend it and export the file again."
    : undefined;
}

const bidiMarks = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Takes the marks out that turn the reading direction: in an id or a number they are no part of it. */
export function withoutBidiMarks(text: string): string {
  return text.replace(bidiMarks, '').trim();
}
