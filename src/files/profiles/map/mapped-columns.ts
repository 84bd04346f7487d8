import type { Finding } from '../../../finding.ts';
import { nearest } from '../../../spelling.ts';
import { columnLetter } from '../../problem.ts';
import { headerName } from '../../sheet/layout.ts';
import type { TableKind } from '../../sheet/table-kind.ts';
import { type Mapping, type Meaning, meaningNames, meaningOf } from './meaning.ts';

/** A column of a sheet, where it stands and what it means. */
export interface MappedColumn {
  index: number;
  meaning: Meaning;
}

/**
 * Finds the columns of a map in a header. One that the map does not name and that has a name of ours means what it says.
 * Found wrong: a column that is not there, or is there twice.
 */
export function mappedColumns(
  header: readonly string[],
  map: readonly Mapping[],
  kind: TableKind,
): { columns: MappedColumn[]; findings: Finding[] } {
  const names = header.map(headerName);
  const findings: Finding[] = [];
  const columns = map.flatMap((mapping): MappedColumn[] => {
    const name = headerName(mapping.column);
    const index = names.indexOf(name);
    const again = names.indexOf(name, index + 1);
    if (index < 0) findings.push(notThere(mapping, header));
    else if (again > 0) findings.push(twice(mapping, index, again));
    return index < 0 ? [] : [{ index, meaning: meaningOf(mapping, kind) }];
  });
  const said = new Set(map.flatMap(({ column, meaning }) => [headerName(column), headerName(meaning)]));
  const ours = new Set(meaningNames(kind));
  names.forEach((name, index) => {
    if (said.has(name) || !ours.has(name)) return;
    said.add(name);
    columns.push({ index, meaning: meaningOf({ column: name, meaning: name }, kind) });
  });
  return { columns, findings };
}

/** How many columns of a header are known by a map, or by their own names. */
export function countMapped(
  header: readonly string[],
  map: readonly Mapping[],
  { columns }: TableKind,
): number {
  const known = new Set([...map.map(({ column }) => headerName(column)), ...columns.map(({ name }) => name)]);
  return new Set(header.map(headerName).filter((name) => known.has(name))).size;
}

function notThere({ column }: Mapping, header: readonly string[]): Finding {
  const names = header.map((name) => name.trim()).filter((name) => name !== '');
  const near = nearest(column, names);
  return {
    severity: 'error',
    message: `the map names a column "${column}", which is not there${near ? `: did you mean "${near}"?` : '.'}`,
    hint: near ? undefined : `The sheet has ${new Intl.ListFormat('en').format(names)}.`,
  };
}

function twice({ column }: Mapping, index: number, again: number): Finding {
  const message = `the map names "${column}", which stands twice: in columns ${columnLetter(index)} and ${columnLetter(again)}.`;
  return { severity: 'error', message, hint: 'Rename one of them in the sheet.' };
}
