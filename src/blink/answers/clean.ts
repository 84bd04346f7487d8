/**
 * Takes out of a text what could move the cursor, change colours, turn the reading direction or hide: control
 * characters, escape sequences, bidirectional overrides, and what takes no room, with which two names could look like
 * one. Joiners stay, Urdu needs them, and so do the selectors that make an emoji of a sign. Everything from a server
 * or a file goes through here before a person sees it; machine formats carry the text as it is.
 */
export function cleanText(text: string): string {
  if (!unsafe.test(text)) return text;
  // Halves of a character could come together over what is taken out between them.
  const whole = text.replace(halves, '\ufffd');
  return whole.replace(escapeSequences, '').replace(breaks, ' ').replace(invisible, '');
}

/** Zero-width joiner and non-joiner, and the variation selectors. */
const kept = '\\u200c\\u200d\\ufe00-\\ufe0f';
/**
 * What Unicode has shown as nothing at all, marks of direction among it, and the marks of interlinear notes: a class for
 * patterns with the flag `v`.
 */
export const hidden = `[[\\p{Default_Ignorable_Code_Point}\\ufff9-\\ufffb]--[${kept}]]`;
// One class without a look ahead: every text of a big menu goes through these.
const never = `[\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029${hidden}]`;
const unsafe = new RegExp(never, 'v');
const escapeSequences =
  /\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?|\u001b[@-_]?/g;
const halves = /\p{Cs}/gu;
const breaks = /[\t-\r\u0085\u2028\u2029]+/g;
const invisible = new RegExp(never, 'gv');
