import { Unreadable } from '../problem.ts';
import { findHeader, headerWithin, type Layout, possibleLayouts } from '../sheet/layout.ts';
import type { TableKind } from '../sheet/table-kind.ts';
import { own } from './own.ts';
import type { Profile, Recognised } from './profile.ts';

/** The tills whose exports can be read. The first that knows a header has it. */
export const tills: readonly Profile[] = [];

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
export function recognise(head: string, kind: TableKind, profiles: readonly Profile[] = tills): Recognised {
  const [ownTable] = own.tables;
  if (head.trim() === '') return { profile: own, table: ownTable, kind: noColumns(kind), layout: nothing };
  const layouts = possibleLayouts(head);
  for (const profile of [...profiles, own]) {
    for (const table of profile.tables) {
      const holds = table.kind ?? kind;
      const layout = findHeader(layouts, (header) => table.countKnown(header, holds));
      if (layout) return { profile, table, kind: holds, layout };
    }
  }
  throw noHeader(kind);
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
