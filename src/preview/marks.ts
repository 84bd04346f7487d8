import { html, type Markup } from './markup.ts';

/** A note at a dish, for who looks after the menu: what is wrong, what an audit found, what changed. */
export interface Mark {
  kind: 'problem' | 'finding' | 'change';
  /** How it looks: `bad` is red, `caution` amber, `quiet` grey, `good` green, `news` blue. */
  tone: 'bad' | 'caution' | 'quiet' | 'good' | 'news';
  /** One or two words before the text, so that the colour is not all that tells. */
  label: string;
  text: string;
  /** Where in the file: `row 12, column I`. */
  place?: string | undefined;
}

/** Marks as a list; nothing where there are none. */
export function marksMarkup(marks: readonly Mark[]): Markup {
  if (marks.length === 0) return html``;
  return html`<ul class="marks">${marks.map(
    ({ tone, label, text, place }) =>
      html`<li class="${tone}"><b>${label}</b> <span dir="auto">${text}</span>${place !== undefined && html` <small>${place}</small>`}</li>`,
  )}</ul>`;
}

/** The kinds of some marks, each once, for an attribute. */
export function kindsOf(marks: readonly Mark[]): string {
  return [...new Set(marks.map(({ kind }) => kind))].join(' ');
}
