import type { EventHead } from '../store/event.ts';
import { idAt } from '../store/event-id.ts';
import type { EventPlace } from '../store/inbox.ts';
import { createRecent, dropOldest } from './recent.ts';

/** How far back a repetition is looked for, in days. */
export const repeatDays = 3;

/** Of more events than this the oldest are forgotten sooner. */
const mostKnown = 200_000;

/** An event that may be repeated. */
export interface Original {
  id: string;
  content: string;
  receivedAt: string;
  /** Where it is to be forwarded. */
  targets: readonly string[];
  /** Where it stands; undefined while it is being written. */
  place?: EventPlace;
}

/** What tells an event that says nothing new. */
export interface Repeats {
  /** The event that this one repeats; undefined when it is new. */
  originalOf(event: EventHead): Original | undefined;
  /** Takes note of a new event. @returns what to tell where it stands, or to forget it if it could not be stored */
  note(event: EventHead): { stored(place: EventPlace): void; undo(): void };
  /** Takes in what older events say, which were looked for while new ones came. */
  addOlder(older: OlderEvents): void;
  /** Forgets events that are too old to be repeated. */
  forget(before: number): void;
}

/** Events of before, to be added in their order. */
export interface OlderEvents {
  add(event: EventHead, place: EventPlace): void;
  readonly byName: ReadonlyMap<string, Original>;
}

/**
 * An order that comes again with the same content is a repetition, whatever came between. A state may well come
 * again (accepted, dispatched, accepted): there only the latest event of the same order or task counts.
 */
export function createRepeats(): Repeats {
  const known = createRecent<Original>(mostKnown);
  return {
    originalOf(event) {
      if (event.content === undefined) return undefined;
      const before = known.get(nameOf(event));
      return before?.content === event.content ? before : undefined;
    },
    note(event) {
      const original = originalIn(event);
      if (original === undefined) return { stored: () => {}, undo: () => {} };
      const name = nameOf(event);
      const before = known.get(name);
      known.set(name, original);
      return {
        stored(place) {
          original.place = place;
        },
        undo: () => known.restore(name, before),
      };
    },
    addOlder: ({ byName }) => known.addOlder(byName),
    forget(before) {
      const first = idAt(before);
      known.keepOnly(({ id }) => id >= first);
    },
  };
}

/** Gathers events of before. */
export function olderEvents(): OlderEvents {
  const byName = new Map<string, Original>();
  return {
    byName,
    add(event, place) {
      const original = event.duplicateOf === undefined ? originalIn(event) : undefined;
      if (original === undefined) return;
      const name = nameOf(event);
      byName.delete(name);
      byName.set(name, { ...original, place });
      dropOldest(byName, mostKnown);
    },
  };
}

function originalIn({ id, content, receivedAt, targets = [] }: EventHead): Original | undefined {
  return content === undefined ? undefined : { id, content, receivedAt, targets };
}

function nameOf({ kind, key, content }: EventHead): string {
  return JSON.stringify(kind === 'order' ? [kind, key, content] : [kind, key]);
}
