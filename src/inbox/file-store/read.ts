import type { StoredEvent } from '../event.ts';
import type { EventQuery, Found, OnDamage } from '../inbox.ts';
import { openAttempts } from './attempts.ts';
import { type Fitting, openDay } from './day-search.ts';
import { decodeEvent } from './event-lines.ts';
import { mayFit } from './index/event-search.ts';
import { newestPlaces } from './newest-places.ts';
import { readPlace } from './place.ts';
import { openSearch, type Search } from './search.ts';
import { withDeliveries } from './with-deliveries.ts';

/** Yields the events that fit, as `Inbox.read`. What is being written at the moment is left out. */
export async function* readFound(
  folder: string,
  query: EventQuery,
  onDamage?: OnDamage,
): AsyncGenerator<Found> {
  const search = await openSearch(folder, query, onDamage);
  const { newest } = query;
  // Who wants only the newest is told of damage around those.
  const attempts = await openAttempts(folder, newest === undefined ? onDamage : undefined);
  try {
    const found = newest === undefined ? eventsThatFit(search) : newestThatFit(search, newest);
    yield* withDeliveries(found, attempts);
  } finally {
    attempts.close();
  }
}

/** The events that fit, in their order. */
async function* eventsThatFit(search: Search): AsyncGenerator<StoredEvent> {
  const { keys, number, state, since } = search.query;
  // Where nearly all fits, every line is read, and so each damage is found.
  const isSelective = keys !== undefined || number !== undefined || state !== undefined;
  for (const day of search.days) {
    const file = openDay(search, day);
    try {
      if (isSelective) for (const block of file.blocks) yield* eventsOf(file.within(block));
      const first = isSelective ? undefined : file.blocks.find((block) => mayFit(block, { since }));
      yield* eventsOf(file.lines({ from: first?.from ?? file.covered }));
    } finally {
      file.close();
    }
  }
}

async function* eventsOf(found: AsyncIterable<Fitting>): AsyncGenerator<StoredEvent> {
  for await (const { line } of found) {
    const event = decodeEvent(line);
    if (event !== undefined) yield event;
  }
}

/** The newest events that fit, oldest first. */
async function* newestThatFit(search: Search, newest: number): AsyncGenerator<StoredEvent> {
  for (const place of await newestPlaces(search, newest)) {
    const event = await readPlace(search.folder, place);
    if (event !== undefined) yield event;
  }
}
