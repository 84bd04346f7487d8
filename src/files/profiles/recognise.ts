import { Unreadable } from '../problem.ts';
import { findHeader, headerName, headerWithin, type Layout, possibleLayouts } from '../sheet/layout.ts';
import type { TableKind } from '../sheet/table-kind.ts';
import type { Decisions } from './decisions.ts';
import { foodics } from './foodics.ts';
import { loyverse } from './loyverse.ts';
import { own } from './own.ts';
import type { Profile, Recognised } from './profile.ts';
import { shopify } from './shopify.ts';
import { shopifyStock } from './shopify-inventory.ts';
import { woocommerce } from './woocommerce.ts';

/** The tills whose exports can be read. The first that knows a header has it. */
export const tills: readonly Profile[] = [loyverse, foodics, shopify, shopifyStock, woocommerce];

const nothing: Layout = {
  dialect: { delimiter: ',', lineEnd: '\n' },
  hiddenRows: 0,
  headerRow: 1,
  header: [],
};

/**
 * Says whose file this is, and where its table begins.
 * @param head the beginning of the file, cut at the end of a line
 * @param kind what it is to hold
 * @returns a table of no columns for a file without any text
 * @throws Unreadable when no row looks like a header, or two delimiters fit
 */
export function recognise(
  head: string,
  kind: TableKind,
  profiles: readonly Profile[] = tills,
  format?: Decisions['format'],
): Recognised {
  const [ownTable] = own.tables;
  if (head.trim() === '') return { profile: own, table: ownTable, kind: noColumns(kind), layout: nothing };
  const layouts = possibleLayouts(head);
  const isMeant = ({ name }: { name: string }) => format === undefined || name === format;
  const found =
    findTable(profiles.filter(isMeant), layouts, kind) ??
    refuseUnreadable(unreadable.filter(isMeant), layouts) ??
    findTable([own].filter(isMeant), layouts, kind);
  if (found) return found;
  const { title } = [...profiles, ...unreadable].find(({ name }) => name === format) ?? {};
  throw title === undefined ? noHeader(kind) : notFrom(title);
}

/** Tills whose exports are known by these columns, and cannot be read yet. */
const unreadable = [
  { name: 'square', title: 'Square', tells: ['token', 'item_name', 'variation_name'] },
] as const;

function findTable(
  profiles: readonly Profile[],
  layouts: readonly Layout[],
  kind: TableKind,
): Recognised | undefined {
  for (const profile of profiles) {
    for (const table of profile.tables) {
      const holds = table.kind ?? kind;
      const layout = findHeader(layouts, (header) => table.countKnown(header, holds));
      if (layout) return { profile, table, kind: holds, layout };
    }
  }
  return undefined;
}

/** A till is known by its columns although some of them are named like ours. */
function refuseUnreadable(
  known: readonly (typeof unreadable)[number][],
  layouts: readonly Layout[],
): undefined {
  for (const { header, headerRow: row } of layouts) {
    const names = new Set(header.map(headerName));
    const till = known.find(({ tells }) => tells.every((name) => names.has(name)));
    if (!till) continue;
    const hint = 'Give its columns the names of ours: "blink menu template" prints a file that has them.';
    throw new Unreadable({ row, message: `this is a ${till.title} export, which cannot be read yet.`, hint });
  }
}

function notFrom(title: string): Unreadable {
  const message = `no row of the first ${headerWithin} is the header of a ${title} export.`;
  return new Unreadable({ message, hint: 'Leave out --format to see whose file it is, or export it again.' });
}

function noColumns(kind: TableKind): TableKind {
  return { ...kind, columns: [], required: [] };
}

function noHeader({ columns }: TableKind): Unreadable {
  const names = columns.filter(({ required }) => required).map(({ name }) => name);
  const isMenu = columns.some(({ name }) => name === 'category_id');
  const template = isMenu ? ' "blink menu template" prints a file to start from.' : '';
  return new Unreadable({
    message: `no header found in the first ${headerWithin} rows.`,
    hint: `The header names the columns: ${names.slice(0, 7).join(', ')} and so on.${template}`,
  });
}
