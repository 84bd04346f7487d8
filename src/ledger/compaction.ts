import * as v from 'valibot';
import { matches } from '../blink/contract/check.ts';
import { kinds } from './entry.ts';
import type { LedgerState, Run, Standing } from './ledger-state.ts';
import { elapsed, type Timestamp } from './timestamp.ts';

/**
 * What a book is made anew of when it has grown: no longer what happened, but what came of it. Each of these is a line.
 */
type Summary =
  | { kept: 'counts'; of: string; number: number; seq: number; days: LedgerState['days'] }
  | { kept: 'record'; kind: (typeof kinds)[number]; id: string; standing: Standing }
  | {
      kept: 'run';
      run: Omit<Run, 'underWay' | 'pending'> & { underWay: [number, number[]][]; pending: number[] };
    };

const Summary: v.GenericSchema<unknown, Summary> = v.variant('kept', [
  v.object({
    kept: v.literal('counts'),
    of: v.string(),
    number: v.number(),
    seq: v.number(),
    days: v.object({ count: v.number(), latest: v.number() }),
  }),
  v.object({
    kept: v.literal('record'),
    kind: v.picklist(kinds),
    id: v.string(),
    standing: v.custom<Standing>((value) => v.is(shapeOfStanding, value)),
  }),
  v.object({
    kept: v.literal('run'),
    run: v.custom<Extract<Summary, { kept: 'run' }>['run']>((value) => v.is(shapeOfRun, value)),
  }),
]);

const shapeOfStanding = v.object({
  confirmed: v.array(v.object({ hash: v.string(), run: v.number() })),
  doubts: v.array(v.object({ run: v.string(), n: v.number(), hash: v.string() })),
  absent: v.array(v.unknown()),
  confirmedSeq: v.number(),
  seq: v.number(),
  day: v.number(),
});

const shapeOfRun = v.object({
  id: v.string(),
  number: v.number(),
  begin: v.object({ job: v.string() }),
  items: v.array(v.unknown()),
  underWay: v.array(v.unknown()),
  pending: v.array(v.number()),
});

export function isSummary(value: unknown): value is Summary {
  return matches(Summary, value);
}

/** Adds what a line of a book that was made anew says. */
export function applySummary(state: LedgerState, summary: Summary): void {
  if (summary.kept === 'counts') {
    state.number = summary.number;
    state.seq = summary.seq;
    state.days = summary.days;
  } else if (summary.kept === 'run') {
    const { underWay, pending, ...run } = summary.run;
    state.runs.set(run.id, { ...run, underWay: new Map(underWay), pending: new Set(pending) });
  } else {
    const records = state.records.get(summary.kind) ?? new Map<string, Standing>();
    state.records.set(summary.kind, records.set(summary.id, summary.standing));
  }
}

/** The lines of a book that is made anew. */
export function* summaryLines(
  { state, of }: { state: LedgerState; of: string },
  now: Timestamp,
): Generator<Summary> {
  const { number, seq, days } = state;
  yield { kept: 'counts', of, number, seq, days };
  const since = Math.min(...[...state.runs.values()].map(({ first }) => first.number));
  for (const run of state.runs.values()) {
    if (elapsed(run.begin, now) > runsKept) continue;
    yield {
      kept: 'run',
      run: {
        ...run,
        underWay: [...run.underWay].map(([n, items]) => [n, [...items]]),
        pending: [...run.pending],
      },
    };
  }
  for (const [kind, records] of state.records) {
    for (const [id, standing] of records) {
      if (kind === 'menu' || !isOld(state, standing, now)) {
        yield { kept: 'record', kind, id, standing: withoutHistory(standing, since) };
      }
    }
  }
}

/** Milliseconds. Nobody goes on with a run that began longer ago. */
const runsKept = 24 * 3_600_000;

/** The last content that was confirmed, and those before it that a run may go on from. */
function withoutHistory(standing: Standing, since: number): Standing {
  const { confirmed } = standing;
  return {
    ...standing,
    confirmed: confirmed.filter(({ run }, i) => run >= since || i === confirmed.length - 1),
  };
}

const daysKept = 30;
const entriesKept = 20_000;

/**
 * A record may be forgotten when all three say so: days on which the book was used, the clock, and how much came after
 * it. A clock that is wrong by years can't bring that about alone.
 */
function isOld(state: LedgerState, { seq, day, confirmed, doubts }: Standing, now: Timestamp): boolean {
  const last = confirmed.at(-1)?.when ?? doubts.at(-1)?.when;
  return (
    state.days.count - day > daysKept &&
    state.seq - seq > entriesKept &&
    (last === undefined || elapsed(last, now) > daysKept * 86_400_000)
  );
}
