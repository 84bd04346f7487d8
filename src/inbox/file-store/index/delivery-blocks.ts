import type { Delivery } from '../../delivery.ts';
import type { ReadStretch } from '../checked-lines.ts';
import { type Block, encodeBlock, type Widths } from './blocks.ts';
import { idsOf } from './event-blocks.ts';
import { numberFor } from './places.ts';

/** The columns of an index of deliveries: where each stands, how long it is, and the number of its event's id. */
export const deliveryWidths: Widths = [4, 4, 8];

/** What an index keeps of some deliveries. */
export function deliveryBlock({ from, to, records, damage, last }: ReadStretch<Delivery>): Buffer {
  return encodeBlock(
    {
      ...{ from, to, count: records.length, ids: idsOf(records.map(({ value }) => value)) },
      ...{ branches: [], damage: [...damage], times: [0, 0] },
      last: last ?? null,
    },
    [
      Uint32Array.from(records, ({ at }) => at - from),
      Uint32Array.from(records, ({ length }) => length),
      Float64Array.from(records, ({ value }) => numberFor(value.id)),
    ],
  );
}

/** Where the deliveries of some events may stand; undefined where the index is damaged. */
export function deliveryPlaces(
  block: Block,
  ids: readonly string[],
): { at: number; length: number }[] | undefined {
  const [first, last] = block.ids;
  const near = ids.filter((id) => id >= first && id <= last);
  if (near.length === 0) return [];
  const wanted = new Set(near.map(numberFor));
  const numbers = block.column(2);
  if (numbers === undefined) return undefined;
  const rows: number[] = [];
  for (let row = 0; row < block.count; row++) if (wanted.has(numbers[row] ?? -1)) rows.push(row);
  if (rows.length === 0) return [];
  const [at, length] = [block.column(0), block.column(1)];
  if (at === undefined || length === undefined) return undefined;
  return rows.map((row) => ({ at: block.from + (at[row] ?? 0), length: length[row] ?? 0 }));
}
