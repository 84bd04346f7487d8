import * as v from 'valibot';

/**
 * Fields as they are read from bodies that others write. Blink's real bodies differ from its samples in any field, so
 * each of these takes every JSON value and makes of it what a person would; what tells nothing is undefined.
 */

const field = <T>(read: (value: unknown) => T) =>
  v.optional(v.pipe(v.unknown(), v.transform<unknown, T>(read)));

/** Text, also where a number or a flag came. Blank text stays. */
export const readText = field(textOf);

/** The same, empty where nothing came. */
export const readName = v.optional(
  v.pipe(
    v.unknown(),
    v.transform((value) => textOf(value) ?? ''),
  ),
  '',
);

/** An amount: a number, or text such as `"39.000"`. */
export const readAmount = field((value) => (typeof value === 'number' ? value : textOf(value)));

/** A count: a number where it can be read as one, else the text that came. */
export const readQuantity = field((value) => numberOf(value) ?? textOf(value));

/** A whole number, also as text. */
export const readWhole = field(wholeOf);

/** A yes or no: `true`, `1`, `"1"`, `"yes"` and their opposites. */
export const readFlag = field(flagOf);

/** A state as it came where it is one of ours, `1`, `0`, `true` or `false`; else what it means. */
export const readState = field((value) => (value === 1 || value === 0 ? value : flagOf(value)));

/** A list, each of its items an object; also as PHP writes one, an object with numbers for keys, or as JSON in a text. */
export const readList = <T extends v.GenericSchema>(item: T) =>
  v.optional(
    v.pipe(
      v.unknown(),
      v.transform((value) => listOf(value)?.map(itemOf) ?? []),
      v.array(item),
    ),
  );

/** An object, an empty one where none came. */
export const readObject = <T extends v.GenericSchema>(inner: T) =>
  v.optional(
    v.pipe(
      v.unknown(),
      v.transform((value): unknown => (isObject(value) ? value : {})),
      inner,
    ),
    {},
  );

/** An object, where one came. */
export const readObjectIfAny = <T extends v.GenericSchema>(inner: T) =>
  v.optional(
    v.pipe(
      v.unknown(),
      v.transform((value): unknown => (isObject(value) ? value : undefined)),
      v.optional(inner),
    ),
  );

/** The text of a value; undefined for null and for nothing. */
export function textOf(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value !== 'object') return String(value);
  return JSON.stringify(value).slice(0, longestQuote);
}

/** So much of a list or an object is shown where a text belongs. */
const longestQuote = 200;

/** The number in a value; undefined where there is none. */
export function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

export function wholeOf(value: unknown): number | undefined {
  const number = numberOf(value);
  return number !== undefined && Number.isSafeInteger(number) ? number : undefined;
}

const flags: ReadonlyMap<string, boolean> = new Map([
  ...['true', '1', 'yes', 'y', 'on'].map((word) => [word, true] as const),
  ...['false', '0', 'no', 'n', 'off'].map((word) => [word, false] as const),
]);

export function flagOf(value: unknown): boolean | undefined {
  return typeof value === 'object' ? undefined : flags.get(String(value).trim().toLowerCase());
}

/** An id as text: a number, or text that says something. Undefined for all else. */
export function idOf(value: unknown): string | undefined {
  const text = typeof value === 'number' && Number.isFinite(value) ? String(value) : value;
  return typeof text === 'string' && text.trim() !== '' ? text.trim() : undefined;
}

/** The items of a list, in whichever way it was written; undefined for what is none. */
export function listOf(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  if (typeof value === 'string') return value.trimStart().startsWith('[') ? listInText(value) : undefined;
  if (!isObject(value)) return undefined;
  return Object.keys(value).every((key) => /^\d+$/.test(key)) ? Object.values(value) : undefined;
}

function listInText(text: string): readonly unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An item of a list: where only a word stands in place of an object, it is the name of the thing. */
function itemOf(value: unknown): unknown {
  return isObject(value) ? value : { name: value };
}
