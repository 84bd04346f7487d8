import { type LineFile, openLines } from '../../storage/append.ts';
import { groupCommits } from '../../storage/group-commit.ts';
import { readRest } from '../../storage/lines.ts';
import { createRepeats, type OlderEvents, type Original, repeatDays } from '../receive/repeats.ts';
import { dayOf, dayOfId, eventDays, eventFile } from './days.ts';
import { decodeHead, type EventHead, encodeEvent, type StoredEvent } from './event.ts';
import { eventIds, isFromWrongClock } from './event-id.ts';
import type { EventPlace } from './inbox.ts';

/** An event that has just come in. */
export interface Arrival extends Omit<EventHead, 'id' | 'duplicateOf' | 'targets'> {
  body: Buffer;
}

/** An event that is on the disk. */
export interface Stored {
  event: StoredEvent;
  place: EventPlace;
  /** What it repeats. */
  original?: Original;
}

/** The one writer of an inbox. */
export interface InboxWriter {
  /** Resolves when the event is on the disk. @throws CliError `failed` when it is not: nothing of it is kept then */
  store(arrival: Arrival): Promise<Stored>;
  /** Resolves when an event could be stored now. @throws CliError `failed` that says why it could not */
  tryRoom(): Promise<void>;
  /** Takes in what was received before. An event that repeats it and came sooner is taken for new. */
  remember(older: OlderEvents): void;
  /** Resolves when nothing is being written any more. */
  close(): Promise<void>;
}

export interface InboxWriterOptions {
  /** Where new events are to be forwarded. */
  targets: readonly string[];
  /** Told when a file that this writer wrote to was removed, or cut, by somebody else. */
  onLoss?: (file: string) => void;
  now?: () => number;
}

/** More than nearly all events take. */
const roomForAnEvent = 64 * 1024;

/**
 * Opens an inbox for writing. The caller has its lock. It can be written to at once, however much is in it.
 * @throws CliError `failed` when it can't be read
 */
export async function openInbox(
  folder: string,
  { targets, onLoss, now = Date.now }: InboxWriterOptions,
): Promise<InboxWriter> {
  const repeats = createRepeats();
  const nextId = eventIds(await newestId(folder, now()));
  let open: { day: string; file: LineFile; end: number } | undefined;

  async function fileOf(day: string): Promise<NonNullable<typeof open>> {
    if (open?.day === day) return open;
    await open?.file.close();
    open = undefined;
    repeats.forget(now() - repeatDays * 86_400_000);
    const file = await openLines(eventFile(folder, day), (line) => decodeHead(line) !== undefined);
    open = { day, file, end: 0 };
    return open;
  }

  function seal(arrival: Arrival, time: number) {
    const { body, ...head } = arrival;
    const id = nextId(time);
    const original = repeats.originalOf({ id, ...head });
    const wanted = original === undefined && head.kind !== 'unknown' && targets.length > 0;
    const event: StoredEvent = {
      id,
      ...head,
      ...(original !== undefined && { duplicateOf: original.id }),
      ...(wanted && { targets }),
      body,
    };
    return { event, original, noted: original === undefined ? repeats.note(event) : undefined };
  }

  // What a batch repeats is looked up as it is written: an event that could not be stored must not make its
  // repetition a duplicate of nothing.
  async function commit(arrivals: readonly Arrival[]): Promise<readonly Stored[]> {
    if (arrivals.length === 0) return [];
    // One time for all of them: a batch goes into the file of one day.
    const time = now();
    const sealed = arrivals.map((arrival) => seal(arrival, time));
    try {
      const places = await write(sealed.map(({ event }) => event));
      return sealed.flatMap(({ event, original, noted }, i) => {
        const place = places[i];
        if (place === undefined) return [];
        noted?.stored(place);
        return [{ event, place, ...(original !== undefined && { original }) }];
      });
    } catch (error) {
      for (const { noted } of sealed.toReversed()) noted?.undo();
      throw error;
    }
  }

  async function write(events: readonly StoredEvent[]): Promise<EventPlace[]> {
    const day = dayOfId(events[0]?.id ?? '');
    const lines = events.map(encodeEvent);
    const current = await fileOf(day);
    let at = await current.file.append(Buffer.concat(lines));
    if (at < current.end) onLoss?.(eventFile(folder, day));
    const places = lines.map(({ length }) => {
      const place = { day, at, length: length - 1 };
      at += length;
      return place;
    });
    current.end = at;
    return places;
  }

  /** No arrival means: only look whether one could be stored. Nothing may be written meanwhile. */
  async function commitAll(jobs: readonly { arrival?: Arrival }[]): Promise<readonly { stored?: Stored }[]> {
    const stored = await commit(jobs.flatMap(({ arrival }) => arrival ?? []));
    if (stored.length === 0) {
      const { file } = await fileOf(open?.day ?? dayOf(now()));
      await file.tryRoom(roomForAnEvent);
    }
    let next = 0;
    return jobs.map(({ arrival }) => {
      const one = arrival && stored[next++];
      return one ? { stored: one } : {};
    });
  }

  const commits = groupCommits(commitAll);
  return {
    async store(arrival) {
      const { stored } = await commits.add({ arrival });
      if (stored === undefined) throw new Error('an event was not stored, and nobody said so');
      return stored;
    },
    async tryRoom() {
      await commits.add({});
    },
    remember: (older) => repeats.addOlder(older),
    async close() {
      await commits.settled();
      await open?.file.close();
      open = undefined;
    },
  };
}

/** The newest id there is, but for those of a clock that was wrong. */
async function newestId(folder: string, now: number): Promise<string | undefined> {
  for (const day of (await eventDays(folder)).toReversed()) {
    const id = await lastIdIn(eventFile(folder, day));
    if (id !== undefined && !isFromWrongClock(id, now)) return id;
  }
  return undefined;
}

/** Reads from the end: a day may have hundreds of thousands of events. */
async function lastIdIn(file: string): Promise<string | undefined> {
  for (let length = 64 * 1024; ; length *= 8) {
    const rest = await readRest(file, -length);
    for (let end = rest.lastIndexOf(lineFeed); end >= 0; ) {
      const begin = end === 0 ? -1 : rest.lastIndexOf(lineFeed, end - 1);
      const id = decodeHead(rest.subarray(begin + 1, end))?.id;
      if (id !== undefined) return id;
      end = begin;
    }
    if (rest.length < length) return undefined;
  }
}

const lineFeed = 0x0a;
