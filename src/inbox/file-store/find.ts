import { readLines, readPart } from '../../storage/lines.ts';
import { inspectFile } from '../../storage/refusals.ts';
import type { StoredEvent } from '../event.ts';
import { dayOfId, eventFile } from './days.ts';
import { decodeEvent, idOfLine } from './event-lines.ts';

/** A stretch of a file this long is read through; a longer one is halved first. */
const shortStretch = 256 * 1024;
const pieceSize = 8 * 1024;

/**
 * Finds the event of an id. Ids go up within the file of a day, so it is found without reading the file; only after a
 * clock that was wrong they may not, and then it is read.
 * @returns undefined when there is none
 * @throws CliError `failed` when the file can't be read
 */
export async function findEvent(folder: string, id: string): Promise<StoredEvent | undefined> {
  const file = eventFile(folder, dayOfId(id));
  let [begin, end] = [0, inspectFile(file)?.size ?? 0];
  while (end - begin > shortStretch) {
    const middle = Math.floor((begin + end) / 2);
    const line = await nextLine(file, middle, end);
    if (line !== undefined && line.id <= id) begin = line.at;
    else end = middle;
  }
  return (await scan(file, id, begin, end)) ?? (await scan(file, id, 0));
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
): Promise<StoredEvent | undefined> {
  for await (const { bytes, at } of readLines(file, from)) {
    if (at > end) return undefined;
    const event = idOfLine(bytes) === id ? decodeEvent(bytes) : undefined;
    if (event !== undefined) return event;
  }
  return undefined;
}

const lineFeed = 0x0a;
/** A line feed and what a line begins with up to the end of its id. */
const shortestPiece = 24;
