import { CliError } from '../../../errors.ts';
import { nearest } from '../../../spelling.ts';
import type { Column } from '../../sheet/columns.ts';
import { headerName } from '../../sheet/layout.ts';
import type { TableKind } from '../../sheet/table-kind.ts';
import type { BranchField } from '../till-item.ts';
import type { FieldName } from '../till-table.ts';

/** What a column of a sheet of one's own means. */
export type Meaning =
  | { is: 'field'; field: FieldName; column: Column }
  /** What a product has in one branch: `price [Clifton]`. */
  | { is: 'branch'; field: BranchField; branch: string }
  /** Sizes and the like: one in a cell, or several of one price as `Half|Full`. */
  | { is: 'variants' }
  /** The name in a second language. */
  | { is: 'second name' }
  | { is: 'ignored' };

/** One column and its meaning, as an operator says it: `Qeemat=price`. */
export interface Mapping {
  column: string;
  meaning: string;
}

const branchFields: readonly BranchField[] = ['price', 'is_active', 'stock_quantity', 'discount_price'];
const others = ['variants', 'second_name', 'ignore'] as const;

/** Every meaning that a column may have, but for those of single branches. */
export function meaningNames({ columns }: TableKind): string[] {
  return [...columns.map(({ name }) => name), ...others];
}

const rare = new Set(['deleted_at', 'category_deleted_at']);

/** The meanings that a column of a sheet of one's own mostly has. */
export function usualMeanings({ columns, nesting }: TableKind): string[] {
  const usual = columns.filter(({ level, name }) => {
    return !nesting.hasCategory || ((level === 'product' || level === 'category') && !rare.has(name));
  });
  return [...usual.map(({ name }) => name), ...others];
}

/** @throws CliError `usage` for a meaning that there is not */
export function meaningOf({ column, meaning }: Mapping, kind: TableKind): Meaning {
  const [, field = '', branch = ''] = /^([^[\]]+)\[([^[\]]+)\]$/.exec(meaning) ?? [];
  const ofBranch = branchFields.find((one) => one === headerName(field));
  if (ofBranch && branch.trim() !== '') return { is: 'branch', field: ofBranch, branch: branch.trim() };
  const name = headerName(meaning);
  if (name === 'ignore') return { is: 'ignored' };
  if (name === 'variants') return { is: 'variants' };
  if (name === 'second_name') return { is: 'second name' };
  const found = kind.columns.find((one) => one.name === name);
  if (found && found.level !== 'record')
    return { is: 'field', field: `${found.level}.${found.key}`, column: found };
  const near = nearest(name, meaningNames(kind));
  throw new CliError('usage', `--map ${column}=${meaning}: there is no field "${meaning}".`, {
    hint: near
      ? `Did you mean "${near}"?`
      : `The fields are ${meaningNames(kind).join(', ')}, and price [BRANCH] for a price of one branch.`,
  });
}
