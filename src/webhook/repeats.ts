import type { EventHead } from './event.ts';
import { idAt } from './event-id.ts';

/** How far back a repetition is looked for, in days. */
export const repeatDays = 3;

/** Of more events than this the oldest are forgotten sooner: memory stays bounded. */
const mostKnown = 200_000;

/** What tells an event that says nothing new. */
export interface Repeats {
  /** The id of the event that this one repeats; undefined when it is new. */
  originalOf(event: EventHead): string | undefined;
  /** Takes note of a new event. @returns how to forget it again, should it not be stored after all */
  note(event: EventHead): () => void;
  /** Forgets events that are too old to be repeated. */
  forget(before: number): void;
}

/**
 * An order that comes again with the same content is a repetition, whatever came between. A state may well come
 * again (accepted, dispatched, accepted): there only the latest event of the same order or task counts.
 */
export function createRepeats(): Repeats {
  const known = new Map<string, { id: string; content: string }>();
  return {
    originalOf(event) {
      if (event.content === undefined) return undefined;
      const before = known.get(nameOf(event));
      return before?.content === event.content ? before.id : undefined;
    },
    note(event) {
      const { id, content } = event;
      if (content === undefined) return () => {};
      const name = nameOf(event);
      const before = known.get(name);
      // Taken out first, so that the oldest stand at the front.
      known.delete(name);
      known.set(name, { id, content });
      const [oldest] = known.keys();
      if (known.size > mostKnown && oldest !== undefined) known.delete(oldest);
      return () => {
        if (before === undefined) known.delete(name);
        else known.set(name, before);
      };
    },
    forget(before) {
      const first = idAt(before);
      for (const [name, { id }] of known) if (id < first) known.delete(name);
    },
  };
}

function nameOf({ kind, key, content }: EventHead): string {
  return JSON.stringify(kind === 'order' ? [kind, key, content] : [kind, key]);
}
