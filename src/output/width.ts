import stringWidth from 'string-width';

const plain = /^[ -~]*$/;

/** How many columns a terminal shows a text in. Most texts are plain letters and digits, which need no looking up. */
export function widthOf(text: string): number {
  return plain.test(text) ? text.length : stringWidth(text);
}

/** A text that is no wider than `width`: what is too much gives way to `…`. */
export function cutTo(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let shown = '';
  // No character is more than some ten code units long, so what lies beyond cannot be shown anyway.
  for (const segment of charactersOf(text.slice(0, width * 10))) {
    if (widthOf(shown + segment) > width - 1) break;
    shown += segment;
  }
  return width > 0 ? `${shown}…` : '';
}

/** A text in lines no wider than `width`, broken between words; a word that is too wide itself is broken anywhere. */
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

function charactersOf(text: string): string[] {
  return Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
}
