import { damageAt, type LineRecord, readRecords, type Stretch } from './checked-lines.ts';
import { eventFile, indexOf } from './days.ts';
import { decodeHead, headWithSummary } from './event-lines.ts';
import { type Block, openIndex } from './index/blocks.ts';
import { eventWidths } from './index/event-blocks.ts';
import { fittingPlaces, mayFit } from './index/event-search.ts';
import { openPlaces } from './index/places.ts';
import type { EventPlace } from './place.ts';
import type { Search } from './search.ts';

/** An event that fits: its line, and where that stands. */
export interface Fitting {
  line: Buffer;
  place: EventPlace;
}

/** The events of a day. */
export interface DaySearch {
  /** What an index tells of. */
  blocks: readonly Block[];
  /** How far. */
  covered: number;
  /** The events of a block that fit, in their order. @param newest only so many of them */
  within(block: Block, newest?: number): AsyncIterable<Fitting>;
  /** The same of all lines of a part of the file. */
  lines(stretch: Stretch): AsyncIterable<Fitting>;
  close(): void;
}

/** Opens a day. @throws CliError `failed` when its file can't be read */
export function openDay({ folder, query, onDamage, fits, statesOf }: Search, day: string): DaySearch {
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

  /** What stands at a place that an index names. */
  function* fittingAt({ at, length }: { at: number; length: number }): Generator<Fitting> {
    const value = decode(reader?.read(at, length) ?? Buffer.alloc(0));
    if (value === undefined) onDamage?.(damageAt(path, at));
    else yield* fitting({ value, at, length });
  }

  async function* lines(stretch: Stretch): AsyncGenerator<Fitting> {
    for await (const record of readRecords(path, decode, onDamage, stretch)) yield* fitting(record);
  }

  async function* within(block: Block, newest?: number): AsyncGenerator<Fitting> {
    for (const at of block.damage) onDamage?.(damageAt(path, at));
    if (!mayFit(block, query)) return;
    const places = fittingPlaces(block, wanted);
    if (places === undefined) yield* lines(block);
    else if (newest === undefined) for (const place of places) yield* fittingAt(place);
    else yield* lastOf(places, newest);
  }

  function lastOf(places: { at: number; length: number }[], newest: number): Fitting[] {
    const found: Fitting[] = [];
    for (const place of places.toReversed()) {
      if (found.length >= newest) break;
      found.push(...fittingAt(place));
    }
    return found.toReversed();
  }

  return {
    ...{ blocks: index.blocks, covered: index.covered, within, lines },
    close() {
      index.close();
      reader?.close();
    },
  };
}
