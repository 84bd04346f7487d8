import type { Decisions } from './decisions.ts';

/** Whether a text is there in two languages, and differs. */
export function hasTwoNames(name: string, localized = ''): boolean {
  return name.trim() !== '' && localized.trim() !== '' && localized.trim() !== name.trim();
}

/** One name of two, or both; the other one where that one is blank. */
export function chosenName(
  name: string,
  localized = '',
  choice: Decisions['name'] = 'name',
  between = ' ',
): string {
  const [one, other] = [name.trim(), localized.trim()];
  if (choice === 'localized') return other || one;
  return choice === 'both' && hasTwoNames(one, other) ? `${one}${between}${other}` : one || other;
}

/** The same of two fields that were read; undefined for a name that was refused. */
export function nameOf(name: unknown, localized: unknown, choice: Decisions['name']): string | undefined {
  if (typeof name !== 'string') return undefined;
  return chosenName(name, typeof localized === 'string' ? localized : '', choice);
}
