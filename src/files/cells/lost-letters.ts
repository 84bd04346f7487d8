/** Signs that a text went through an encoding that did not have its letters, or was read in another than it was written in. */

/** What UTF-8's continuing bytes look like when they are read as windows-1252. */
const continuing = '[\\u0080-\\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]';

const signs = new RegExp(
  [
    // U+FFFD, NUL, controls that no keyboard makes, halves of characters.
    '\\ufffd|\\0|[\\u0080-\\u009f]|\\p{Cs}',
    // Arabic script has a question mark of its own: `س?خ` has lost a letter.
    '\\p{Script=Arabic}\\p{M}*\\?|\\?\\p{Script=Arabic}',
    // `K?rma`. An address such as `menu.php?id=3` is none: its word has other signs before.
    '(?<!\\S)[\\p{L}\\p{M}]+\\?+\\p{L}',
    // `CafÃ©`, `Â£`, `donâ€™t`.
    `[ÂÃ]${continuing}|â€`,
    // `Ú†Ú©`: one such pair may be meant, two are Urdu.
    `(?:[Ø-Û]${continuing}\\s?){2}`,
  ].join('|'),
  'u',
);

/** What every sign begins or ends with: most texts have none of it, and this is much faster to tell. */
const suspicious = /[?\ufffd\0\u0080-\u009fÂÃâØ-Û\ud800-\udfff]/;

export function hasLostLetters(text: string): boolean {
  return suspicious.test(text) && signs.test(text);
}
