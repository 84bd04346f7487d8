/** ASCII, and what blink itself writes beside it: each takes one column, whoever counts. */
const plain = /^[ -~…•×–✓✗→]*$/;

/** True for a text whose width is its length. */
export function isPlain(text: string): boolean {
  return plain.test(text);
}
