import { isPlain } from './plain.ts';

/** How texts are measured, and fitted into columns. */
export interface Measures {
  /** How many columns of a terminal a text takes. */
  widthOf(text: string): number;
  /** A text that is no wider than this, with an ellipsis where it had to be cut. */
  cut(text: string, width: number): string;
}

/** What measures these texts. What knows every script takes a while to load: plain texts do without it. */
export async function measuresFor(texts: Iterable<string>): Promise<Measures> {
  for (const text of texts) if (!isPlain(text)) return import('./widths.ts');
  return plainMeasures;
}

const plainMeasures: Measures = {
  widthOf: (text) => text.length,
  cut: (text, width) => (text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`),
};

/** A text in a column of this width, cut or with blanks beside it. */
export function toWidth(text: string, width: number, right: boolean, { widthOf, cut }: Measures): string {
  const whole = widthOf(text);
  const shown = whole <= width ? text : cut(text, width);
  const taken = whole <= width ? whole : widthOf(shown);
  const blanks = ' '.repeat(Math.max(0, width - taken));
  // What has no width would cling to its neighbours.
  if (taken === 0) return blanks;
  return right ? blanks + shown : shown + blanks;
}
