import type { MenuProduct } from '../blink/contract/menu.ts';
import { groupBy } from '../menu/audit/rule.ts';
import { branchIds } from './branches.ts';
import { collectChoices } from './choices.ts';
import colours from './colours.css?raw';
import { dishMarkup, type UnreadDish, unreadMarkup } from './dish.ts';
import { documentOf } from './document.ts';
import { marksMarkup } from './marks.ts';
import { html, type Markup } from './markup.ts';
import style from './menu-page.css?raw';
import script from './menu-page.mjs?raw';
import { nameMarkup } from './names.ts';
import type { Remarks } from './remarks.ts';
import { type Anchor, type Facts, summaryMarkup } from './summary.ts';

/** What a page shows. */
export interface MenuPage extends Facts {
  products: readonly MenuProduct[];
  /** Dishes of the file that could not be read whole. */
  unread: readonly UnreadDish[];
  remarks: Remarks;
  /** False leaves the pictures out, and the page loads nothing at all. */
  images: boolean;
}

interface Section {
  name: string;
  dishes: Markup[];
  marks: Markup;
}

/** A menu as a page of its own, as customers would see it, with notes for who looks after it. */
export function menuPage(page: MenuPage): string {
  const shown = page.products.filter(({ deleted_at, category }) => !deleted_at && !category.deleted_at);
  const branches = branchIds(shown);
  const { remarks } = page;
  const choices = collectChoices(branches, remarks.modifiers);
  const anchors = new Map<string, Anchor>();
  const sections = [...groupBy(shown, ({ category }) => String(category.id))].map(
    ([id, products]): Section => {
      const dishes = products.map((product) => {
        const number = anchors.size;
        anchors.set(String(product.id), { number, name: product.name });
        return dishMarkup(product, {
          ...{ number, branches, choices, images: page.images },
          marks: remarks.dishes.get(String(product.id)) ?? [],
          choiceMarks: (product.modifiers ?? []).some((modifier) =>
            remarks.modifiers.has(String(modifier.id)),
          ),
        });
      });
      const name = products[0]?.category.name ?? id;
      return { name, dishes, marks: marksMarkup(remarks.categories.get(id) ?? []) };
    },
  );
  if (page.unread.length > 0) sections.push(unreadSection(page, anchors));
  const body = html`<a class="skip" href="#menu">To the dishes</a>
<header class="top"><div><p class="kicker">Menu preview</p><h1>${page.title}</h1><p class="counts">${counts(sections, branches)}</p></div><div class="looks"><button id="notes" type="button" aria-pressed="true">Notes</button><button id="theme" type="button">Dark</button></div></header>
${toolbar(branches)}
<div class="page"><nav aria-label="Categories"><ul>${sections.map(
    ({ name, dishes }, i) =>
      html`<li><a href="#s${i}">${nameMarkup(name)} <small>${dishes.length}</small></a></li>`,
  )}</ul></nav>
<main id="menu" tabindex="-1">${summaryMarkup(page, remarks, anchors)}
<p class="none" hidden>No dish has these words.</p>
${sections.map(
  ({ name, dishes, marks }, i) =>
    html`<section class="category tint${i % 6}" id="s${i}" aria-labelledby="h${i}"><h2 id="h${i}">${nameMarkup(name)}</h2>${marks}<div class="dishes">${dishes}</div></section>
`,
)}</main></div>
<p id="told" class="unseen" role="status"></p>
${choices.templates()}`;
  return documentOf({ title: `${page.title}, menu preview`, style: colours + style, script, body });
}

function unreadSection({ unread, remarks }: MenuPage, anchors: Map<string, Anchor>): Section {
  const dishes = unread.map((dish) => {
    const number = anchors.size;
    anchors.set(dish.id, { number, name: dish.name ?? dish.id });
    return unreadMarkup(dish, number, remarks.dishes.get(dish.id) ?? []);
  });
  return { name: 'Could not be read', dishes, marks: html`` };
}

function counts(sections: readonly Section[], branches: readonly string[]): string {
  const dishes = sections.reduce((sum, section) => sum + section.dishes.length, 0);
  const many = (count: number, one: string, more: string) => `${count} ${count === 1 ? one : more}`;
  return [
    many(dishes, 'dish', 'dishes'),
    many(sections.length, 'category', 'categories'),
    ...(branches.length > 0 ? [many(branches.length, 'branch', 'branches')] : []),
  ].join(' · ');
}

function toolbar(branches: readonly string[]): Markup {
  const branch = html`<label class="branch"><span class="unseen">Branch</span><select id="branch"><option value="">All branches</option>${branches.map(
    (id, i) => html`<option value="${i}">Branch ${id}</option>`,
  )}</select></label>`;
  return html`<div class="tools" role="search"><label class="search"><span class="unseen">Search the menu</span><input id="search" type="search" placeholder="Search the menu" autocomplete="off" dir="auto"></label>${branches.length > 0 && branch}</div>`;
}
