import { randomBytes } from 'node:crypto';
import { groupCommits } from '../storage/group-commit.ts';
import { birthOf, placeOfProcesses } from '../storage/processes.ts';
import type { Begin, End, Entry, Item, Kind } from './entry.ts';
import type { Ledger } from './ledger.ts';
import type { Standing } from './ledger-state.ts';
import { doneByUnfinished, unfinishedRuns } from './resume.ts';
import { type Timestamp, timestampAt } from './timestamp.ts';

/** What a command tells the ledger while it sends records, known by their positions among them. */
export interface RunNotes {
  /** The positions of records that an unfinished run confirmed. */
  readonly earlier: ReadonlySet<number>;
  /** When the run began that this one goes on with. */
  readonly resumes: Timestamp | undefined;
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
  /** True for a record that was typed: it goes on with no unfinished run, and leaves each as it is. */
  alone?: boolean | undefined;
  /** True where the records are all there are of their kind. */
  whole?: boolean | undefined;
  /** False for a record that something else changed since it was confirmed. */
  stillHolds?: ((id: string) => boolean) | undefined;
}

/** Begins a run. Nothing is written before the first request is. */
export function beginRun(ledger: Ledger, items: readonly Item[], options: RunOptions): RunNotes {
  const { book, state } = ledger;
  const { kind, durable, fresh, alone = false, stillHolds = () => true } = options;
  const run = randomBytes(6).toString('base64url');
  const began = timestampAt(options.now);
  const start = performance.now();
  const unfinished = alone ? [] : unfinishedRuns(state, kind, items, began);
  const earlier = doneByUnfinished(state, kind, items, fresh ? [] : unfinished, stillHolds);
  const known = (id: string) => state.records.get(kind)?.get(id);
  const standing = (position: number) => known(items[position]?.[0] ?? '');
  let requests = 0;

  const entry = (parts: Parts): Entry => ({ run, t: Math.round(performance.now() - start), ...parts });
  const opening = () => {
    const resumes = unfinished.map(({ id }) => id);
    const begin = beginOf(ledger, options, began, resumes);
    return [{ begin }, ...intentions(items, known), ...(earlier.size > 0 ? [{ already: [...earlier] }] : [])];
  };

  const writing = groupCommits(async (parts: readonly (() => Parts | undefined)[]) => {
    const written: boolean[] = [];
    await book.append(() => {
      const added = parts.map((one) => one());
      written.push(...added.map((one) => one !== undefined));
      const lines = added.flatMap((one) => one ?? []);
      // Asked of the book: where the first lines could not be written, the next ones would stand there without a beginning.
      return (lines.length > 0 && !state.runs.has(run) ? [...opening(), ...lines] : lines).map(entry);
    }, durable);
    return written;
  });
  const note = async (parts: Parts) => void (await writing.add(() => parts));

  return {
    earlier,
    resumes: fresh ? undefined : unfinished.map(({ first }) => first.when).sort((a, b) => a.at - b.at)[0],
    standing,
    async sending(positions, seen) {
      requests += 1;
      const n = requests;
      const isNewer = (position: number) => standing(position)?.seq !== seqOf(seen);
      const sent = await writing.add(() =>
        seen !== undefined && positions.some(isNewer) ? undefined : { sent: { n, items: positions } },
      );
      if (!sent) return undefined;
      return (is, { as, why, refused } = {}) => note({ refused, end: { n, is, as, why } });
    },
    looked: (position, as) => note(as === undefined ? { absent: [position] } : { found: [[position, as]] }),
    over: () => note({ over: true }),
  };
}

/** What a line says, without the run and the time that all lines have. */
type Parts = Omit<Entry, 'run' | 't'>;

function beginOf(
  { of }: Ledger,
  { kind, job, to, whole, fresh }: RunOptions,
  began: Timestamp,
  resumes: readonly string[],
): Begin {
  const by: Begin['by'] = [process.pid, birthOf(process.pid) ?? '', placeOfProcesses()];
  return { ...began, job, kind, of, to, by, ...(whole && { whole }), ...(fresh && { fresh }), resumes };
}

/** How many records are intended in one line. */
const lineLength = 500;

/** What a run is going to send, line by line. A content that the book has already is not written again. */
function intentions(items: readonly Item[], known: (id: string) => Standing | undefined): Parts[] {
  const short = ([id, hash, content]: Item): Item =>
    content === undefined || known(id)?.contentHash === hash ? [id, hash] : [id, hash, content];
  return Array.from({ length: Math.ceil(items.length / lineLength) }, (_, i) => ({
    intended: items.slice(i * lineLength, (i + 1) * lineLength).map(short),
  }));
}

function seqOf(seen: Standing | 'nothing' | undefined): number | undefined {
  return typeof seen === 'object' ? seen.seq : undefined;
}
