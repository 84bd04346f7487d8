import { readLines, readPart } from '../../storage/lines.ts';
import { inspectFile } from '../../storage/refusals.ts';
import type { StoredEvent } from '../event.ts';
import type { LineRecord } from './checked-lines.ts';
import { dayOfId, eventFile } from './days.ts';
import { decodeEvent, idOfLine } from './event-lines.ts';
import type { EventPlace } from './place.ts';

/** A stretch of a file this long is read through; a longer one is halved first. */
const shortStretch = 256 * 1024;
const pieceSize = 8 * 1024;

/**
 * Finds the event of an id, and where it stands. Ids go up within the file of a day, so it is found without reading the file; only after a
 * clock that was wrong they may not, and then it is read.
 * @returns undefined when there is none
 * @throws CliError `failed` when the file can't be read
 */
export async function findEvent(
  folder: string,
  id: string,
): Promise<{ event: StoredEvent; place: EventPlace } | undefined> {
  const day = dayOfId(id);
  const file = eventFile(folder, day);
  const { begin, end } = await stretchWith(file, id);
  const found = (await scan(file, id, begin, end)) ?? (await scan(file, id, 0));
  return found && { event: found.value, place: { day, at: found.at, length: found.length } };
}

/** Where in a file of events to look for an id: it begins there or between there, if the ids go up. */
export async function stretchWith(file: string, id: string): Promise<{ begin: number; end: number }> {
  let [begin, end] = [0, inspectFile(file)?.size ?? 0];
  while (end - begin > shortStretch) {
    const middle = Math.floor((begin + end) / 2);
    const line = await nextLine(file, middle, end);
    if (line !== undefined && line.id <= id) begin = line.at;
    else end = middle;
  }
  return { begin, end };
}

/** The first line that begins with an id between two places. */
async function nextLine(
  file: string,
  from: number,
  end: number,
): Promise<{ id: string; at: number } | undefined> {
  let at = from;
  while (at < end) {
    const piece = await readPart(file, at, pieceSize);
    if (piece.length < shortestPiece) return undefined;
    for (let feed = piece.indexOf(lineFeed); feed >= 0; feed = piece.indexOf(lineFeed, feed + 1)) {
      const id = idOfLine(piece.subarray(feed + 1));
      const isWhole = piece.length - feed > shortestPiece;
      if (id !== undefined && isWhole) return at + feed + 1 < end ? { id, at: at + feed + 1 } : undefined;
    }
    // What began at the end of the piece is looked at again with what follows it.
    at += piece.length - shortestPiece + 1;
  }
  return undefined;
}

/** Looks at all lines that begin between two places. */
async function scan(
  file: string,
  id: string,
  from: number,
  end = Number.POSITIVE_INFINITY,
): Promise<LineRecord<StoredEvent> | undefined> {
  for await (const { bytes, at } of readLines(file, from)) {
    if (at > end) return undefined;
    const event = idOfLine(bytes) === id ? decodeEvent(bytes) : undefined;
    if (event !== undefined) return { value: event, at, length: bytes.length };
  }
  return undefined;
}

const lineFeed = 0x0a;
/** A line feed and what a line begins with up to the end of its id. */
const shortestPiece = 24;
