import { readRest } from '../../storage/lines.ts';
import { isFromWrongClock } from '../event-id.ts';
import { eventDays, eventFile } from './days.ts';
import { decodeHead } from './event-lines.ts';

/** The newest id there is, but for those of a clock that was wrong. @throws CliError `failed` when a file can't be read */
export async function newestId(folder: string, now: number): Promise<string | undefined> {
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
