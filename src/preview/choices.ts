import type { MenuModifier, MenuOption } from '../blink/contract/menu.ts';
import { isOn } from '../menu/audit/rule.ts';
import { price } from './amounts.ts';
import { differences } from './branches.ts';
import { type Mark, marksMarkup } from './marks.ts';
import { html, type Markup } from './markup.ts';
import { nameMarkup } from './names.ts';

/** The modifiers of a page. One that many dishes share is written once, and put where it is opened. */
export interface Choices {
  /** The number of a modifier on the page. */
  numberOf(modifier: MenuModifier): number;
  /** All that were asked for, as templates. */
  templates(): Markup[];
}

/** @param marksOf what is to be said of a modifier, by its id */
export function collectChoices(
  branches: readonly string[],
  marksOf: ReadonlyMap<string, readonly Mark[]>,
): Choices {
  const numbers = new Map<string, number>();
  const templates: Markup[] = [];
  return {
    numberOf(modifier) {
      const key = JSON.stringify(modifier);
      const known = numbers.get(key);
      if (known !== undefined) return known;
      const number = templates.length;
      numbers.set(key, number);
      const marks = marksOf.get(String(modifier.id)) ?? [];
      templates.push(html`<template id="c${number}">${choiceMarkup(modifier, branches, marks)}</template>\n`);
      return number;
    },
    templates: () => templates,
  };
}

function choiceMarkup(modifier: MenuModifier, branches: readonly string[], marks: readonly Mark[]): Markup {
  const options = modifier.options
    .filter(({ deleted_at }) => !deleted_at)
    .sort((a, b) => a.priority - b.priority)
    .map((option) => optionMarkup(option, branches));
  return html`<section class="choice"><h4>${nameMarkup(modifier.name)} <small>${limits(modifier)}</small></h4>${marksMarkup(marks)}<ul>${options}</ul></section>`;
}

function optionMarkup(option: MenuOption, branches: readonly string[]): Markup {
  const at = differences(option.branches, branches);
  const shown = option.price ? `+ ${price(option.price)}` : '';
  return html`<li${at !== undefined && html` data-at="${at}"`}${!isOn(option.is_active) && html` data-off`}><span>${nameMarkup(option.name)}</span> <span class="state"></span> <span class="price">${shown}</span></li>`;
}

/** `Choose 1`, `Choose 1 to 3`, `Up to 3`. */
export function limits({ minimum_options, maximum_options: most }: MenuModifier): string {
  const least = minimum_options ?? 0;
  if (least === 0) return `up to ${most}`;
  return least === most ? `choose ${least}` : `choose ${least} to ${most}`;
}
