import { headerName } from '../sheet/layout.ts';
import { leftOut, rowsHave } from './decisions.ts';
import type { RowTransform, Transformed } from './profile.ts';

/**
 * Leaves out products of our own files that have "variable" for a price, with all of their rows.
 * @returns undefined where the operator did not say so: rows are what they are then
 */
export function withoutVariable({ layout: { header }, rules }: Transformed): RowTransform | undefined {
  if (!rules.skipVariable) return undefined;
  const names = header.map(headerName);
  const [id, price] = [names.indexOf('product_id'), names.indexOf('price')];
  const ids = new Set<string>();
  const rows: number[] = [];
  return {
    add(row) {
      const product = (row.cells[id] ?? '').trim();
      if (/^variable$/i.test((row.cells[price] ?? '').trim())) ids.add(product);
      if (!ids.has(product)) return [row];
      rows.push(row.row);
      return [];
    },
    findings() {
      if (rows.length === 0) return [];
      const said = `${rowsHave(rows.length)} no price of ${rows.length === 1 ? 'its' : 'their'} own ("variable")`;
      return [leftOut(`${said} and ${rows.length === 1 ? 'is' : 'are'} left out`, rows)];
    },
  };
}
