import { type Mark, marksMarkup } from './marks.ts';
import { html, type Markup } from './markup.ts';
import type { Remarks } from './remarks.ts';

/** What the page says of the menu as a whole. */
export interface Facts {
  title: string;
  /** The file it was read from. */
  file: string;
  /** How good it looks, from 0 to 100; undefined where it could not be read whole. */
  score: number | undefined;
  /** When the menu that it is compared with was imported, in words; undefined where there was none. */
  since: string | undefined;
  /** Dishes of the last import that this menu does not name, or marks as deleted. */
  gone: readonly string[];
}

/** Where a dish stands on the page. */
export interface Anchor {
  number: number;
  name: string;
}

const mostLinks = 30;

/** The notes of a page in short: how many of each kind there are, with buttons that show only those, and the worst of them. */
export function summaryMarkup(facts: Facts, remarks: Remarks, anchors: ReadonlyMap<string, Anchor>): Markup {
  const all = [remarks.dishes, remarks.categories, remarks.modifiers].flatMap((some) =>
    [...some.values()].flat(),
  );
  const marks = [...all, ...remarks.file];
  const count = (kind: Mark['kind']) => marks.filter((mark) => mark.kind === kind).length;
  const score =
    facts.score === undefined ? undefined : html`<p class="score"><b>${facts.score}</b> of 100</p>`;
  const gone =
    facts.gone.length > 0 &&
    html`<details><summary>Gone since then: ${facts.gone.length}</summary><ul>${facts.gone.map((name) => html`<li dir="auto">${name}</li>`)}</ul></details>`;
  const since = facts.since
    ? `compared with the import of ${facts.since}`
    : 'nothing imported yet to compare with';
  return html`<aside class="summary" aria-label="Notes"><div class="figures">${score}<div><p><b dir="auto">${facts.file}</b>, ${since}</p>
<div class="filters" role="group" aria-label="Show only dishes with">${filterButton('problem', 'Problems', count('problem'))}${filterButton('finding', 'Findings', count('finding'))}${filterButton('change', 'Changes', count('change'))}</div></div></div>
${marksMarkup(remarks.file)}${worstMarkup(remarks, anchors)}${gone}</aside>`;
}

function filterButton(kind: Mark['kind'], name: string, count: number): Markup {
  return html`<button type="button" data-kind="${kind}" aria-pressed="false"${count === 0 && html` disabled`}>${name} <b>${count}</b></button>`;
}

/** Links to the dishes that should be looked at first. */
function worstMarkup({ dishes }: Remarks, anchors: ReadonlyMap<string, Anchor>): Markup {
  const tones: readonly Mark['tone'][] = ['bad', 'caution'];
  const worst = tones.flatMap((tone) =>
    [...dishes].flatMap(([id, marks]) => {
      const anchor = anchors.get(id);
      return anchor ? marks.filter((mark) => mark.tone === tone).map((mark) => ({ anchor, mark })) : [];
    }),
  );
  if (worst.length === 0) return html``;
  const left = worst.length - mostLinks;
  return html`<details class="worst"><summary>To look at first: ${worst.length}</summary><ul>${worst
    .slice(0, mostLinks)
    .map(
      ({ anchor, mark }) =>
        html`<li class="${mark.tone}"><a href="#d${anchor.number}"><b>${mark.label}</b> <span dir="auto">${anchor.name}</span></a></li>`,
    )}</ul>${left > 0 && html`<p>… and ${left} more</p>`}</details>`;
}
