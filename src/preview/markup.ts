import { cleanText } from '../terminal/clean.ts';

/** HTML that is safe to write out. Only `html` makes it. */
export interface Markup {
  readonly markup: string;
}

type Value = string | number | false | undefined | Markup | readonly Markup[];

/**
 * HTML from a template. Text that is put in is cleaned of what hides or turns the reading direction, and escaped, in
 * quoted attributes too; markup stays; false and undefined are nothing.
 */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  let markup = parts[0] ?? '';
  values.forEach((value, i) => {
    markup += written(value) + (parts[i + 1] ?? '');
  });
  return { markup };
}

function written(value: Value): string {
  if (value === undefined || value === false) return '';
  if (typeof value === 'object') return 'markup' in value ? value.markup : value.map(written).join('');
  return escaped(cleanText(String(value)));
}

const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => references[character] ?? '');
}
