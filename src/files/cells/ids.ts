import { type CellRules, type CellValue, formulaHint, Refusal, withoutBidiMarks } from './cell-rules.ts';
import { hasLostLetters } from './lost-letters.ts';

/** How ids are read: as text, with a watch for what spreadsheets make of them. */

const ordinary = /^[A-Za-z][A-Za-z_]*$|^\d{1,15}$/;
/** `1.23E+15`. Without point and sign, `12E3` is more likely a code. */
const scientific = /^[+-]?(\d+e[+-]|\d+[.,]\d+e[+-]?)\d+$/i;
const month =
  'jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?';
const date = new RegExp(
  `^(\\d{1,2}[-/ ](${month})([-/ ]\\d{2,4})?|(${month})[-/ ]\\d{1,4}|\\d{1,2}/\\d{1,2}/\\d{2,4})$`,
  'i',
);

/** An id as text. What a spreadsheet shortened is refused, what it may have made a date of is doubted. */
export function id(raw: string, rules: CellRules): CellValue | Refusal {
  if (ordinary.test(raw)) return raw;
  const value = withoutBidiMarks(withoutBidiMarks(raw).replace(/^="(.*)"$/, '$1'));
  const failed = formulaHint(value);
  if (failed !== undefined) return new Refusal('an id', failed);
  if (value === '' || hasLostLetters(value)) return new Refusal('an id');
  if (scientific.test(value)) {
    return new Refusal(
      'an id with all its digits',
      'The spreadsheet shortened a long number. Format the column as text and type or export it again.',
    );
  }
  if (!rules.trustIds && /^\d{15,}0$/.test(value)) {
    return new Refusal(
      'an id with all its digits',
      'Spreadsheets keep 15 digits and write zeros for the rest. If this id is right, run again with --trust-ids.',
    );
  }
  if (date.test(value)) {
    return new Refusal('an id', 'It looks like a date that a spreadsheet made of an id such as 2-3.', value);
  }
  return value;
}
