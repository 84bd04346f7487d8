import type { StateName } from '../../delivery.ts';
import { type EventHead, type StoredKind, storedKinds } from '../../event.ts';
import type { ReadStretch } from '../checked-lines.ts';
import { type Block, encodeBlock, type Widths } from './blocks.ts';
import { numberFor } from './places.ts';

/** The columns of an index of events. */
export const columns = { at: 0, length: 1, time: 2, key: 3, number: 4, branch: 5, traits: 6 } as const;
export const eventWidths: Widths = [4, 4, 8, 8, 8, 2, 1];

/** What an index keeps of some events. */
export function eventBlock({ from, to, records, damage, last }: ReadStretch<EventHead>): Buffer {
  const heads = records.map(({ value }) => value);
  const times = heads.map(({ receivedAt }) => Date.parse(receivedAt));
  const branches = [...new Set(heads.map(({ branch }) => branch))];
  const places = new Map(branches.map((branch, i) => [branch, i]));
  return encodeBlock(
    {
      ...{ from, to, count: heads.length, ids: idsOf(heads), branches, damage: [...damage] },
      last: last ?? null,
      times: [least(times), -least(times.map((time) => -time))],
    },
    [
      Uint32Array.from(records, ({ at }) => at - from),
      Uint32Array.from(records, ({ length }) => length),
      Float64Array.from(times),
      Float64Array.from(heads, ({ key }) => (key === null ? none : numberFor(key))),
      Float64Array.from(heads, ({ summary }) => numberOf(summary?.number)),
      Uint16Array.from(heads, ({ branch }) => places.get(branch) ?? 0),
      Uint8Array.from(heads, traitsOf),
    ],
  );
}

/** In place of the number of a text that is missing. */
export const none = -1;

export function numberOf(text: string | undefined): number {
  return text === undefined ? none : numberFor(text.toLowerCase());
}

export function idsOf(records: readonly { id: string }[]): [string, string] {
  let [first, last] = [records[0]?.id ?? '', ''];
  for (const { id } of records) {
    if (id < first) first = id;
    if (id > last) last = id;
  }
  return [first, last];
}

function least(numbers: readonly number[]): number {
  return numbers.reduce((one, other) => Math.min(one, other), Number.POSITIVE_INFINITY);
}

const isRepetition = 4;
const isForwarded = 8;
const otherStatus = 7;

/** The kind in two bits, whether it repeats another event, whether it goes somewhere, and the state that it tells. */
function traitsOf({ kind, duplicateOf, targets = [], summary }: EventHead): number {
  const status = summary?.status ?? otherStatus;
  const known = kind === 'order-status' && [0, 1, 2, 3, 4].includes(status) ? status : otherStatus;
  return (
    storedKinds.indexOf(kind) |
    (duplicateOf === undefined ? 0 : isRepetition) |
    (targets.length > 0 ? isForwarded : 0) |
    (known << 4)
  );
}

/** What an event can be once it went wherever it was to go. */
export const settledStates: readonly StateName[] = ['duplicate', 'quarantined', 'delivered', 'stored'];

/** What an event is, once it went wherever it was to go. @param traits of an index */
export function settledState(traits: number): StateName {
  if (traits & isRepetition) return 'duplicate';
  if (storedKinds[traits & 3] === 'unknown') return 'quarantined';
  return traits & isForwarded ? 'delivered' : 'stored';
}

/** The same of its head. */
export function settledStateOf(head: EventHead): StateName {
  return settledState(traitsOf(head));
}

/** What is to be known of an event for the board. */
export interface IndexedChange {
  at: number;
  length: number;
  /** In milliseconds since 1970. */
  time: number;
  /** Of the id of its order or task. */
  key: number;
  kind: StoredKind;
  /** Blink's number of the state that it tells, where that is one of theirs. */
  status: number | undefined;
}

/** The events of a block, in their order; undefined where the index is damaged. */
export function changesIn(block: Block): Iterable<IndexedChange> | undefined {
  const [at, length, time] = [columns.at, columns.length, columns.time].map(block.column);
  const [key, traits] = [columns.key, columns.traits].map(block.column);
  if (!at || !length || !time || !key || !traits) return undefined;
  return (function* rows() {
    for (let row = 0; row < block.count; row++) {
      const trait = traits[row] ?? 0;
      const status = trait >> 4;
      yield {
        ...{ at: block.from + (at[row] ?? 0), length: length[row] ?? 0, time: time[row] ?? 0 },
        ...{ key: key[row] ?? none, kind: storedKinds[trait & 3] ?? 'unknown' },
        status: status === otherStatus ? undefined : status,
      };
    }
  })();
}

/** The numbers of the ids of the orders in a block; none where the index is damaged. */
export function* ordersIn(block: Block): Generator<number> {
  const [keys, traits] = [block.column(columns.key), block.column(columns.traits)];
  const order = storedKinds.indexOf('order');
  for (let row = 0; keys !== undefined && traits !== undefined && row < block.count; row++) {
    if (((traits[row] ?? 0) & 3) === order) yield keys[row] ?? none;
  }
}
