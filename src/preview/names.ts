import { html, type Markup } from './markup.ts';

const urdu = /\p{Script=Arabic}/u;
const latin = /\p{Script=Latin}/u;

/** A name in the scripts it is written in: `Chicken Karahi چکن کڑاہی` has one for each. */
export interface Name {
  latin?: string | undefined;
  urdu?: string | undefined;
}

/** Parts a name at the one place where its script changes; a name that changes to and fro stays whole. */
export function nameParts(name: string): Name {
  const words = name.trim().split(/\s+/);
  const isUrdu = words.map((word) => urdu.test(word) && !latin.test(word));
  const first = isUrdu[0] ?? false;
  const change = isUrdu.findIndex((one) => one !== first);
  if (change === -1) return first ? { urdu: name.trim() } : { latin: name.trim() };
  if (isUrdu.slice(change).some((one) => one === first)) return { latin: name.trim() };
  const [before, after] = [words.slice(0, change).join(' '), words.slice(change).join(' ')];
  return first ? { urdu: before, latin: after } : { latin: before, urdu: after };
}

/** A name for the page, each script in letters and direction of its own. */
export function nameMarkup(name: string): Markup {
  const parts = nameParts(name);
  return html`${parts.latin !== undefined && html`<span dir="auto">${parts.latin}</span>`}${
    parts.latin !== undefined && parts.urdu !== undefined && ' '
  }${parts.urdu !== undefined && html`<span class="urdu" lang="ur" dir="rtl">${parts.urdu}</span>`}`;
}
