import type { StateName } from '../../delivery.ts';
import { type EventHead, type StoredKind, storedKinds } from '../../event.ts';
import type { EventQuery } from '../../inbox.ts';
import type { ReadStretch } from '../checked-lines.ts';
import { type Block, encodeBlock, type Widths } from './blocks.ts';
import { numberFor } from './places.ts';

/** The columns of an index of events. */
const columns = { at: 0, length: 1, time: 2, key: 3, number: 4, branch: 5, traits: 6 } as const;
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

const none = -1;

function numberOf(text: string | undefined): number {
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

/** What an event is, once it went wherever it was to go. @param traits of an index */
function settledState(traits: number): StateName {
  if (traits & isRepetition) return 'duplicate';
  if (storedKinds[traits & 3] === 'unknown') return 'quarantined';
  return traits & isForwarded ? 'delivered' : 'stored';
}

/** The same of its head. */
export function settledStateOf(head: EventHead): StateName {
  return settledState(traitsOf(head));
}

/** Whether a block may have events that fit, as far as its head tells. */
export function mayFit({ times: [first, last] }: Block, { since, until }: EventQuery): boolean {
  return (since === undefined || last >= since) && (until === undefined || first < until);
}

/** What is asked of the events of a file. `states`: of those that did not go everywhere, by where they stand. */
export interface IndexQuery extends EventQuery {
  states: ReadonlyMap<number, StateName>;
}

/** Where the events of a block stand that may fit; undefined where the index is damaged. Only keys and numbers may fail. */
export function fittingPlaces(block: Block, query: IndexQuery): { at: number; length: number }[] | undefined {
  const rows = fittingRows(block, query);
  if (rows === undefined || rows.length === 0) return rows && [];
  const [at, length] = [block.column(columns.at), block.column(columns.length)];
  if (at === undefined || length === undefined) return undefined;
  return Array.from(rows, (row) => ({ at: block.from + (at[row] ?? 0), length: length[row] ?? 0 }));
}

/** How many events of a block fit; undefined where the index is damaged. Not for keys and numbers. */
export function countFitting(block: Block, query: IndexQuery): number | undefined {
  const { done, value } = testsOf(block, query).next();
  if (done || value === undefined) return block.count;
  return fittingRows(block, query)?.length;
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

/** The rows of the events that fit; undefined where a column is damaged. */
function fittingRows(block: Block, query: IndexQuery): Uint32Array | undefined {
  let rows = new Uint32Array(block.count);
  for (let row = 0; row < rows.length; row++) rows[row] = row;
  for (const [index, test] of testsOf(block, query)) {
    const column = block.column(index);
    if (column === undefined) return undefined;
    let count = 0;
    // In place, for millions are looked at: what is written stands before what is read.
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] ?? 0;
      if (test(column[row] ?? none, row)) rows[count++] = row;
    }
    rows = rows.subarray(0, count);
    if (count === 0) return rows;
  }
  return rows;
}

/** What is asked of each column. */
function* testsOf(
  block: Block,
  { since, until, kinds, branches, keys, number, state, states }: IndexQuery,
): Generator<[number, (value: number, row: number) => boolean]> {
  const [first, last] = block.times;
  // Those that fit the fewest come first.
  if (keys !== undefined) {
    const wanted = keys.map(numberFor);
    yield [columns.key, (key) => wanted.includes(key)];
  }
  if (number !== undefined) {
    const wanted = numberOf(number);
    yield [columns.number, (value) => value === wanted];
  }
  if (since !== undefined && first < since) yield [columns.time, (time) => time >= since];
  if (until !== undefined && last >= until) yield [columns.time, (time) => time < until];
  if (kinds !== undefined) {
    const wanted = new Set<number>(kinds.map((kind) => storedKinds.indexOf(kind)));
    yield [columns.traits, (traits) => wanted.has(traits & 3)];
  }
  if (branches !== undefined) {
    const wanted = new Set(branches);
    yield [columns.branch, (index) => wanted.has(block.branches[index] ?? '')];
  }
  if (state !== undefined) {
    const own = [...states].filter(([at]) => at >= block.from && at < block.to);
    const at = own.length > 0 ? block.column(columns.at) : new Uint32Array();
    // Where that is damaged, so is the whole answer.
    if (at === undefined) yield [columns.at, () => false];
    const other = (row: number) => states.get(block.from + (at?.[row] ?? none));
    if (own.length === 0) yield [columns.traits, (traits) => settledState(traits) === state];
    else yield [columns.traits, (traits, row) => (other(row) ?? settledState(traits)) === state];
  }
}
