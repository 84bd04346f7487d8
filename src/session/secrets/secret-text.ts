/** Bytes. What is longer is no password and no token. */
export const longestSecret = 64 * 1024;

/**
 * The secret in what a file or a command holds: one line, whose line end is cut. A byte order mark is, too: Windows
 * begins its text files with one, and writes some of them in UTF-16.
 * @returns what is wrong with it, completing "the file …"; never any of its content
 */
export function secretIn(bytes: Buffer): { secret: string } | { wrong: string } {
  if (bytes.length > longestSecret) return { wrong: 'is longer than a password or a token can be' };
  const text = decoded(bytes)?.replace(/\r?\n$/, '');
  if (text === undefined) return { wrong: 'holds no text' };
  if (text === '') return { wrong: 'is empty' };
  if (/[\r\n]/.test(text)) return { wrong: 'holds several lines, not the secret alone' };
  return text.includes('\0') ? { wrong: 'holds no text' } : { secret: text };
}

function decoded(bytes: Buffer): string | undefined {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
