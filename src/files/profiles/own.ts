import { bindHeader } from '../sheet/header.ts';
import { headerName } from '../sheet/layout.ts';
import type { TableKind } from '../sheet/table-kind.ts';
import { decidedByUs } from './idle-flags.ts';
import { withoutVariable } from './own-variable.ts';
import type { Profile } from './profile.ts';

/** Our own files: their headers are the names of our columns. */
export const own: Profile = {
  name: 'own',
  idle: { flags: decidedByUs, why: 'the columns of the file are our own, and say all of that' },
  tables: [
    {
      countKnown(header, kind) {
        const known = byName(kind);
        return new Set(header.map(headerName).filter((name) => known.has(name))).size;
      },
      bind: (layout, kind) => bindHeader(layout, byName(kind), kind.required),
      transform: withoutVariable,
    },
  ],
};

function byName({ columns }: TableKind) {
  return new Map(columns.map((column) => [headerName(column.name), column]));
}
