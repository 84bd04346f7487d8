import { type FSWatcher, watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import { makeFolder } from '../../storage/folders.ts';
import { readLines } from '../../storage/lines.ts';
import { isMissing } from '../../storage/refusals.ts';
import type { StoredEvent } from '../event.ts';
import { idAt } from '../event-id.ts';
import type { FollowOptions } from '../inbox.ts';
import { dayOfId, eventDays, eventFile } from './days.ts';
import { decodeEvent } from './event-lines.ts';
import { stretchWith } from './find.ts';

/** How often the files are looked at where the system doesn't tell of changes, in milliseconds. */
const polling = 500;

/**
 * Yields events as they are stored, as `Inbox.follow`.
 * @throws CliError `failed` when a file can't be read
 */
export async function* followEvents(
  folder: string,
  { signal, from }: FollowOptions,
): AsyncGenerator<StoredEvent> {
  const after = 'after' in from ? from.after : idAt(from.since);
  const changes = watchFolder(await made(folder), signal);
  const reader = createTail(folder, after);
  try {
    while (!signal.aborted) {
      // Asked for before reading, so that what changes meanwhile is not missed.
      const changed = changes.next();
      for await (const event of reader()) {
        yield event;
        if (signal.aborted) return;
      }
      await changed;
    }
  } finally {
    changes.close();
  }
}

/** @returns what yields, each time it is called, the events that are new since the last time */
function createTail(folder: string, after: string): () => AsyncGenerator<StoredEvent> {
  // By day: ids begin anew after a clock that was wrong, so they tell what is new only within a file.
  const newest = new Map<string, string>();
  const read = new Map<string, number>();

  return async function* news() {
    for (const day of await eventDays(folder)) {
      if (day < dayOfId(after)) continue;
      const file = eventFile(folder, day);
      // What comes before the event to begin after need not be read.
      if (day === dayOfId(after) && !read.has(day)) read.set(day, (await stretchWith(file, after)).begin);
      // A batch that could not be stored is cut off again: what stands there now has to be read from the beginning.
      const begin = (await sizeOf(file)) < (read.get(day) ?? 0) ? 0 : (read.get(day) ?? 0);
      for await (const { bytes, next } of readLines(file, begin)) {
        const event = decodeEvent(bytes);
        if (event !== undefined && event.id > (newest.get(day) ?? after)) {
          newest.set(day, event.id);
          yield event;
        }
        // A line that can't be read may be one that begins in the middle, for the same reason.
        read.set(day, event === undefined && begin > 0 ? 0 : next);
      }
    }
  };
}

/** Tells of changes in a folder: by the system where it does, and now and then in any case. */
function watchFolder(folder: string, signal: AbortSignal) {
  let wake = () => {};
  let watcher: FSWatcher | undefined;
  try {
    watcher = watch(folder, () => wake());
    watcher.on('error', () => watcher?.close());
  } catch {
    // Some network folders can't be watched.
  }
  return {
    next: () =>
      new Promise<void>((resolve) => {
        const timer = setTimeout(done, polling);
        function done() {
          clearTimeout(timer);
          signal.removeEventListener('abort', done);
          resolve();
        }
        wake = done;
        signal.addEventListener('abort', done, { once: true });
        if (signal.aborted) done();
      }),
    close: () => watcher?.close(),
  };
}

async function made(folder: string): Promise<string> {
  await makeFolder(folder);
  return folder;
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (isMissing(error)) return 0;
    throw error;
  }
}
