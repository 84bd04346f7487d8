import { readPart } from '../../storage/lines.ts';
import type { StoredEvent } from '../event.ts';
import { eventFile } from './days.ts';
import { decodeEvent } from './event-lines.ts';

/** Where an event stands. */
export interface EventPlace {
  day: string;
  at: number;
  length: number;
}

/** Reads the event of a place. @returns undefined when it is gone */
export async function readPlace(
  folder: string,
  { day, at, length }: EventPlace,
): Promise<StoredEvent | undefined> {
  return decodeEvent(await readPart(eventFile(folder, day), at, length));
}
