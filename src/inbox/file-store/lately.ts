import { isFinal } from '../board.ts';
import type { EventHead, StoredEvent } from '../event.ts';
import type { Found, Lately, LatelyOptions, OnDamage } from '../inbox.ts';
import { openAttempts } from './attempts.ts';
import { damageAt, readRecords, type Stretch } from './checked-lines.ts';
import { dayOf, eventDays, eventFile, indexOf } from './days.ts';
import { decodeEvent, headWithSummary } from './event-lines.ts';
import { type OpenIndex, openIndex } from './index/blocks.ts';
import { changesIn, eventWidths, type IndexedChange } from './index/event-blocks.ts';
import { mayFit } from './index/event-search.ts';
import { numberFor, openPlaces } from './index/places.ts';
import { newestId } from './newest-id.ts';
import { withDeliveries } from './with-deliveries.ts';

/**
 * Looks for orders that may be open, as `Inbox.lately`. Two looks: which orders are over, mostly by the indexes; then
 * what is about the others is read.
 * @throws CliError `failed` when a file can't be read
 */
export async function readLately(
  folder: string,
  { since, whole }: LatelyOptions,
  now: number,
  onDamage?: OnDamage,
): Promise<Lately> {
  const last = await newestId(folder, now);
  const files = (await eventDays(folder))
    .filter((day) => day >= dayOf(since))
    .map((day) => eventFile(folder, day));
  const over = await ordersOver(files, since);
  for (const id of whole) over.delete(numberFor(id));
  const isWanted = ({ time, kind, key }: Change) =>
    time >= since && (kind === 'unknown' || (kind !== 'task' && !over.has(key)));
  return {
    found: withAttempts(folder, wantedEvents(files, since, isWanted, onDamage), onDamage),
    isOver: (id) => over.has(numberFor(id)),
    from: last === undefined ? { since } : { after: last },
  };
}

type Change = Pick<IndexedChange, 'time' | 'kind' | 'key' | 'status'>;

function changeOf({ receivedAt, kind, key, summary }: EventHead): Change {
  const time = Date.parse(receivedAt);
  return { time, kind, key: key === null ? -1 : numberFor(key), status: summary?.status };
}

/** The orders that are over, by the numbers of their ids. */
async function ordersOver(files: readonly string[], since: number): Promise<Set<number>> {
  const over = new Set<number>();
  let latest = since;
  const note = ({ time, kind, key, status }: Change) => {
    if (kind !== 'order-status') return;
    // What a clock that was set back dates is for the board to judge.
    if (time >= latest && isFinal(status)) over.add(key);
    latest = Math.max(latest, time);
  };
  for (const file of files) {
    const index = openIndex(indexOf(file), file, eventWidths);
    try {
      for (const block of index.blocks) {
        if (!mayFit(block, { since })) continue;
        const changes = changesIn(block);
        if (changes === undefined) await eachLine(file, block, note);
        else for (const change of changes) note(change);
      }
      await eachLine(file, { from: index.covered }, note);
    } finally {
      index.close();
    }
  }
  return over;
}

async function eachLine(file: string, stretch: Stretch, note: (change: Change) => void): Promise<void> {
  for await (const { value } of readRecords(file, headWithSummary, undefined, stretch)) note(changeOf(value));
}

async function* withAttempts(
  folder: string,
  events: AsyncIterable<StoredEvent>,
  onDamage?: OnDamage,
): AsyncGenerator<Found> {
  const attempts = await openAttempts(folder, onDamage);
  try {
    yield* withDeliveries(events, attempts);
  } finally {
    attempts.close();
  }
}

type IsWanted = (change: Change) => boolean;

async function* wantedEvents(
  files: readonly string[],
  since: number,
  isWanted: IsWanted,
  onDamage?: OnDamage,
): AsyncGenerator<StoredEvent> {
  for (const file of files) {
    const index = openIndex(indexOf(file), file, eventWidths);
    try {
      yield* wantedOfFile(file, index, since, isWanted, onDamage);
    } finally {
      index.close();
    }
  }
}

async function* wantedOfFile(
  file: string,
  { blocks, covered }: OpenIndex,
  since: number,
  isWanted: IsWanted,
  onDamage?: OnDamage,
): AsyncGenerator<StoredEvent> {
  const decode = (line: Buffer) => {
    const head = headWithSummary(line);
    return head && (isWanted(changeOf(head)) ? decodeEvent(line) : ('unwanted' as const));
  };
  const lines = openPlaces(file);
  try {
    for (const block of blocks) {
      for (const at of block.damage) onDamage?.(damageAt(file, at));
      if (!mayFit(block, { since })) continue;
      const changes = changesIn(block);
      if (changes === undefined) yield* wantedLines(block);
      for (const change of changes ?? []) {
        if (!isWanted(change)) continue;
        const event = decodeEvent(lines?.read(change.at, change.length) ?? Buffer.alloc(0));
        if (event === undefined) onDamage?.(damageAt(file, change.at));
        else yield event;
      }
    }
    yield* wantedLines({ from: covered });
  } finally {
    lines?.close();
  }

  async function* wantedLines(stretch: Stretch): AsyncGenerator<StoredEvent> {
    for await (const { value } of readRecords(file, decode, onDamage, stretch)) {
      if (value !== 'unwanted') yield value;
    }
  }
}
