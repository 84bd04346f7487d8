import { CliError } from '../../../errors.ts';
import type { Level } from '../../sheet/columns.ts';
import { headerName, type Layout } from '../../sheet/layout.ts';
import type { TableKind } from '../../sheet/table-kind.ts';
import { itemTable } from '../item-table.ts';
import type { Profile, TableProfile } from '../profile.ts';
import { boundColumns } from '../till-table.ts';
import { type MappedColumn, mappedColumns } from './mapped-columns.ts';
import { mappedTill } from './mapped-till.ts';
import { type Mapping, meaningOf } from './meaning.ts';

/**
 * The profile of a sheet of one's own, from what an operator says of its columns.
 * @throws CliError `usage` for a meaning that there is not
 */
export function mappedProfile(map: readonly Mapping[], kind: TableKind): Profile {
  refuseTwoOfOneMeaning(map, kind);
  const items = itemTable(mappedTill(map, kind));
  const table: TableProfile = {
    ...items,
    bind(layout, ...given) {
      const { columns } = mappedColumns(layout.header, map, kind);
      return isLaidOutAsOurs(columns) ? bindOurs(layout, map, kind) : items.bind(layout, ...given);
    },
    transform(of) {
      const { columns } = mappedColumns(of.layout.header, map, kind);
      const asItIs = { add: (row: { cells: readonly string[]; row: number }) => [row] };
      return isLaidOutAsOurs(columns) ? asItIs : (items.transform?.(of) ?? asItIs);
    },
  };
  return {
    name: 'map',
    idle: { flags: ['priceColumn', 'branch'], why: '--map says what each column means: price, price [63]' },
    tables: [table],
  };
}

/** Of two prices one would be lost. */
function refuseTwoOfOneMeaning(map: readonly Mapping[], kind: TableKind): void {
  const columns = new Map<string, string>();
  for (const mapping of map) {
    const meaning = meaningOf(mapping, kind);
    if (meaning.is === 'ignored' || meaning.is === 'variants') continue;
    const key = JSON.stringify(meaning);
    const before = columns.get(key);
    if (before !== undefined) {
      throw new CliError(
        'usage',
        `--map gives two columns as ${mapping.meaning}: "${before}" and "${mapping.column}".`,
        {
          hint: 'Only one of them can be. The other may be ignore.',
        },
      );
    }
    columns.set(key, mapping.column);
  }
}

const below: readonly Level[] = ['branch', 'modifier', 'option', 'optionBranch'];

/** Rows for branches and options below each product, as in our own files: only the names differ. */
function isLaidOutAsOurs(columns: readonly MappedColumn[]): boolean {
  return columns.some(({ meaning }) => meaning.is === 'field' && below.includes(meaning.column.level));
}

function bindOurs({ header, headerRow: row }: Layout, map: readonly Mapping[], kind: TableKind) {
  const { columns, findings } = mappedColumns(header, map, kind);
  const bound = columns.flatMap(({ index, meaning }) => {
    if (meaning.is === 'field') return boundColumns(kind, meaning.field, { index, cell: index });
    if (meaning.is !== 'branch') return [];
    return boundColumns(kind, `branch.${meaning.field}`, { index, cell: index, branch: meaning.branch });
  });
  const headerless = header.flatMap((name, index) => (headerName(name) === '' ? [index] : []));
  return {
    columns: bound,
    headerless,
    width: header.length,
    findings: findings.map((one) => ({ ...one, row })),
  };
}
