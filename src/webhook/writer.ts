import { type LineFile, openLines } from '../storage/append.ts';
import { groupCommits } from '../storage/group-commit.ts';
import { dayOfId, daysBefore, eventFile } from './days.ts';
import { type EventHead, encodeEvent, type StoredEvent } from './event.ts';
import { eventIds, idAt } from './event-id.ts';
import { type EventPlace, readInbox } from './inbox.ts';
import { createRepeats, repeatDays } from './repeats.ts';

/** An event that has just come in. */
export interface Arrival extends Omit<EventHead, 'id' | 'duplicateOf' | 'targets'> {
  body: Buffer;
}

/** An event that is on the disk. */
export interface Stored {
  event: StoredEvent;
  place: EventPlace;
}

/** The one writer of an inbox. */
export interface InboxWriter {
  /** Resolves once what was received lately is known; until then events wait. @throws CliError when it can't be read */
  ready: Promise<void>;
  /** Resolves when the event is on the disk. @throws CliError `failed` when it is not: nothing of it is kept then */
  store(arrival: Arrival): Promise<Stored>;
  /** Resolves when nothing is being written any more. */
  close(): Promise<void>;
}

/**
 * Opens an inbox for writing. The caller has its lock.
 * @param targets where new events are to be forwarded
 */
export function openInbox(
  folder: string,
  { targets, now = Date.now }: { targets: readonly string[]; now?: () => number },
): InboxWriter {
  const repeats = createRepeats();
  let nextId = eventIds(undefined);
  let open: { day: string; file: LineFile } | undefined;

  async function prepare(): Promise<void> {
    const present = now();
    const after = idAt(Date.parse(daysBefore(present, repeatDays)));
    let last: string | undefined;
    for await (const event of readInbox(folder, { after })) {
      if (event.duplicateOf === undefined) repeats.note(event);
      last = event.id;
    }
    nextId = eventIds(last);
  }

  async function fileOf(day: string): Promise<LineFile> {
    if (open?.day === day) return open.file;
    await open?.file.close();
    open = undefined;
    repeats.forget(now() - repeatDays * 86_400_000);
    const file = await openLines(eventFile(folder, day));
    open = { day, file };
    return file;
  }

  function seal(arrival: Arrival, time: number): { event: StoredEvent; undo: () => void } {
    const { body, ...head } = arrival;
    const id = nextId(time);
    const original = repeats.originalOf({ id, ...head });
    const wanted = original === undefined && head.kind !== 'unknown' && targets.length > 0;
    const event = {
      id,
      ...head,
      ...(original !== undefined && { duplicateOf: original }),
      ...(wanted && { targets }),
      body,
    };
    return { event, undo: original === undefined ? repeats.note(event) : () => {} };
  }

  // What a batch repeats is looked up as it is written: an event that could not be stored must not make its
  // repetition a duplicate of nothing.
  async function commit(arrivals: readonly Arrival[]): Promise<readonly Stored[]> {
    await ready;
    // One time for all of them: a batch goes into the file of one day.
    const time = now();
    const sealed = arrivals.map((arrival) => seal(arrival, time));
    try {
      return await write(sealed.map(({ event }) => event));
    } catch (error) {
      for (const { undo } of sealed.toReversed()) undo();
      throw error;
    }
  }

  async function write(events: readonly StoredEvent[]): Promise<readonly Stored[]> {
    const day = dayOfId(events[0]?.id ?? '');
    const lines = events.map(encodeEvent);
    const file = await fileOf(day);
    let at = await file.append(Buffer.concat(lines));
    return events.map((event, i) => {
      const length = (lines[i]?.length ?? 1) - 1;
      const place = { day, at, length };
      at += length + 1;
      return { event, place };
    });
  }

  const ready = prepare();
  ready.catch(() => {});
  const commits = groupCommits(commit);
  return {
    ready,
    store: commits.add,
    async close() {
      await commits.settled();
      await open?.file.close();
      open = undefined;
    },
  };
}
