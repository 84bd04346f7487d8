import { birthOf, isAlive, placeOfProcesses } from '../storage/processes.ts';
import type { Item, Kind } from './entry.ts';
import type { LedgerState, Run, Standing } from './ledger-state.ts';
import { elapsed, type Timestamp } from './timestamp.ts';

const hour = 3_600_000;

/** How long a run may be gone on with, in milliseconds. Later, what it confirmed may not hold any more: stock was sold since. */
const night = 12 * hour;

/**
 * The runs that a new one goes on with: they were cut off, or left some of these records undone, and are not at work any
 * more. Which file they read does not matter.
 */
export function unfinishedRuns(
  state: LedgerState,
  kind: Kind,
  items: readonly Item[],
  now: Timestamp,
): Run[] {
  const ids = new Set(items.map(([id]) => id));
  return [...state.runs.values()].filter(({ begin, first, over, pending, items: intended }) => {
    if (begin.kind !== kind || elapsed(first.when, now) > night) return false;
    const left = over ? intended.filter((_, position) => pending.has(position)) : intended;
    return left.some(([id]) => ids.has(id)) && (over || !isAtWork(begin.by));
  });
}

/** Whether the process that began a run is still there. Of one in another container nobody can say: it counts as gone. */
export function isAtWork([pid, birth, place]: Run['begin']['by']): boolean {
  return place === placeOfProcesses() && isAlive(pid) && (birthOf(pid) ?? '') === birth;
}

/**
 * The positions of records that unfinished runs confirmed. A file may name an id more than once, an order accepted and
 * then dispatched: done are the first of them that were also the last to be confirmed. Where something else was sent
 * after that without an answer, nobody knows what holds now, so nothing counts as done.
 * @param stillHolds false for a record that something else changed since
 */
export function doneByUnfinished(
  state: LedgerState,
  kind: Kind,
  items: readonly Item[],
  unfinished: readonly Run[],
  stillHolds: (id: string) => boolean,
): Set<number> {
  if (unfinished.length === 0) return new Set();
  const since = Math.min(...unfinished.map(({ first }) => first.number));
  const byId = new Map<string, number[]>();
  for (const [position, [id]] of items.entries()) byId.set(id, [...(byId.get(id) ?? []), position]);
  return new Set(
    [...byId].flatMap(([id, positions]) => {
      const standing = state.records.get(kind)?.get(id);
      if (standing === undefined || !stillHolds(id)) return [];
      const wanted = positions.map((position) => items[position]?.[1] ?? '');
      const done = overlap(wanted, confirmedSince(standing, since));
      return standing.doubts.every(({ hash }) => hash === wanted[done]) ? positions.slice(0, done) : [];
    }),
  );
}

function confirmedSince({ confirmed }: Standing, since: number): string[] {
  return confirmed.filter(({ run }) => run >= since).map(({ hash }) => hash);
}

/** How many of the first of one list are the last of the other, at most. */
function overlap(first: readonly string[], last: readonly string[]): number {
  let length = Math.min(first.length, last.length);
  while (length > 0 && !first.slice(0, length).every((one, i) => one === last.at(i - length))) length -= 1;
  return length;
}
