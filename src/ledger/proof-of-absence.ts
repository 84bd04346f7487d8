import { type Standing, serviceMayTake } from './ledger-state.ts';
import { elapsed, type Timestamp } from './timestamp.ts';

/** How far apart two looks must be to count as two, in milliseconds. */
const apart = 60_000;

/**
 * Whether a record in doubt may be sent again: the service itself has said twice, some time apart, that it has no such
 * record, and the last time so long after the attempt that nothing of it can still be under way. Looks before a restart of
 * the computer don't count, nor does the time before it: only the clock on the wall could tell how long that was.
 */
export function isProvenAbsent({ doubts, absent }: Standing): boolean {
  const sent = doubts.at(-1)?.when;
  const last = absent.at(-1);
  const first = absent.find(({ boot }) => boot === last?.boot);
  if (sent === undefined || first === undefined || last === undefined) return false;
  const since = sent.boot === last.boot ? sent : first;
  return elapsed(first, last) >= apart && elapsed(since, last) >= serviceMayTake;
}

/** When it is worth looking for a record in doubt again, in milliseconds from now; 0 where it is already. */
export function nextLookIn({ doubts, absent }: Standing, now: Timestamp): number {
  const sent = doubts.at(-1)?.when ?? now;
  const first = absent.at(0) ?? now;
  return Math.max(0, serviceMayTake - elapsed(sent, now), apart - elapsed(first, now));
}
