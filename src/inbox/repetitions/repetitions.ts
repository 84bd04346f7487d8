import type { EventHead } from '../event.ts';
import { idAt } from '../event-id.ts';
import { createNewestEntries, dropOldest } from './newest-entries.ts';

/** How far back a repetition is looked for, in days. */
export const repetitionDays = 3;

/** Of more events than this the oldest are forgotten sooner. */
const mostKnown = 200_000;

/** An event that may be repeated. */
export interface Original {
  id: string;
  content: string;
  /** Where it is to be forwarded. */
  targets: readonly string[];
}

/** Tells an event that says nothing new. */
export interface Repetitions {
  /** The event that this one repeats; undefined when it is new. */
  originalOf(event: EventHead): Original | undefined;
  /** Takes note of a new event. @returns what forgets it again, if it could not be stored */
  note(event: EventHead): () => void;
  /** Takes in older events, which were looked for while new ones came: one that repeats them meanwhile passed for new. */
  addOlder(older: OlderEvents): void;
  /** Forgets events that are too old to be repeated. */
  forget(before: number): void;
}

/** Events of before, gathered in parts from the newest on. */
export interface OlderEvents {
  /** Begins with a part that is older than all before it. */
  begin(): void;
  /** Adds an event to the part, after those that are older. */
  add(event: EventHead): void;
  /** Whether there are as many as are remembered. */
  isFull(): boolean;
  /** Oldest first. */
  byName(): ReadonlyMap<string, Original>;
}

/**
 * An order that comes again with the same content is a repetition, whatever came between. A state may well come
 * again (accepted, dispatched, accepted): there only the latest event of the same order or task counts.
 */
export function createRepetitions(): Repetitions {
  const known = createNewestEntries<Original>(mostKnown);
  return {
    originalOf(event) {
      if (event.content === undefined) return undefined;
      const before = known.get(nameOf(event));
      return before?.content === event.content ? before : undefined;
    },
    note(event) {
      const original = originalIn(event);
      if (original === undefined) return () => {};
      const name = nameOf(event);
      const before = known.get(name);
      known.set(name, original);
      return () => known.restore(name, before);
    },
    addOlder: (older) => known.addOlder(older.byName()),
    forget(before) {
      const first = idAt(before);
      known.keepOnly(({ id }) => id >= first);
    },
  };
}

/** Gathers events of before. */
export function olderEvents(): OlderEvents {
  let part = new Map<string, Original>();
  const parts = [part];
  const newer = new Set<string>();
  return {
    begin() {
      for (const name of part.keys()) newer.add(name);
      part = new Map();
      parts.unshift(part);
    },
    add(event) {
      const original = event.duplicateOf === undefined ? originalIn(event) : undefined;
      const name = nameOf(event);
      if (original === undefined || newer.has(name)) return;
      part.delete(name);
      part.set(name, original);
      dropOldest(part, mostKnown);
    },
    isFull: () => newer.size + part.size >= mostKnown,
    byName: () => new Map(parts.flatMap((one) => [...one])),
  };
}

function originalIn({ id, content, targets = [] }: EventHead): Original | undefined {
  return content === undefined ? undefined : { id, content, targets };
}

function nameOf({ kind, key, content }: EventHead): string {
  return JSON.stringify(kind === 'order' ? [kind, key, content] : [kind, key]);
}
