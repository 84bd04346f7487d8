import type { EventHead, StoredEvent } from '../event.ts';
import {
  type LineRecord,
  lastLineOf,
  linesInStretch,
  type ReadStretch,
  readStretches,
  type Stretch,
} from './checked-lines.ts';
import { eventFile } from './days.ts';
import { headWithSummary } from './event-lines.ts';
import type { EventPlace } from './place.ts';

/** Reads the heads of events in pieces of bounded size. */
export type ReadHeads = (
  file: string,
  stretch: Stretch,
  most?: number,
) => AsyncIterable<ReadStretch<EventHead>>;

/** Reads them from the file. */
export const readHeads: ReadHeads = (file, stretch, most) =>
  readStretches(file, headWithSummary, stretch, most);

/** Remembers the heads of what was stored just now, so that it need not be read again. */
export function rememberHeads(folder: string): {
  add(event: StoredEvent, place: EventPlace): void;
  read: ReadHeads;
} {
  let recent: { file: string; records: LineRecord<EventHead>[] } = { file: '', records: [] };

  return {
    add({ body: _, headers: __, ...value }, { day, at, length }) {
      const file = eventFile(folder, day);
      const last = recent.records.at(-1);
      const goesOn = recent.file === file && (last === undefined || last.at + last.length + 1 === at);
      if (!goesOn) recent = { file, records: [] };
      recent.records.push({ value, at, length });
      if (recent.records.length > 3 * linesInStretch) recent.records.splice(0, linesInStretch);
    },
    async *read(file, { from, to }, most = linesInStretch) {
      const begin = recent.file === file ? recent.records.findIndex(({ at }) => at === from) : -1;
      if (begin < 0 || to === undefined) return yield* readHeads(file, { from, to }, most);
      const wanted = recent.records.slice(begin).filter(({ at }) => at < to);
      for (let first = 0; first < wanted.length; first += most) {
        const records = wanted.slice(first, first + most);
        const last = await lastLineOf(file, records);
        const [start, end] = [records[0]?.at ?? from, last === undefined ? from : last.at + last.length + 1];
        yield { from: start, to: end, records, damage: [], last };
      }
    },
  };
}
