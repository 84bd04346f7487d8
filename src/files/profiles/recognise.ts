import { Unreadable } from '../problem.ts';
import { findHeader, headerWithin, type Layout, possibleLayouts } from '../sheet/layout.ts';
import type { TableKind } from '../sheet/table-kind.ts';
import type { Decisions } from './decisions.ts';
import { foodics } from './foodics.ts';
import { loyverse } from './loyverse.ts';
import { own } from './own.ts';
import type { Profile, Recognised } from './profile.ts';
import { shopify } from './shopify.ts';
import { shopifyStock } from './shopify-inventory.ts';
import { square } from './square.ts';
import { woocommerce } from './woocommerce.ts';

/** The tills whose exports can be read. The first that knows a header has it. */
export const tills: readonly Profile[] = [loyverse, foodics, shopify, shopifyStock, woocommerce, square];

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
  const found = findTable([...profiles, own].filter(isMeant), layouts, kind);
  if (found) return found;
  const { title } = profiles.find(({ name }) => name === format) ?? {};
  throw title === undefined ? noHeader(kind) : notFrom(title);
}

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
