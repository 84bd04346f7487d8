import type { Begin, Entry, Kind } from './entry.ts';
import { type LedgerState, type Run, type Standing, serviceMayTake } from './ledger-state.ts';
import { elapsed, later, type Timestamp } from './timestamp.ts';

/** How many of the last contents of a record are kept: a file may accept, dispatch and deliver one order. */
const mostKept = 16;

/** Adds what a line says. */
export function applyEntry(state: LedgerState, entry: Entry): void {
  state.history += 1 + (entry.intended?.length ?? 0);
  if (entry.begin) begin(state, entry.run, entry.begin);
  const run = state.runs.get(entry.run);
  if (run === undefined) return;
  const when = later(run.begin, entry.t);
  for (const item of entry.intended ?? []) run.pending.add(run.items.push(item) - 1);
  for (const position of entry.already ?? []) run.pending.delete(position);
  if (entry.sent) send(state, run, entry.sent, when);
  for (const [position, why] of entry.refused ?? []) refuse(state, run, position, why, when);
  for (const [position, as] of entry.found ?? []) confirm(state, run, position, undefined, { when, as });
  for (const position of entry.absent ?? []) standingAt(state, run, position)?.absent.push(when);
  if (entry.end) end(state, run, entry.end, when);
  if (entry.over) {
    run.over = true;
    if (run.pending.size === 0) state.runs.delete(run.id);
  }
}

function begin(state: LedgerState, id: string, begun: Begin): void {
  const resumed = (begun.resumes ?? []).flatMap((earlier) => state.runs.get(earlier) ?? []);
  for (const earlier of resumed) state.runs.delete(earlier.id);
  const day = Math.floor(begun.at / 86_400_000);
  // Days that a clock goes back to were counted already.
  if (day > state.days.latest) state.days = { count: state.days.count + 1, latest: day };
  state.number += 1;
  const { at, up, boot } = begun;
  const own = { number: state.number, when: { at, up, boot } };
  const first = [own, ...(begun.fresh ? [] : resumed.map((run) => run.first))];
  state.runs.set(id, {
    id,
    number: state.number,
    begin: begun,
    first: first.reduce((one, other) => (other.number < one.number ? other : one)),
    items: [],
    underWay: new Map(),
    pending: new Set(),
    over: false,
  });
}

function send(state: LedgerState, run: Run, { n, items }: NonNullable<Entry['sent']>, when: Timestamp): void {
  run.underWay.set(n, items);
  for (const position of items) {
    const item = run.items[position];
    if (item === undefined) continue;
    const [id, hash] = item;
    const standing = touch(state, run.begin.kind, id);
    standing.absent = [];
    const other = standing.doubts.filter(
      (doubt) => doubt.hash !== hash && elapsed(doubt.when, when) < serviceMayTake,
    );
    for (const doubt of other) doubt.crossed = true;
    standing.doubts.push({ run: run.id, n, hash, when, ...(other.length > 0 && { crossed: true }) });
  }
}

function end(
  state: LedgerState,
  run: Run,
  { n, is, as = [], why }: NonNullable<Entry['end']>,
  when: Timestamp,
): void {
  const items = run.underWay.get(n) ?? [];
  run.underWay.delete(n);
  items.forEach((position, i) => {
    if (is === 'confirmed') confirm(state, run, position, n, { when, as: as[i] ?? undefined });
    else if (is === 'refused') refuse(state, run, position, why ?? '', when);
    const standing = standingAt(state, run, position);
    if (standing === undefined) return;
    if (is === 'unknown') {
      for (const doubt of standing.doubts) if (doubt.run === run.id && doubt.n === n) doubt.why = why;
    } else standing.doubts = standing.doubts.filter((doubt) => doubt.run !== run.id || doubt.n !== n);
  });
}

/** @param n the request that did it; undefined where the service was found to have the record */
function confirm(
  state: LedgerState,
  run: Run,
  position: number,
  n: number | undefined,
  { when, as }: { when: Timestamp; as: string | undefined },
): void {
  const item = run.items[position];
  if (item === undefined) return;
  const { kind } = run.begin;
  const [id, hash, content] = item;
  const standing = touch(state, kind, id);
  const at = standing.doubts.findIndex((doubt) => doubt.run === run.id && doubt.n === n);
  const crossed = standing.doubts[at]?.crossed === true;
  // Whatever was sent for the record before does not hold any more.
  standing.doubts = n === undefined ? [] : standing.doubts.slice(at + 1);
  standing.absent = [];
  standing.refused = undefined;
  standing.confirmedSeq = standing.seq;
  standing.confirmed.push({ hash: crossed ? '' : hash, run: run.number, when, as });
  if (standing.confirmed.length > mostKept) standing.confirmed.shift();
  if (content !== undefined) {
    standing.content = contentAfter(kind, standing.content, content);
    standing.contentHash = hash;
  }
  settle(state, run, position, id);
}

/** Nobody has to send the record for an earlier run any more; and what a whole one leaves out is gone. */
function settle(state: LedgerState, run: Run, position: number, id: string): void {
  for (const other of state.runs.values()) {
    if (other === run || !other.over || other.begin.kind !== run.begin.kind) continue;
    for (const at of other.pending) if (other.items[at]?.[0] === id) other.pending.delete(at);
    if (other.pending.size === 0) state.runs.delete(other.id);
  }
  run.pending.delete(position);
  if (!run.begin.whole || run.pending.size > 0) return;
  const named = new Set(run.items.map(([one]) => one));
  const records = state.records.get(run.begin.kind);
  for (const known of records?.keys() ?? []) if (!named.has(known)) records?.delete(known);
}

function refuse(state: LedgerState, run: Run, position: number, why: string, when: Timestamp): void {
  const item = run.items[position];
  if (item === undefined) return;
  touch(state, run.begin.kind, item[0]).refused = { hash: item[1], why, when };
}

function standingAt(state: LedgerState, run: Run, position: number): Standing | undefined {
  const item = run.items[position];
  return item && state.records.get(run.begin.kind)?.get(item[0]);
}

/** The standing of a record, marked as the newest. */
function touch(state: LedgerState, kind: Kind, id: string): Standing {
  const records = state.records.get(kind) ?? new Map<string, Standing>();
  state.records.set(kind, records);
  const standing = records.get(id) ?? {
    confirmed: [],
    doubts: [],
    absent: [],
    confirmedSeq: 0,
    seq: 0,
    day: 0,
  };
  records.set(id, standing);
  state.seq += 1;
  standing.seq = state.seq;
  standing.day = state.days.count;
  return standing;
}

/** Stock names the branches that change: what the others were told still holds. */
function contentAfter(kind: Kind, before: unknown, sent: unknown): unknown {
  if (kind !== 'stock' || !hasBranches(before) || !hasBranches(sent)) return sent;
  const named = new Set(sent.branches.map(idOf));
  return { ...sent, branches: [...sent.branches, ...before.branches.filter((one) => !named.has(idOf(one)))] };
}

function hasBranches(value: unknown): value is { branches: readonly unknown[] } {
  return typeof value === 'object' && value !== null && 'branches' in value && Array.isArray(value.branches);
}

function idOf(branch: unknown): string {
  return typeof branch === 'object' && branch !== null && 'id' in branch ? String(branch.id) : '';
}
