import type { Finding } from '../../finding.ts';
import { leftOut, rowsHave } from './decisions.ts';

/** What some rows have and is not taken over as it stands, as one warning; nothing where there are no such rows. */
export function toldRows(rows: readonly { row: number }[], what: string): Finding[] {
  if (rows.length === 0) return [];
  return [
    leftOut(
      `${rowsHave(rows.length)} ${what}`,
      rows.map(({ row }) => row),
    ),
  ];
}
