import { type CellRules, type CellValue, formulaHint, Refusal, withoutBidiMarks } from './cell-rules.ts';

/** How numbers in cells are read: money, counts and stock. No digit is lost, and none is guessed. */

const anAmount = 'a number like 1250 or 1250.00';
const aCount = 'a whole number like 12';
const longestNumber = 60;
const mostDigits = 15;

/** An amount in rupees (or the account's currency) with up to 3 decimals, as an exact JSON number. */
export function money(raw: string, rules: CellRules): CellValue | Refusal {
  if (/^\d{1,12}(?:\.\d{1,3})?$/.test(raw) && decimalSign(rules) === '.') return Number(raw);
  if (raw.length > longestNumber) return new Refusal(anAmount);
  const value = westernDigits(withoutBidiMarks(raw));
  if (/^variable$/i.test(value)) return new Refusal(anAmount, 'Blink needs one price: write it in the cell.');
  const [number, other] = readings(value, rules);
  if (number === undefined) return new Refusal(anAmount, formulaHint(value) ?? amountHint(value, rules));
  if (other !== undefined) {
    const hint = `It could mean ${number} or ${other}: run again with --thousands "," or --decimal-comma.`;
    return new Refusal(anAmount, hint);
  }
  if (/\.\d{3}\d*[1-9]/.test(number)) return new Refusal('an amount with at most 3 decimals');
  if (number.replace('.', '').replace(/^0+/, '').length > mostDigits)
    return new Refusal(`an amount of at most ${mostDigits} digits`);
  return Number(number);
}

/** A whole number from 0. `1.000` may be one or a thousand, so it is refused as `1,000` is. */
export function count(raw: string, rules: CellRules): CellValue | Refusal {
  if (/^\d{1,15}$/.test(raw)) return Number(raw);
  if (raw.length > longestNumber) return new Refusal(aCount);
  const value = westernDigits(withoutBidiMarks(raw));
  if (/^\d{1,3}[.,]\d{3}$/.test(value) && !rules.thousands && !rules.decimalComma) {
    const hint = `It could mean ${value.replace(/[.,]/, '')} or ${value.replace(',', '.')}: write it without the "${value.at(-4)}".`;
    return new Refusal(aCount, hint);
  }
  const [number] = readings(value, rules);
  return number !== undefined && /^\d{1,15}(\.0+)?$/.test(number)
    ? Number(number)
    : new Refusal(aCount, formulaHint(value));
}

/** Pieces in stock: a whole number from 0. */
export function stock(raw: string, rules: CellRules): CellValue | Refusal {
  const value = westernDigits(withoutBidiMarks(raw));
  if (/^not stocked$/i.test(value)) {
    return new Refusal(aCount, '"not stocked" is not 0: leave the cell blank to send no stock.');
  }
  if (!value.startsWith('-')) return count(value, rules);
  const size = count(value.slice(1), rules);
  if (size instanceof Refusal) return new Refusal('a whole number from 0', size.hint);
  if (rules.negativeStock === 'zero') return 0;
  return new Refusal(
    'a whole number from 0',
    'To send 0 for negative stock, run again with --negative-stock zero.',
  );
}

const zeros = { arabic: 0x660, persian: 0x6f0 };

/** Arabic-Indic digits are digits, the Arabic comma is a comma, and the minus sign of typesetters a minus. */
function westernDigits(value: string): string {
  return value
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => {
      const code = digit.charCodeAt(0);
      return String(code - (code < zeros.persian ? zeros.arabic : zeros.persian));
    })
    .replaceAll('،', ',')
    .replace(/^\u2212/, '-');
}

/** What an amount can mean, with a point for decimals and nothing between thousands: one number, two, or none. */
function readings(value: string, rules: CellRules): string[] {
  // `٫` and `٬` say themselves which of them stands before decimals.
  if (/[٫٬]/.test(value)) return readAs(value.replaceAll('٬', ',').replace('٫', '.'), ',', '.');
  const decimal = decimalSign(rules);
  if (rules.decimalComma || rules.thousands) {
    return readAs(value, rules.thousands ?? (decimal === ',' ? '.' : ','), decimal);
  }
  if (/^\d*\.?\d+$/.test(value)) return [value];
  if (/^\d{1,3},\d{3}$/.test(value)) return [value.replace(',', ''), value.replace(',', '.')];
  // With one comma alone, `12,5` is more likely a slip than an amount.
  if (/^\d+,\d+$/.test(value)) return [];
  return [...readAs(value, ',', '.'), ...readAs(value, '.', ',')];
}

function decimalSign({ decimalComma, thousands }: CellRules): ',' | '.' {
  return decimalComma || thousands === '.' ? ',' : '.';
}

/** Reads an amount when it is known what stands between thousands and what before decimals. */
function readAs(value: string, thousands: string, decimal: ',' | '.'): string[] {
  if (thousands === decimal && value.includes(decimal)) return [];
  const [whole = '', fraction, ...rest] = value.split(decimal);
  const between = thousands === ' ' ? /[ \u00a0\u2009\u202f]/ : thousands === "'" ? /['’]/ : thousands;
  const groups = whole.split(between);
  const grouped = thousands === ',' ? byThousandsOrLakhs : byThousands;
  if (rest.length > 0 || !grouped.test(groups.join(',')) || !/^\d+$/.test(fraction ?? '0')) return [];
  return [groups.join('') + (fraction === undefined ? '' : `.${fraction}`)];
}

const byThousands = /^(\d+|\d{1,3}(,\d{3})+)$/;
/** `12,50,000` is how twelve and a half lakhs are written in Pakistan. */
const byThousandsOrLakhs = /^(\d+|\d{1,3}(,\d{3})+|\d{1,2}(,\d{2})+,\d{3})$/;

function amountHint(value: string, { decimalComma, thousands }: CellRules): string | undefined {
  if (/^-/.test(value)) return 'An amount cannot be negative.';
  if (/^\(.*\)$/.test(value))
    return 'In accounts brackets mean a negative amount: write the price without them.';
  if (decimalComma && thousands === ',')
    return 'A comma cannot be both: leave out --thousands or --decimal-comma.';
  if (/^\d+,\d+$/.test(value) && !thousands) {
    return 'If the comma stands for decimals, run again with --decimal-comma.';
  }
  const [, between] = /^\d{1,3}([\s'’])\d{3}/.exec(value) ?? [];
  if (between !== undefined && !thousands) {
    const character = /\s/.test(between) ? ' ' : "'";
    return `If "${character}" stands between thousands, run again with --thousands "${character}".`;
  }
  if (/\d/.test(value) && /[^\d.,\s]/.test(value)) return 'Write the number only, without currency or signs.';
  return undefined;
}
