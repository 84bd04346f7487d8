/**
 * Takes out of a text what could move the cursor, change colours, turn the reading direction or hide: control
 * characters, escape sequences, bidirectional overrides, and what takes no room, with which two names could look like
 * one. Joiners stay, Urdu needs them, and so do the selectors that make an emoji of a sign. Everything from a server
 * or a file goes through here before a person sees it; machine formats carry the text as it is.
 */
export function cleanText(text: string): string {
  if (!unsafe.test(text)) return text;
  return text.replace(escapeSequences, '').replace(breaks, ' ').replace(invisible, '');
}

/** Zero-width joiner and non-joiner, and the variation selectors. */
const kept = '\\u200c\\u200d\\ufe00-\\ufe0f';
/** What Unicode has shown as nothing at all, marks of direction among it, and the marks of interlinear notes. */
const hidden = `[[\\p{Default_Ignorable_Code_Point}\\ufff9-\\ufffb]--[${kept}]]`;
// One class without a look ahead: every text of a big menu goes through these.
const never = `[\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029${hidden}]`;
const unsafe = new RegExp(never, 'v');
const escapeSequences =
  /\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?|\u001b[@-_]?/g;
const breaks = /[\t\n\r\u2028\u2029]+/g;
const invisible = new RegExp(never, 'gv');

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

const rawInJson = new RegExp(`[\\u007f-\\u009f\\u2028\\u2029${hidden}]`, 'gv');

/** A character as JSON writes it: one beyond the first plane takes two of its units. */
function escaped(character: string): string {
  return character.replace(/[\s\S]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
