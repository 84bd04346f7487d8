const plain = /^[ -~]*$/;

/** How many columns of a terminal a text takes: Urdu, Arabic and emoji included. */
export type WidthOf = (text: string) => number;

/** Loads what knows the widths of characters. */
export async function loadWidths(): Promise<WidthOf> {
  const { default: stringWidth } = await import('string-width');
  // Most texts are plain letters and digits, whose width needs no looking up.
  return (text) => (plain.test(text) ? text.length : stringWidth(text));
}

/** A text that is no wider than this, with an ellipsis where it had to be cut. */
export function cut(text: string, width: number, widthOf: WidthOf): string {
  if (widthOf(text) <= width) return text;
  let shown = '';
  // No character is more than some ten code units long, so what lies beyond cannot be shown anyway.
  for (const { segment } of new Intl.Segmenter().segment(text.slice(0, width * 10))) {
    if (widthOf(shown + segment) > width - 1) break;
    shown += segment;
  }
  return `${shown}…`;
}
