import { type DecimalSign, type Separator, withoutBidiMarks } from './cell-rules.ts';

/** How numbers are written: what stands before decimals, and what between thousands. */

const zeros = { arabic: 0x660, persian: 0x6f0 };

/** Arabic-Indic digits are digits, the Arabic comma is a comma, and the minus sign of typesetters a minus. */
export function westernDigits(text: string): string {
  return withoutBidiMarks(text)
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => {
      const code = digit.charCodeAt(0);
      return String(code - (code < zeros.persian ? zeros.arabic : zeros.persian));
    })
    .replaceAll('،', ',')
    .replace(/^\u2212/, '-');
}

/**
 * What a number means under each sign for decimals, with a point for decimals and nothing between thousands:
 * `1.250` is `1.250` after a point, and `1250` where a comma stands before decimals. A sign under which it means
 * nothing is left out.
 */
export type Readings = { readonly [sign in DecimalSign]?: string };

/** @param text in western digits */
export function readings(text: string): Readings {
  if (/^\d+$/.test(text)) return { '.': text, ',': text };
  const [point, comma] = [readAs(text, '.'), readAs(text, ',')];
  return { ...(point !== undefined && { '.': point }), ...(comma !== undefined && { ',': comma }) };
}

/**
 * Reads a number when it is known what stands before decimals and what between thousands; any other character makes
 * it none. `٫` and `٬` say themselves which they are.
 */
export function readAs(
  text: string,
  decimal: DecimalSign,
  thousands: Separator = decimal === '.' ? ',' : '.',
): string | undefined {
  if (thousands === decimal && text.includes(decimal)) return undefined;
  const [whole = '', fraction, ...more] = text.split(decimals[decimal]);
  if (more.length > 0 || !/^\d+$/.test(fraction ?? '0')) return undefined;
  const groups = whole.split(between[thousands]);
  if (groups.length > 1 && !isGrouped(groups, thousands)) return undefined;
  const digits = groups.join('');
  // `.5` is how many write half; `,5` is more likely what is left of another number.
  const isNumber = digits === '' ? decimal === '.' && fraction !== undefined : /^\d+$/.test(digits);
  return isNumber ? `${digits}${fraction === undefined ? '' : `.${fraction}`}` : undefined;
}

const decimals: Record<DecimalSign, RegExp> = { '.': /[.٫]/, ',': /[,٫]/ };

const between: Record<Separator, RegExp> = {
  ',': /[,٬]/,
  '.': /[.٬]/,
  ' ': /[ \u00a0\u2009\u202f٬]/,
  "'": /['’٬]/,
};

const byThousands = /^[1-9]\d{0,2}(,\d{3})+$/;
/** `12,50,000` is how twelve and a half lakhs are written in Pakistan. */
const byLakhs = /^[1-9]\d?(,\d{2})+,\d{3}$/;

/** No group begins a number with 0: `0,250` has decimals. */
function isGrouped(groups: readonly string[], thousands: Separator): boolean {
  const joined = groups.join(',');
  return byThousands.test(joined) || (thousands === ',' && byLakhs.test(joined));
}

/** An amount as text that can mean nothing else: a fourth decimal keeps `1.250` from being a thousand and more. */
export function certainText(amount: number): string {
  const text = String(amount);
  return /^[1-9]\d{0,2}\.\d{3}$/.test(text) ? `${text}0` : text;
}
