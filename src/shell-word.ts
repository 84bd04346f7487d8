/** What no shell gives a meaning to: letters and digits of any script, signs of currencies, and a few signs. */
const plain = /^(?:\$|[\p{L}\p{M}\p{N}@%+=:,./_-]+|[^\p{ASCII}\s]+)$/u;

/** A text as one word of a command that an operator copies: in quotes where a shell would take it apart. */
export function shellWord(text: string): string {
  return plain.test(text) ? text : `"${text.replace(/[\\"$`]/g, '\\$&')}"`;
}
