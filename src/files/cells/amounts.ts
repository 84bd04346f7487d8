import { shellWord } from '../../shell-word.ts';
import {
  type CellRules,
  type CellValue,
  type DecimalSign,
  formulaHint,
  Refusal,
  Uncertain,
  withoutBidiMarks,
} from './cell-rules.ts';
import { reasonOf } from './convention.ts';
import { certainText, readAs, readings, westernDigits } from './numerals.ts';

/** How numbers in cells are read: money, counts and stock. No digit is lost, and none is guessed. */

const anAmount = 'a number like 1250 or 1250.00';
const aCount = 'a whole number like 12';
const longestNumber = 60;
const mostDigits = 15;

/** Numbers that nobody writes for anything else. `1.250` is none of them. */
const plainAmount = /^\d{1,12}(?:\.\d\d?)?$/;

/** An amount in rupees (or the account's currency) with up to 3 decimals, as an exact JSON number. */
export function money(raw: string, rules: CellRules): CellValue | Refusal {
  if (rules.minorUnits) return minorUnits(raw, rules);
  if (plainAmount.test(raw) && signOf(rules) !== ',') return Number(raw);
  if (raw.length > longestNumber) return new Refusal(anAmount);
  const text = westernDigits(withoutCurrency(raw, rules));
  if (/^variable$/i.test(text)) return new Refusal(anAmount, variableHint(rules));
  const number = readNumber(text, rules);
  if (number === undefined) return new Refusal(anAmount, formulaHint(text) ?? amountHint(text, rules));
  if (typeof number !== 'string') return new Uncertain(anAmount, eitherHint(number, rules));
  if (/\.\d{3}\d*[1-9]/.test(number)) return new Refusal('an amount with at most 3 decimals');
  if (number.replace('.', '').replace(/^0+/, '').length > mostDigits)
    return new Refusal(`an amount of at most ${mostDigits} digits`);
  return Number(number);
}

function variableHint({ typed }: CellRules): string {
  const hint = 'Blink needs one price: write it in the cell';
  return typed ? `${hint}.` : `${hint}, or leave out what has none with --skip-variable.`;
}

/** An amount in paisas, cents or fils of which 100 are one. */
function minorUnits(raw: string, rules: CellRules): CellValue | Refusal {
  const read = money(raw, { ...rules, minorUnits: false });
  if (typeof read !== 'number') return read;
  return Number.isInteger(read)
    ? read / 100
    : new Refusal('an amount without decimals', 'With --minor-units 125000 is 1250.00.');
}

/** An amount without the currency that an operator named, and without the `/-` that follows rupees. */
export function withoutCurrency(text: string, { currency }: CellRules): string {
  if (currency === undefined) return text;
  const name = withoutBidiMarks(currency).replace(/\.$/, '').toLowerCase();
  let amount = withoutBidiMarks(text).replace(/\s*\/[-=]$/, '');
  if (amount.toLowerCase().startsWith(name)) amount = amount.slice(name.length).replace(/^\.?\s*/, '');
  else if (amount.toLowerCase().replace(/\.$/, '').endsWith(name)) {
    amount = amount.replace(/\.$/, '').slice(0, -name.length).trimEnd();
  }
  return amount;
}

/** A whole number from 0. */
export function count(raw: string, rules: CellRules): CellValue | Refusal {
  if (/^\d{1,15}$/.test(raw)) return Number(raw);
  if (raw.length > longestNumber) return new Refusal(aCount);
  const text = westernDigits(raw);
  const number = readNumber(text, rules);
  if (typeof number === 'object') {
    const { '.': point, ',': comma } = number;
    const [more, less] = text.includes('.') ? [comma, point] : [point, comma];
    const hint = `It could mean ${more} or ${less}: write it without the "${text.at(-4)}".`;
    return new Uncertain(aCount, hint);
  }
  return number !== undefined && /^\d{1,15}(\.0+)?$/.test(number)
    ? Number(number)
    : new Refusal(aCount, formulaHint(text) ?? (/^[\d.,]+$/.test(text) ? wayHint(rules) : undefined));
}

const wholePieces = 'Blink counts whole pieces: write how many, or leave the cell blank to send no stock.';

/** Pieces in stock: a whole number from 0. */
export function stock(raw: string, rules: CellRules): CellValue | Refusal {
  const value = westernDigits(raw);
  if (/^not stocked$/i.test(value)) {
    return new Refusal(aCount, '"not stocked" is not 0: leave the cell blank to send no stock.');
  }
  if (!value.startsWith('-')) {
    const read = count(value, rules);
    const isFraction =
      read instanceof Refusal && typeof readNumber(value, rules) === 'string' && /[.,٫]/.test(value);
    return isFraction ? new Refusal(aCount, wholePieces) : read;
  }
  const size = count(value.slice(1), rules);
  if (size instanceof Uncertain) return new Uncertain('a whole number from 0', size.hint);
  const isNumber = typeof readNumber(value.slice(1), rules) === 'string';
  if (size instanceof Refusal && !isNumber) return new Refusal('a whole number from 0', size.hint);
  if (rules.negativeStock === 'zero') return 0;
  return new Refusal(
    'a whole number from 0',
    rules.typed ? undefined : 'To send 0 for negative stock, run again with --negative-stock zero.',
  );
}

/** The sign before decimals where it is known: flags say it, or the file's own numbers. */
function signOf({ decimalComma, thousands, shown, stored }: CellRules): DecimalSign | undefined {
  if (stored) return '.';
  if (decimalComma || thousands === '.') return ',';
  return thousands === undefined ? shown?.sign : '.';
}

interface Either {
  '.': string;
  ',': string;
}

/** What a number means, with a point for decimals and nothing between thousands: one thing, either of two, or nothing. */
function readNumber(text: string, rules: CellRules): string | Either | undefined {
  const sign = signOf(rules);
  if (sign !== undefined) return readAs(text, sign, rules.thousands);
  const { '.': point, ',': comma } = readings(text);
  if (point === undefined || comma === undefined || point === comma) return point ?? comma;
  return { '.': point, ',': comma };
}

/** Says both meanings of a number, and what to do for each. */
function eitherHint({ '.': point, ',': comma }: Either, { typed }: CellRules): string {
  const [whole, fraction] = point.includes('.') ? [comma, point] : [point, comma];
  if (typed)
    return `It could mean ${whole} or ${fraction}: write ${whole} or ${certainText(Number(fraction))}.`;
  const [first, second] =
    whole === point ? ['--thousands ","', '--decimal-comma'] : ['--decimal-comma', '--thousands ","'];
  return `It could mean ${whole} or ${fraction}: run again with ${first} or ${second}.`;
}

function amountHint(text: string, rules: CellRules): string | undefined {
  const { decimalComma, thousands, typed } = rules;
  if (/^-/.test(text)) return 'An amount cannot be negative.';
  if (/^\(.*\)$/.test(text))
    return 'In accounts brackets mean a negative amount: write the price without them.';
  if (decimalComma && thousands === ',')
    return 'A comma cannot be both: leave out --thousands or --decimal-comma.';
  if (/^[\d.,]*$/.test(text)) return wayHint(rules);
  const [, between, decimals] = /^\d{1,3}([\s'’])\d{3}.*?(,\d+)?$/.exec(text) ?? [];
  if (between !== undefined && !thousands) {
    if (typed) return 'Write it with nothing between thousands.';
    const character = /\s/.test(between) ? ' ' : "'";
    const comma = decimals === undefined || decimalComma ? '' : ' --decimal-comma';
    return `If "${character}" stands between thousands, run again with --thousands "${character}"${comma}.`;
  }
  if (/\d/.test(text) && /[^\d.,\s]/.test(text)) return currencyHint(text, rules);
  return undefined;
}

function currencyHint(text: string, { typed, currency }: CellRules): string {
  const [, before, after] =
    /^(?:(\p{L}+|\p{Sc})\.?\s*)?[\d.,\s]+(?:\/[-=])?\s*(\p{L}+|\p{Sc})?\.?$/u.exec(text) ?? [];
  const name = before ?? after;
  if (name === undefined || typed || currency !== undefined)
    return 'Write the number only, without currency or signs.';
  return `If "${name}" is the currency, run again with --currency ${shellWord(name)}.`;
}

const separatorNames = { ',': 'a comma', '.': 'a point', ' ': 'a space', "'": 'an apostrophe' } as const;

/** How numbers are written here, where that is known: a number that does not fit is read in no other way. */
function wayHint(rules: CellRules): string | undefined {
  const sign = signOf(rules);
  if (sign === undefined || rules.stored) return undefined;
  if (rules.shown) return reasonOf(rules.shown);
  if (rules.till !== undefined)
    return `${rules.till} writes a point before decimals. If a spreadsheet made that a comma, run again with --decimal-comma.`;
  const between = separatorNames[rules.thousands ?? (sign === '.' ? ',' : '.')];
  return `As the flags have it, ${between} stands between thousands and ${separatorNames[sign]} before decimals.`;
}
