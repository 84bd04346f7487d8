import { type LineFile, openLines } from '../../storage/append.ts';
import type { StoredEvent } from '../event.ts';
import { dayOfId, eventFile } from './days.ts';
import { decodeHead, encodeEvent } from './event-lines.ts';
import type { EventPlace } from './place.ts';

/** The one writer of the files of events. */
export interface DayWriter {
  /** Writes events of one day. Resolves with where they stand when they are on the disk; else nothing of them is. */
  write(events: readonly StoredEvent[]): Promise<EventPlace[]>;
  /** Resolves when an event could be written. @param today where no day is open yet */
  tryRoom(today: string): Promise<void>;
  close(): Promise<void>;
}

/** More than nearly all events take. */
const roomForAnEvent = 64 * 1024;

/**
 * @param onNewDay told before the first event of a day
 * @param onLoss told of a file that somebody else removed or cut while it was written to
 */
export function createDayWriter(
  folder: string,
  { onNewDay, onLoss }: { onNewDay: () => void; onLoss?: ((file: string) => void) | undefined },
): DayWriter {
  let open: { day: string; file: LineFile; end: number } | undefined;

  async function fileOf(day: string): Promise<NonNullable<typeof open>> {
    if (open?.day === day) return open;
    await open?.file.close();
    open = undefined;
    onNewDay();
    const file = await openLines(eventFile(folder, day), (line) => decodeHead(line) !== undefined);
    open = { day, file, end: 0 };
    return open;
  }

  return {
    async write(events) {
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
    },
    async tryRoom(today) {
      const { file } = await fileOf(open?.day ?? today);
      await file.tryRoom(roomForAnEvent);
    },
    async close() {
      await open?.file.close();
      open = undefined;
    },
  };
}
