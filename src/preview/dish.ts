import type { MenuProduct } from '../blink/contract/menu.ts';
import { isOn } from '../menu/audit/rule.ts';
import { price } from './amounts.ts';
import { differences, priceRange } from './branches.ts';
import type { Choices } from './choices.ts';
import { kindsOf, type Mark, marksMarkup } from './marks.ts';
import { html, type Markup } from './markup.ts';
import { nameMarkup, nameParts } from './names.ts';

/** A dish that could not be read whole, as it stands in the file. */
export interface UnreadDish {
  id: string;
  name?: string | undefined;
  description?: string | undefined;
  /** What stands where the price should. */
  price?: string | undefined;
}

export interface DishOptions {
  number: number;
  branches: readonly string[];
  choices: Choices;
  images: boolean;
  marks: readonly Mark[];
  /** Whether one of its modifiers has marks. */
  choiceMarks: boolean;
}

/** A dish as a card: what it is, what it costs, what can be chosen, and what is to be said of it. */
export function dishMarkup(product: MenuProduct, options: DishOptions): Markup {
  const { number, branches, images, marks, choiceMarks } = options;
  const { id, sku, name, description, tags, image } = product;
  const at = differences(product.branches, branches, 'unnamed');
  const range = priceRange(product);
  const kinds = `${kindsOf(marks)}${choiceMarks ? ' finding' : ''}`;
  return html`<article class="dish" id="d${number}" data-kinds="${kinds}" data-find="${[id, sku, tags ?? ''].join(' ')}"${at !== undefined && html` data-at="${at}"`}${!isOn(product.is_active) && html` data-off`}>
<div class="about"><h3>${nameMarkup(name)}</h3>
${description ? html`<p dir="auto">${description}</p>` : ''}
<p class="cost"><span class="price">${price(product.price)}</span> <small class="range">${range}</small> <span class="state"></span></p></div>
${pictureMarkup(name, images ? image : undefined)}
${choicesMarkup(product, options.choices)}${marksMarkup(marks)}</article>
`;
}

/** A dish that could not be read: what there is of it, and why. */
export function unreadMarkup(dish: UnreadDish, number: number, marks: readonly Mark[]): Markup {
  const name = dish.name ?? dish.id;
  return html`<article class="dish" id="d${number}" data-kinds="${kindsOf(marks)}" data-find="${dish.id}">
<div class="about"><h3>${nameMarkup(name)}</h3>
${dish.description ? html`<p dir="auto">${dish.description}</p>` : ''}
<p class="cost"><span class="price">${dish.price || 'No price'}</span> <span class="state">Cannot be sent</span></p></div>
${pictureMarkup(name, undefined)}${marksMarkup(marks)}</article>
`;
}

/** A picture, or the first letter of the name where there is none or it does not come. */
function pictureMarkup(name: string, image: string | null | undefined): Markup {
  const { latin, urdu } = nameParts(name);
  const [letter = '?'] = /[\p{L}\p{N}]/u.exec(latin ?? urdu ?? '') ?? [];
  const picture =
    image && /^https?:\/\/\S+$/i.test(image.trim())
      ? html`<img src="${image.trim()}" alt="" loading="lazy" decoding="async" referrerpolicy="no-referrer" width="128" height="128">`
      : undefined;
  return html`<div class="picture"><span aria-hidden="true">${letter.toUpperCase()}</span>${picture}</div>`;
}

function choicesMarkup({ modifiers }: MenuProduct, choices: Choices): Markup {
  const offered = (modifiers ?? [])
    .filter(({ deleted_at }) => !deleted_at)
    .sort((a, b) => a.priority - b.priority);
  if (offered.length === 0) return html``;
  const numbers = offered.map((modifier) => choices.numberOf(modifier)).join(' ');
  const names = offered.map(({ name }) => nameParts(name).latin ?? name).join(' · ');
  return html`<details data-choices="${numbers}"><summary><span dir="auto">${names}</span></summary></details>`;
}
