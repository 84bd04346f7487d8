import { type EventKind, eventKinds } from '../blink/contract/event.ts';

/** What was received: one of the events Blink posts, or `unknown` for what was put aside because it is none. */
export type StoredKind = EventKind | 'unknown';

export const storedKinds: readonly StoredKind[] = [...eventKinds, 'unknown'];

/** A header of a request: its name as it came, and its value. */
export type Header = readonly [name: string, value: string];

/** What a person wants to know of an event at a glance, as text. Whatever is not known is missing. */
export interface Summary {
  /** The number that the customer and the kitchen know the order by. */
  number?: string | undefined;
  /** Of an order. */
  type?: string | undefined;
  channel?: string | undefined;
  customer?: string | undefined;
  /** How many dishes it has. */
  items?: string | undefined;
  total?: string | undefined;
  /** It carries no time zone, so it is as Blink wrote it. */
  due?: string | undefined;
  /** Of a state: Blink's number of it, and what Blink calls it. */
  status?: number | undefined;
  statusText?: string | undefined;
  comment?: string | undefined;
  /** Of a task: what happened, who rides, and why. */
  taskEvent?: string | undefined;
  rider?: string | undefined;
  reason?: string | undefined;
}

/** What is found out about a body, once, when it comes. */
export interface Classification {
  kind: StoredKind;
  /** The order's or the task's id; null where it is not known. */
  key: string | null;
  branch: string | null;
  /** Why it was put aside: completes "It was put aside because …". */
  why?: string;
  /** What is unlike the shape that Blink documents, and changes nothing: `branch_latitude: a number, expected text`. */
  notes?: readonly string[];
  /** Tells whether two bodies say the same, however they are written: a hash. Missing where the kind is unknown. */
  content?: string;
  /** Missing where the kind is unknown. */
  summary?: Summary;
}

/** An event without its body. */
export interface EventHead extends Classification {
  /** Stable, and sorts by the time of storing. */
  id: string;
  /** ISO, in UTC. */
  receivedAt: string;
  /** The path it was posted to, without the secret. */
  path: string;
  /** The id of the event that this one only repeats. */
  duplicateOf?: string;
  /** Those of the request, credentials blanked; missing where an earlier version stored the event. */
  headers?: readonly Header[];
  /** The address that it was posted from. */
  peer?: string;
  /** Where it is to be forwarded: what was asked for when it was received. */
  targets?: readonly string[];
}

/** An event as it is in the inbox. */
export interface StoredEvent extends EventHead {
  /** The bytes as they came, unpacked. */
  body: Buffer;
}

/** An event that has just come in. */
export interface Arrival extends Omit<EventHead, 'id' | 'duplicateOf' | 'targets'> {
  body: Buffer;
}

/** What an event is about. A state and its order are about the same. */
export function subjectOf({ kind, key }: Pick<EventHead, 'kind' | 'key'>): string {
  return `${kind === 'task' ? 'task' : 'order'} ${key}`;
}
