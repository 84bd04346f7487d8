import stringWidth from 'string-width';
import { isPlain } from './plain.ts';

// Takes a while to load: whoever may do without it asks `measuresFor`.

/** How many columns of a terminal a text takes: Urdu, Arabic and emoji included. */
export function widthOf(text: string): number {
  return isPlain(text) ? text.length : stringWidth(text);
}

/** A text that is no wider than this, with an ellipsis where it had to be cut. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let shown = '';
  // No character is more than some ten code units long, so what lies beyond cannot be shown anyway.
  for (const character of charactersOf(text.slice(0, width * 10))) {
    if (widthOf(shown + character) > width - 1) break;
    shown += character;
  }
  return `${shown}…`;
}

/** A text in lines no wider than this, broken between words; a word that is too wide itself is broken anywhere. */
export function wrapTo(text: string, width: number): string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of text.split(' ').filter((one) => one !== '')) {
    const longer = current === '' ? word : `${current} ${word}`;
    if (widthOf(longer) <= width) {
      current = longer;
      continue;
    }
    if (current !== '') lines.push(current);
    current = '';
    for (const character of widthOf(word) > width ? charactersOf(word) : [word]) {
      if (current !== '' && widthOf(current + character) > width) {
        lines.push(current);
        current = '';
      }
      current += character;
    }
  }
  return [...lines, current];
}

/** The characters of a text as a person counts them. */
export function charactersOf(text: string): string[] {
  return Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
}
