/**
 * Takes out of a text what could move the cursor, change colours or turn the reading direction: control characters,
 * escape sequences and bidirectional overrides. Joiners stay, Urdu needs them. Everything from a server or a file goes
 * through here before a person sees it; machine formats carry the text as it is.
 */
export function cleanText(text: string): string {
  if (!unsafe.test(text)) return text;
  return text.replace(escapeSequences, '').replace(breaks, ' ').replace(invisible, '');
}

const unsafe = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;
const escapeSequences =
  /\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?|\u001b[@-_]?/g;
const breaks = /[\t\n\r\u2028\u2029]+/g;
const invisible = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * The same for a text of several lines, the last thing before it is shown.
 * @param styled true leaves the few looks in it that `Style` gives
 */
export function cleanLines(text: string, styled = false): string {
  if (!unsafe.test(text)) return text;
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

const rawInJson = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
