import { cleanText, hidden } from '../blink/answers/clean.ts';

export { cleanText } from '../blink/answers/clean.ts';

/**
 * Cleans a text of several lines, the last thing before it is shown.
 * @param styled true leaves the few looks in it that `Style` gives
 */
export function cleanLines(text: string, styled = false): string {
  return text
    .split(styled ? ownLooks : lineEnds)
    .map((part, i) => (i % 2 === 0 ? cleanText(part) : part))
    .join('');
}

const lineEnds = /(\n)/;
const ownLooks = /(\n|\u001b\[(?:1|2|22|31|32|33|39)m)/;

/** JSON in which nothing is raw that a terminal would obey: such characters are written as JSON writes control characters. */
export function safeJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(rawInJson, escaped);
}

const rawInJson = new RegExp(`[\\u007f-\\u009f\\u2028\\u2029${hidden}]`, 'gv');

/** A character as JSON writes it: one beyond the first plane takes two of its units. */
function escaped(character: string): string {
  return character.replace(/[\s\S]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
