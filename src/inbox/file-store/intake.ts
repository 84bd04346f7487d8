import { join } from 'node:path';
import { CliError } from '../../errors.ts';
import { groupCommits } from '../../storage/group-commit.ts';
import { tryLock } from '../../storage/lock.ts';
import type { Arrival, StoredEvent } from '../event.ts';
import { eventIds } from '../event-id.ts';
import type { Intake, IntakeOptions, Stored } from '../inbox.ts';
import { createRepetitions, repetitionDays } from '../repetitions/repetitions.ts';
import { type Books, openBooks } from './books.ts';
import { createDayWriter } from './day-writer.ts';
import { dayOf, eventFile } from './days.ts';
import { leftIn, lookBack } from './left-events.ts';
import { newestId } from './newest-id.ts';
import type { EventPlace } from './place.ts';
import { rememberHeads } from './recent-heads.ts';
import { sizeOf } from './standing.ts';

export interface FileIntakeOptions extends IntakeOptions {
  now: () => number;
  /** Told where events stand that are likely to be asked for. */
  onPlace: (id: string, place: EventPlace) => void;
  /** Given what has to be told of each delivery. */
  onBooks: (books: Pick<Books, 'added'>) => void;
}

/** Begins to receive, as `Inbox.receive`: one process at a time. It can store at once, however much there is already. */
export async function openIntake(folder: string, options: FileIntakeOptions): Promise<Intake> {
  const lost = new AbortController();
  const release = await tryLock(join(folder, 'receiver'), (reason) => lost.abort(reason));
  if (release === undefined) throw alreadyReceiving(folder);
  try {
    const ids = eventIds(await newestId(folder, options.now()));
    const intake = createIntake(folder, options, ids);
    const close = () => intake.close().finally(release);
    return { ...intake, lost: lost.signal, close };
  } catch (error) {
    await release();
    throw error;
  }
}

function createIntake(
  folder: string,
  { targets, onLoss, now, onPlace, onBooks }: FileIntakeOptions,
  nextId: (now: number) => string,
): Omit<Intake, 'lost'> {
  const repetitions = createRepetitions();
  const forgetOld = () => repetitions.forget(now() - repetitionDays * 86_400_000);
  const writer = createDayWriter(folder, { onNewDay: forgetOld, onLoss });
  /** Where what is stored for good ends, in the file that is written to: what follows may be taken back. */
  let stored: { file: string; end: number } | undefined;
  const endOf = (file: string) => (file === stored?.file ? stored.end : sizeOf(file));
  const recent = rememberHeads(folder);
  const books = openBooks(folder, { endOf, heads: recent.read });
  onBooks(books);

  function note(event: StoredEvent, place: EventPlace): void {
    stored = { file: eventFile(folder, place.day), end: place.at + place.length + 1 };
    recent.add(event, place);
    onPlace(event.id, place);
    books.added();
  }

  function seal(arrival: Arrival, time: number): Stored & { undo: () => void } {
    const { body, ...head } = arrival;
    const id = nextId(time);
    const original = repetitions.originalOf({ id, ...head });
    if (original !== undefined) {
      return { event: { id, ...head, duplicateOf: original.id, body }, original, undo: () => {} };
    }
    const isForwarded = head.kind !== 'unknown' && targets.length > 0;
    const event: StoredEvent = { id, ...head, ...(isForwarded && { targets }), body };
    return { event, undo: repetitions.note(event) };
  }

  // What a batch repeats is looked up as it is written: an event that could not be stored must not make its
  // repetition a duplicate of nothing.
  async function storeAll(arrivals: readonly Arrival[]): Promise<Stored[]> {
    if (arrivals.length === 0) return [];
    // One time for all of them: a batch goes into the file of one day.
    const time = now();
    const sealed = arrivals.map((arrival) => seal(arrival, time));
    try {
      const places = await writer.write(sealed.map(({ event }) => event));
      for (const [i, { event }] of sealed.entries()) {
        const place = places[i];
        if (place !== undefined) note(event, place);
      }
    } catch (error) {
      for (const { undo } of sealed.toReversed()) undo();
      throw error;
    }
    return sealed.map(({ undo: _, ...stored }) => stored);
  }

  /** No arrival means: only look whether one could be stored. Nothing may be written meanwhile. */
  async function commit(jobs: readonly { arrival?: Arrival }[]): Promise<{ stored: Stored | undefined }[]> {
    const all = await storeAll(jobs.flatMap(({ arrival }) => arrival ?? []));
    if (all.length === 0) await writer.tryRoom(dayOf(now()));
    return jobs.map(({ arrival }) => ({ stored: arrival && all.shift() }));
  }

  const commits = groupCommits(commit);
  return {
    async store(arrival) {
      const { stored } = await commits.add({ arrival });
      if (stored === undefined) throw new Error('an event was not stored, and nobody said so');
      return stored;
    },
    async tryRoom() {
      await commits.add({});
    },
    left: async () => await leftIn(folder, await books.standing(), now(), onPlace),
    async lookBack() {
      const { older, damage } = await lookBack(folder, now());
      repetitions.addOlder(older);
      void books.write();
      return damage;
    },
    async close() {
      await commits.settled();
      await books.close();
      await writer.close();
    },
  };
}

function alreadyReceiving(folder: string): CliError {
  return new CliError('locked', `Another "blink webhook listen" receives the events kept in ${folder}.`, {
    hint: 'End it first, or choose another --env or --profile, which have inboxes of their own.',
  });
}
