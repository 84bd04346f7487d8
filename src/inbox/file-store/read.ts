import { deliveriesOf, type StateName, stateOf } from '../delivery.ts';
import type { EventHead, StoredEvent } from '../event.ts';
import type { EventQuery, Found, OnDamage } from '../inbox.ts';
import { type AttemptReader, openAttempts } from './attempts.ts';
import { damageAt, type LineRecord, readRecords, type Stretch } from './checked-lines.ts';
import { readStanding } from './checkpoint.ts';
import { dayOf, eventDays, eventFile, indexOf } from './days.ts';
import { decodeEvent, decodeHead, headWithSummary } from './event-lines.ts';
import { type Block, openIndex } from './index/blocks.ts';
import { eventWidths, settledStateOf } from './index/event-blocks.ts';
import { countFitting, fittingPlaces, mayFit } from './index/event-search.ts';
import { openPlaces } from './index/places.ts';
import { type EventPlace, readPlace } from './place.ts';
import type { Standing } from './standing.ts';

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

/**
 * Counts the events that fit. Each damage that is known of is told, wherever it is; what was settled and is in an index
 * is not read again for it.
 */
export async function countEvents(folder: string, query: EventQuery, onDamage?: OnDamage): Promise<number> {
  (await openAttempts(folder, onDamage)).close();
  const search = await openSearch(folder, query, onDamage);
  let count = 0;
  for (const day of await eventDays(folder)) count += await countIn(search, day);
  return Math.min(count, query.newest ?? count);
}

/** What is looked for, and where. */
interface Search {
  folder: string;
  query: EventQuery;
  onDamage: OnDamage | undefined;
  /** Whether an event fits. */
  fits(head: EventHead): boolean;
  /** Where events of a day stand that are not what their heads say. */
  statesOf(day: string): ReadonlyMap<number, StateName>;
}

async function openSearch(folder: string, query: EventQuery, onDamage?: OnDamage): Promise<Search> {
  const standing = query.state === undefined ? undefined : await readStanding(folder);
  const states = statesByDay(standing);
  const fits = (head: EventHead) => fitsHead(head, query) && fitsState(head, query.state, standing);
  return { folder, query, onDamage, fits, statesOf: (day) => states.get(day) ?? new Map() };
}

function statesByDay(standing: Standing | undefined): ReadonlyMap<string, ReadonlyMap<number, StateName>> {
  const states = new Map<string, Map<number, StateName>>();
  for (const { place, state } of standing?.unsettled.values() ?? []) {
    const day = states.get(place.day) ?? new Map<number, StateName>();
    states.set(place.day, day.set(place.at, state));
  }
  return states;
}

function fitsState(head: EventHead, state: StateName | undefined, standing: Standing | undefined): boolean {
  return state === undefined || (standing?.unsettled.get(head.id)?.state ?? settledStateOf(head)) === state;
}

function fitsHead(head: EventHead, query: EventQuery): boolean {
  const { since, until, kinds, branches, keys, number } = query;
  const time = Date.parse(head.receivedAt);
  return (
    (since === undefined || time >= since) &&
    (until === undefined || time < until) &&
    (kinds === undefined || kinds.includes(head.kind)) &&
    (branches === undefined || branches.includes(head.branch ?? '')) &&
    (keys === undefined || (head.key !== null && keys.includes(head.key))) &&
    (number === undefined || head.summary?.number?.toLowerCase() === number.toLowerCase())
  );
}

/** An event that fits: its line, and where that stands. */
interface Fitting {
  line: Buffer;
  place: EventPlace;
}

/** The events that fit, in their order. */
async function* eventsThatFit(search: Search): AsyncGenerator<StoredEvent> {
  const { keys, number, state, since } = search.query;
  // Where nearly all fits, every line is read, and so each damage is found.
  const isSelective = keys !== undefined || number !== undefined || state !== undefined;
  for (const day of await daysFor(search.folder, search.query)) {
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

/** The newest events that fit, oldest first. What is older than those is not looked at. */
async function* newestThatFit(search: Search, newest: number): AsyncGenerator<StoredEvent> {
  if (newest === 0) return;
  for (const place of await newestPlaces(search, newest)) {
    const event = await readPlace(search.folder, place);
    if (event !== undefined) yield event;
  }
}

async function newestPlaces(search: Search, newest: number): Promise<EventPlace[]> {
  let places: EventPlace[] = [];
  for (const day of (await daysFor(search.folder, search.query)).toReversed()) {
    const file = openDay(search, day);
    const add = async (found: AsyncIterable<Fitting>) => {
      const own: EventPlace[] = [];
      for await (const { place } of found) own.push(place);
      places = [...own, ...places].slice(-newest);
    };
    try {
      await add(file.lines({ from: file.covered }));
      for (const block of file.blocks.toReversed()) {
        if (places.length >= newest) return places;
        await add(file.within(block, newest - places.length));
      }
    } finally {
      file.close();
    }
    if (places.length >= newest) return places;
  }
  return places;
}

/** Files go by the time of storing, which is never before that of receipt. */
async function daysFor(folder: string, { since }: EventQuery): Promise<string[]> {
  const days = await eventDays(folder);
  return since === undefined ? days : days.filter((day) => day >= dayOf(since));
}

/** The events of a day. */
interface OpenDay {
  /** What an index tells of. */
  blocks: readonly Block[];
  /** How far. */
  covered: number;
  /** The events of a block that fit. @param newest only so many of them */
  within(block: Block, newest?: number): AsyncIterable<Fitting>;
  /** The same of all lines of a part of the file. */
  lines(stretch: Stretch): AsyncIterable<Fitting>;
  close(): void;
}

function openDay({ folder, query, onDamage, fits, statesOf }: Search, day: string): OpenDay {
  const path = eventFile(folder, day);
  const index = openIndex(indexOf(path), path, eventWidths);
  const reader = index.blocks.length > 0 ? openPlaces(path) : undefined;
  const wanted = { ...query, states: statesOf(day) };

  const decode = (line: Buffer) => {
    const head = query.number === undefined ? decodeHead(line) : headWithSummary(line);
    if (head === undefined) return undefined;
    return fits(head) ? { line } : 'unwanted';
  };

  function* fitting({ value, at, length }: LineRecord<{ line: Buffer } | 'unwanted'>): Generator<Fitting> {
    if (value !== 'unwanted') yield { ...value, place: { day, at, length } };
  }

  async function* lines(stretch: Stretch): AsyncGenerator<Fitting> {
    for await (const record of readRecords(path, decode, onDamage, stretch)) yield* fitting(record);
  }

  async function* within(block: Block, newest?: number): AsyncGenerator<Fitting> {
    for (const at of block.damage) onDamage?.(damageAt(path, at));
    if (!mayFit(block, query)) return;
    const places = fittingPlaces(block, wanted);
    if (places === undefined) return yield* lines(block);
    const found: Fitting[] = [];
    for (const { at, length } of newest === undefined ? places : places.toReversed()) {
      const value = decode(reader?.read(at, length) ?? Buffer.alloc(0));
      if (value === undefined) onDamage?.(damageAt(path, at));
      else if (newest === undefined) yield* fitting({ value, at, length });
      else found.push(...fitting({ value, at, length }));
      if (newest !== undefined && found.length >= newest) break;
    }
    yield* found.toReversed();
  }

  return {
    ...{ blocks: index.blocks, covered: index.covered, within, lines },
    close() {
      index.close();
      reader?.close();
    },
  };
}

/** How many events a day has. @throws CliError `failed` when its file can't be read */
export async function countOfDay(folder: string, day: string): Promise<number> {
  return await countIn(await openSearch(folder, {}), day);
}

async function countIn(search: Search, day: string): Promise<number> {
  const { query, statesOf } = search;
  const file = openDay({ ...search, onDamage: undefined }, day);
  const path = eventFile(search.folder, day);
  const wanted = { ...query, states: statesOf(day) };
  const isCertain = query.keys === undefined && query.number === undefined;
  let count = 0;
  try {
    for (const block of file.blocks) {
      for (const at of block.damage) search.onDamage?.(damageAt(path, at));
      if (!mayFit(block, query)) continue;
      const known = isCertain ? countFitting(block, wanted) : undefined;
      if (known !== undefined) count += known;
      else for await (const _ of file.within(block)) count += 1;
    }
    const decode = query.number === undefined ? decodeHead : headWithSummary;
    const rest = readRecords(path, decode, search.onDamage, { from: file.covered });
    for await (const { value } of rest) if (search.fits(value)) count += 1;
    return count;
  } finally {
    file.close();
  }
}

/** So many events, or so many bytes of them, are looked up at once. */
const batch = { events: 256, bytes: 1024 * 1024 };

/** Adds to events what became of them. */
export async function* withDeliveries(
  events: AsyncIterable<StoredEvent>,
  attempts: AttemptReader,
): AsyncGenerator<Found> {
  let gathered: StoredEvent[] = [];
  let bytes = 0;
  for await (const event of events) {
    gathered.push(event);
    bytes += event.body.length;
    if (gathered.length < batch.events && bytes < batch.bytes) continue;
    yield* await lookedUp(gathered, attempts);
    [gathered, bytes] = [[], 0];
  }
  yield* await lookedUp(gathered, attempts);
}

async function lookedUp(events: readonly StoredEvent[], attempts: AttemptReader): Promise<Found[]> {
  const known = await attempts.of(events.map(({ id }) => id));
  return events.map((event) => {
    const deliveries = deliveriesOf(event, known.get(event.id));
    return { event, state: stateOf(event, deliveries), deliveries };
  });
}
