import { Unreadable } from '../problem.ts';
import type { StoredSheet } from './library.ts';

/** How well a sheet's header is known: all of it, some of it, or not at all. */
export type Known = 'well' | 'partly' | 'not';

/** The sheet to be read, and those that are left out. */
export interface Chosen {
  sheet: StoredSheet;
  others: readonly StoredSheet[];
}

/**
 * The sheet that an operator names, by its name or its number from 1; else the only one whose header is known.
 * @throws Unreadable that lists the sheets, where it could be several
 */
export async function chooseSheet(
  sheets: readonly StoredSheet[],
  named: string | undefined,
  known: (sheet: StoredSheet) => Promise<Known>,
): Promise<Chosen> {
  if (named !== undefined) return { sheet: sheetNamed(sheets, named), others: [] };
  const filled = sheets.filter(({ isHidden, rows }) => !isHidden && rows > 0);
  const [only = sheets[0], ...more] = filled;
  if (only === undefined) throw new Unreadable({ message: 'this workbook has no sheets.' });
  if (more.length === 0) return { sheet: only, others: sheets.filter((one) => one !== only && one.rows > 0) };
  const judged = await Promise.all(filled.map(async (sheet) => ({ sheet, how: await known(sheet) })));
  for (const how of ['well', 'partly'] as const) {
    const [sheet, ...rivals] = judged.filter((one) => one.how === how).map((one) => one.sheet);
    if (sheet && rivals.length > 0) throw several(sheets, 'several of its sheets could be meant');
    if (sheet) return { sheet, others: sheets.filter((one) => one !== sheet && one.rows > 0) };
  }
  throw several(sheets, 'none of its sheets has a header that is known');
}

function sheetNamed(sheets: readonly StoredSheet[], named: string): StoredSheet {
  const is = ({ name }: StoredSheet) => name.trim().toLowerCase() === named.trim().toLowerCase();
  const found =
    sheets.find(({ name }) => name === named) ??
    sheets.find(is) ??
    (/^\d{1,5}$/.test(named) ? sheets[Number(named) - 1] : undefined);
  if (found) return found;
  throw several(sheets, `it has no sheet "${named}"`);
}

function several(sheets: readonly StoredSheet[], why: string): Unreadable {
  return new Unreadable({
    message: `${why}: it has ${listed(sheets)}.`,
    hint: 'Choose one with --sheet and its name or its number.',
  });
}

const mostListed = 20;

/** `1 "Menu", 2 "Prices" (hidden)` */
export function listed(sheets: readonly StoredSheet[]): string {
  const names = sheets.map(({ name, isHidden }, i) => `${i + 1} "${name}"${isHidden ? ' (hidden)' : ''}`);
  const left = names.length - mostListed;
  return names.slice(0, mostListed).join(', ') + (left > 0 ? ` and ${left} more` : '');
}
