import { Unreadable } from '../problem.ts';
import type { Column } from '../sheet/columns.ts';
import { findHeader, headerName, headerWithin, type Layout, possibleLayouts } from '../sheet/layout.ts';
import type { TableKind } from '../sheet/table-kind.ts';
import type { Decisions } from './decisions.ts';
import { own } from './own.ts';
import type { Profile, Recognised } from './profile.ts';

const nothing: Layout = {
  dialect: { delimiter: ',', lineEnd: '\n' },
  hiddenRows: 0,
  headerRow: 1,
  header: [],
};

/**
 * The profiles by which a file may be known. A file with all that we need is our own whoever else may have one like it,
 * so that nothing is loaded of tills for most files.
 */
export async function profilesFor(
  head: string,
  kind: TableKind,
  { profiles, format }: { profiles?: readonly Profile[] | undefined } & Pick<Decisions, 'format'>,
): Promise<readonly Profile[]> {
  if (profiles !== undefined) return profiles;
  const isOurs = format === undefined && possibleLayouts(head).some(({ header }) => isWhole(header, kind));
  return format === 'own' || isOurs ? [] : (await import('./tills.ts')).tills;
}

/** Whether a header has all the columns that we need, and more than ids, which any file may have. */
function isWhole(header: readonly string[], kind: TableKind): boolean {
  const names = new Set(header.map(headerName));
  const isThere = ({ name }: Column) => names.has(headerName(name));
  return kind.required.every(isThere) && kind.columns.filter(isThere).length > 1;
}

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
  profiles: readonly Profile[],
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
