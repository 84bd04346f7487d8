import type { StateName } from '../../delivery.ts';
import { type StoredKind, storedKinds } from '../../event.ts';
import type { EventQuery } from '../../inbox.ts';
import type { Block, Column } from './blocks.ts';
import { columns, none, numberOf, settledState, settledStates } from './event-blocks.ts';
import { numberFor } from './places.ts';

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
  const placeOf = (row: number) => ({ at: block.from + (at[row] ?? 0), length: length[row] ?? 0 });
  return Array.from(rows === 'all' ? at.keys() : rows, placeOf);
}

/** How many events of a block fit; undefined where the index is damaged. Not for keys and numbers. */
export function countFitting(block: Block, query: IndexQuery): number | undefined {
  const rows = fittingRows(block, query);
  return rows === 'all' ? block.count : rows?.length;
}

/** Rows of a block, in their order. */
type Rows = Uint32Array | 'all';

/** What is asked of a column: which of these rows fit. */
interface Test {
  column: number;
  pick(values: Column, rows: Rows): Uint32Array;
}

/** The rows of the events that fit; undefined where a column is damaged. */
function fittingRows(block: Block, query: IndexQuery): Rows | undefined {
  const tests = testsOf(block, query);
  if (tests === 'none') return new Uint32Array();
  let rows: Rows = 'all';
  for (const { column, pick } of tests) {
    const values = block.column(column);
    if (values === undefined) return undefined;
    rows = pick(values, rows);
    if (rows.length === 0) return rows;
  }
  return rows;
}

/** What is asked of the columns of a block; `none` where it is certain that no row fits. */
function testsOf(block: Block, query: IndexQuery): Test[] | 'none' {
  const { since, until, kinds, branches, keys, number, state } = query;
  const [first, last] = block.times;
  const tests: Test[] = [];
  const ask = (column: number, pick: Test['pick']) => tests.push({ column, pick });
  // Those that fit the fewest come first.
  if (keys !== undefined) ask(columns.key, among(keys.map(numberFor)));
  if (number !== undefined) ask(columns.number, among([numberOf(number)]));
  if (state !== undefined) {
    const test = testOfState(block, state, query);
    if (test === 'none') return 'none';
    tests.push(test);
  }
  if (since !== undefined && first < since)
    ask(
      columns.time,
      where((time) => time >= since),
    );
  if (until !== undefined && last >= until)
    ask(
      columns.time,
      where((time) => time < until),
    );
  if (kinds !== undefined) {
    const wanted = new Set<StoredKind | undefined>(kinds);
    ask(
      columns.traits,
      where((traits) => wanted.has(storedKinds[traits & 3])),
    );
  }
  if (branches !== undefined) {
    const wanted = new Set(branches);
    ask(
      columns.branch,
      where((index) => wanted.has(block.branches[index] ?? '')),
    );
  }
  return tests;
}

function testOfState(block: Block, state: StateName, { states }: IndexQuery): Test | 'none' {
  const own = [...states].filter(([at]) => at >= block.from && at < block.to);
  if (!settledStates.includes(state)) {
    const named = own.filter(([, one]) => one === state).map(([at]) => at - block.from);
    return named.length === 0 ? 'none' : { column: columns.at, pick: among(named) };
  }
  if (own.length === 0)
    return { column: columns.traits, pick: where((traits) => settledState(traits) === state) };
  const at = block.column(columns.at);
  // Where that is damaged, so is the whole answer: the same column is asked for once more.
  if (at === undefined) return { column: columns.at, pick: among([]) };
  const other = (row: number) => states.get(block.from + (at[row] ?? none));
  return {
    column: columns.traits,
    pick: where((traits, row) => (other(row) ?? settledState(traits)) === state),
  };
}

/** Asks each row. */
function where(fits: (value: number, row: number) => boolean): Test['pick'] {
  return (values, rows) => {
    const asked = rows === 'all' ? values.length : rows.length;
    const found = new Uint32Array(asked);
    let count = 0;
    for (let i = 0; i < asked; i++) {
      const row = rows === 'all' ? i : (rows[i] ?? 0);
      if (fits(values[row] ?? none, row)) found[count++] = row;
    }
    return found.subarray(0, count);
  };
}

/** So few numbers are found sooner one after the other, for which there is a machine instruction. */
const few = 48;

/** Looks for some numbers. */
function among(numbers: readonly number[]): Test['pick'] {
  const wanted = new Set(numbers);
  const eachRow = where((value) => wanted.has(value));
  return (values, rows) => {
    if (rows !== 'all' || wanted.size > few) return eachRow(values, rows);
    const found: number[] = [];
    for (const number of wanted) {
      for (let row = values.indexOf(number); row >= 0; row = values.indexOf(number, row + 1)) found.push(row);
    }
    return Uint32Array.from(found).sort();
  };
}
