/**
 * The words of a command that is run without a shell: blanks part them, quotes of either kind hold them together. A
 * backslash takes the meaning of the next character, but on Windows, where it stands in every path.
 * @returns undefined where a quote is not closed
 */
export function wordsOf(command: string, platform: NodeJS.Platform): string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let i = 0; i < command.length; i += 1) {
    const character = command.charAt(i);
    const next = command.charAt(i + 1);
    if (character === '\\' && platform !== 'win32' && escapes(quote, next)) {
      word = `${word ?? ''}${next}`;
      i += 1;
    } else if (character === quote) quote = '';
    else if (quote === '' && /["']/.test(character)) {
      quote = character;
      word ??= '';
    } else if (quote === '' && /\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = `${word ?? ''}${character}`;
  }
  if (quote !== '') return undefined;
  return word === undefined ? words : [...words, word];
}

function escapes(quote: string, next: string): boolean {
  if (quote === "'" || next === '') return false;
  return quote === '' || /["\\]/.test(next);
}
