import { randomBytes } from 'node:crypto';
import { groupCommits } from '../storage/group-commit.ts';
import { birthOf, placeOfProcesses } from '../storage/processes.ts';
import type { Begin, End, Entry, Item, Kind } from './entry.ts';
import type { Ledger } from './ledger.ts';
import { type Moment, thisMoment } from './moment.ts';
import type { Standing } from './state.ts';
import { doneByUnfinished, unfinishedRuns } from './unfinished.ts';

/** What a command tells the ledger while it sends records, known by their positions among them. */
export interface RunNotes {
  /** The positions of records that an unfinished run confirmed. */
  readonly earlier: ReadonlySet<number>;
  /** When the run began that this one goes on with. */
  readonly resumes: Moment | undefined;
  /** What the ledger shows of a record at this moment. */
  standing(position: number): Standing | undefined;
  /**
   * Notes that a request goes out.
   * @param seen for calls that must not be made twice: what the decision to send went by. Where the ledger shows
   *   something newer, another run was quicker
   * @returns how to note its end; undefined where another run was quicker, and nothing may be sent
   */
  sending(positions: readonly number[], seen?: Standing | 'nothing'): Promise<NoteEnd | undefined>;
  /** Notes whether the service has a record in doubt. @param as what it calls it; undefined where it says that it has none */
  looked(position: number, as: string | undefined): Promise<void>;
  /** Notes that the run ended by itself, and that somebody was told what came of it. Then the next one is a new one. */
  over(): Promise<void>;
}

export interface EndParts {
  /** What the service calls each record. */
  as?: readonly (string | null)[] | undefined;
  why?: string | undefined;
  /** The records that a refusal named. */
  refused?: readonly (readonly [position: number, why: string])[] | undefined;
}

export type NoteEnd = (is: End, parts?: EndParts) => Promise<void>;

export interface RunOptions {
  kind: Kind;
  /** The command: `stock sync`. */
  job: string;
  /** Where it writes to, in words. */
  to: string;
  /** Milliseconds since 1970. */
  now: number;
  /** True for calls that must not be made twice: each note is on the disk before anything else happens. */
  durable: boolean;
  /** True sends again what an unfinished run confirmed. */
  fresh: boolean;
  /** True where the records are all there are of their kind. */
  whole?: boolean;
  /** False for a record that something else changed since it was confirmed. */
  stillHolds?: ((id: string) => boolean) | undefined;
}

/** How many records are intended in one line. */
const lineLength = 500;

/** Begins a run. Nothing is written before the first request is. */
export function beginRun({ book, state, of }: Ledger, items: readonly Item[], options: RunOptions): RunNotes {
  const { kind, job, to, durable, fresh, whole, stillHolds = () => true } = options;
  const run = randomBytes(6).toString('base64url');
  const moment = thisMoment(options.now);
  const began = performance.now();
  const unfinished = unfinishedRuns(state, kind, items, moment);
  const earlier = doneByUnfinished(state, kind, items, fresh ? [] : unfinished, stillHolds);
  let requests = 0;

  const entry = (parts: Omit<Entry, 'run' | 't'>): Entry => {
    return { run, t: Math.round(performance.now() - began), ...parts };
  };

  function opening(): Entry[] {
    const by: Begin['by'] = [process.pid, birthOf(process.pid) ?? '', placeOfProcesses()];
    const resumes = unfinished.map(({ id }) => id);
    const begin = {
      ...moment,
      job,
      kind,
      of,
      to,
      by,
      ...(whole && { whole }),
      ...(fresh && { fresh }),
      resumes,
    };
    const intended = Array.from({ length: Math.ceil(items.length / lineLength) }, (_, i) =>
      entry({ intended: items.slice(i * lineLength, (i + 1) * lineLength).map(withoutKnown) }),
    );
    return [entry({ begin }), ...intended, ...(earlier.size > 0 ? [entry({ already: [...earlier] })] : [])];
  }

  /** A content that the book has already is not written again. */
  function withoutKnown([id, hash, content]: Item): Item {
    const known = content === undefined || standingOf(id)?.contentHash === hash;
    return known ? [id, hash] : [id, hash, content];
  }

  const standingOf = (id: string) => state.records.get(kind)?.get(id);
  const standing = (position: number) => standingOf(items[position]?.[0] ?? '');

  const writing = groupCommits(async (parts: readonly (() => Entry | undefined)[]) => {
    const written: boolean[] = [];
    await book.append(() => {
      const added = parts.map((one) => one());
      written.push(...added.map((one) => one !== undefined));
      const entries = added.flatMap((one) => one ?? []);
      // Asked of the book: where the first lines could not be written, the next ones would stand there without a beginning.
      return entries.length > 0 && !state.runs.has(run) ? [...opening(), ...entries] : entries;
    }, durable);
    return written;
  });
  const note = async (parts: Omit<Entry, 'run' | 't'>) => void (await writing.add(() => entry(parts)));

  return {
    earlier,
    resumes: fresh ? undefined : unfinished.map(({ first }) => first.when).sort((a, b) => a.at - b.at)[0],
    standing,
    async sending(positions, seen) {
      requests += 1;
      const n = requests;
      const isNewer = (position: number) => standing(position)?.seq !== seqOf(seen);
      const sent = await writing.add(() =>
        seen !== undefined && positions.some(isNewer) ? undefined : entry({ sent: { n, items: positions } }),
      );
      if (!sent) return undefined;
      return (is, { as, why, refused } = {}) => note({ refused, end: { n, is, as, why } });
    },
    looked: (position, as) => note(as === undefined ? { absent: [position] } : { found: [[position, as]] }),
    over: () => note({ over: true }),
  };
}

function seqOf(seen: Standing | 'nothing' | undefined): number | undefined {
  return typeof seen === 'object' ? seen.seq : undefined;
}
