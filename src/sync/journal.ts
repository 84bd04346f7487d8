import { readdir, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { matches } from '../contract/check.ts';
import { openLines } from '../storage/append.ts';
import { storageFault } from '../storage/faults.ts';
import { flushFolder } from '../storage/folders.ts';
import { groupCommits } from '../storage/group-commit.ts';
import { readPrivate } from '../storage/reading.ts';
import { isMissing } from '../storage/refusals.ts';

/** A record as the journal knows it: its id, and the hash of its content. */
export type Entry = readonly [id: string, hash: string];

/**
 * What a bulk run has sent, kept so that a run that was cut off can go on: a request is on the disk before it goes out,
 * and its outcome before anybody is told. Written under the lock of the job.
 */
export interface Journal {
  /** When the run began that is gone on with, in milliseconds since 1970; undefined for a new one. */
  resumes: number | undefined;
  /** The contents that the server confirmed for an id, in the order it did. */
  confirmed(id: string): readonly string[];
  /** The contents that were sent for an id, and of which nothing more is known. */
  inDoubt(id: string): readonly string[];
  /**
   * Notes that a request goes out.
   * @returns how to note its end: `done`, or `not_taken` when the server certainly did not act on it
   */
  sending(batch: readonly Entry[]): Promise<(end: 'done' | 'not_taken') => Promise<void>>;
  /** Ends the journal; that of a run that has nothing left to do is removed. */
  close(finished: boolean): Promise<void>;
}

export interface JournalOptions {
  /** For whoever reads the file: the command and its input. */
  job: string;
  /** The time in milliseconds since 1970. */
  now: number;
  /** How old an unfinished run may be to be gone on with, in milliseconds; 0 begins a new one. */
  goOnWithin: number;
}

const Finished = v.object({ finished: v.literal(true) });
const Header = v.object({ job: v.string(), begunAt: v.number() });
const Sent = v.object({ batch: v.number(), sent: v.array(v.tuple([v.string(), v.string()])) });
const End = v.object({ batch: v.number(), end: v.picklist(['done', 'not_taken']) });

/**
 * Opens the journal of a job. A line that a kill or a full disk cut short counts as not written.
 * @throws CliError `failed` when it cannot be written
 */
export async function openJournal(path: string, { job, now, goOnWithin }: JournalOptions): Promise<Journal> {
  const earlier = readLines(path);
  const begunAt = earlier.header?.begunAt;
  const resumes = begunAt !== undefined && now - begunAt < goOnWithin ? begunAt : undefined;
  if (resumes === undefined) await remove(path);
  const file = await openLines(path);
  const writing = groupCommits(async (lines: readonly string[]) => {
    const at = await file.append(Buffer.from(lines.join('')));
    return lines.map(() => at);
  });
  const write = async (line: object) => void (await writing.add(`${JSON.stringify(line)}\n`));
  if (resumes === undefined) await write({ job, begunAt: now });
  const { confirmed, doubtful, batches } = resumes === undefined ? nothing() : earlier;
  let last = batches;

  async function sending(batch: readonly Entry[]) {
    last += 1;
    const number = last;
    await write({ batch: number, sent: batch });
    return (end: 'done' | 'not_taken') => write({ batch: number, end });
  }

  return {
    resumes,
    confirmed: (id) => confirmed.get(id) ?? [],
    inDoubt: (id) => [...(doubtful.get(id) ?? [])],
    sending,
    async close(finished) {
      await writing.settled();
      try {
        if (finished) await remove(path);
      } catch (error) {
        // The file outlives its run, and nothing is to be gone on with.
        await write({ finished }).catch(() => undefined);
        throw error;
      } finally {
        await file.close();
      }
    },
  };
}

/** Removes journals that nobody went on with since a time, in milliseconds since 1970. */
export async function sweepJournals(folder: string, before: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const stats = await stat(path).catch(() => undefined);
    if (stats?.isFile() && stats.mtimeMs < before) await unlink(path).catch(() => undefined);
  }
}

interface Earlier {
  header: v.InferOutput<typeof Header> | undefined;
  confirmed: Map<string, string[]>;
  doubtful: Map<string, Set<string>>;
  /** The number of the last batch. */
  batches: number;
}

function nothing(): Earlier {
  return { header: undefined, confirmed: new Map(), doubtful: new Map(), batches: 0 };
}

function readLines(path: string): Earlier {
  const earlier = nothing();
  const { confirmed, doubtful } = earlier;
  const open = new Map<number, readonly Entry[]>();
  for (const line of wholeLines(readPrivate(path) ?? '')) {
    if (matches(Finished, line)) return nothing();
    if (matches(Header, line)) earlier.header = line;
    else if (matches(Sent, line)) {
      open.set(line.batch, line.sent);
      for (const [id, hash] of line.sent) doubtful.set(id, new Set(doubtful.get(id)).add(hash));
      earlier.batches = line.batch;
    } else if (matches(End, line)) {
      for (const [id, hash] of open.get(line.batch) ?? []) {
        doubtful.get(id)?.delete(hash);
        if (line.end === 'not_taken') continue;
        // Whatever was sent for the id before does not hold any more.
        doubtful.delete(id);
        confirmed.set(id, [...(confirmed.get(id) ?? []), hash]);
      }
    }
  }
  return earlier;
}

function wholeLines(text: string): unknown[] {
  return text
    .split('\n')
    .slice(0, -1)
    .flatMap((line) => {
      try {
        return [JSON.parse(line)];
      } catch {
        return [];
      }
    });
}

async function remove(path: string): Promise<void> {
  try {
    await unlink(path);
    await flushFolder(dirname(path));
  } catch (error) {
    if (!isMissing(error)) throw storageFault('write', path, error);
  }
}
