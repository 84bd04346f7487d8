import * as v from 'valibot';
import { matches } from '../blink/contract/check.ts';
import type { Timestamp } from './timestamp.ts';

/** What records are of: each kind has ids of its own. */
export const kinds = ['menu', 'stock', 'order', 'task', 'task update'] as const;
export type Kind = (typeof kinds)[number];

/** A record that is to be sent: its id, the hash of its content, and the content where it is new to the book and kept. */
export type Item = readonly [id: string, hash: string, content?: unknown];

/**
 * How a request ended: the service said yes; it said no, or never got it, so that nothing changed; nobody knows. What has
 * no end was cut off: nobody knows either.
 */
export type End = 'confirmed' | 'refused' | 'unsent' | 'unknown';

/** How a run of a command begins. */
export interface Begin extends Timestamp {
  /** The command: `stock sync`. */
  job: string;
  kind: Kind;
  /** The profile and environment that the book is of. */
  of: string;
  /** Where it writes to, in words: `production`. */
  to: string;
  /** The process: its number, its birth, the place where the two mean something. */
  by: readonly [pid: number, birth: string, place: string];
  /** True where the run says all there is: what it leaves out is gone once all of it is confirmed. */
  whole?: boolean | undefined;
  /** Unfinished runs that this one goes on with. */
  resumes?: readonly string[] | undefined;
  /** True where it does what they left undone, and sends again what they confirmed. */
  fresh?: boolean | undefined;
}

/** One line of a book: what a run is about to do, does, or has seen. */
export interface Entry {
  run: string;
  /** Milliseconds since the run began, by a clock that nobody sets. */
  t: number;
  begin?: Begin | undefined;
  /** Records that the run is going to send; their positions go on from those before. */
  intended?: readonly Item[] | undefined;
  /** Positions of those that need not be sent: an earlier run did. */
  already?: readonly number[] | undefined;
  /** A request that goes out from here on, with the positions of its records. */
  sent?: { n: number; items: readonly number[] } | undefined;
  end?:
    | {
        n: number;
        is: End;
        /** What the service calls each of the records. */
        as?: readonly (string | null)[] | undefined;
        why?: string | undefined;
      }
    | undefined;
  /** Records that a refusal named. */
  refused?: readonly (readonly [item: number, why: string])[] | undefined;
  /** Records in doubt that the service was found to have, and what it calls them. */
  found?: readonly (readonly [item: number, as: string])[] | undefined;
  /** Records in doubt of which the service said that it has no such thing. */
  absent?: readonly number[] | undefined;
  /** True when the run ended by itself, whatever came of it. */
  over?: true | undefined;
}

const whole = v.number();
const pairs = (isSecond: (value: unknown) => boolean) => (value: unknown) =>
  Array.isArray(value) &&
  value.every((pair) => Array.isArray(pair) && typeof pair[0] === 'number' && isSecond(pair[1]));
const isText = (value: unknown) => typeof value === 'string';

// Lists may be long, and every line of a book is read at each start: they are checked by plain loops.
const numbers = v.custom<number[]>((value) => Array.isArray(value) && value.every(Number.isInteger));
const items = v.custom<Item[]>(
  (value) =>
    Array.isArray(value) && value.every((item) => Array.isArray(item) && isText(item[0]) && isText(item[1])),
);

const Entry: v.GenericSchema<unknown, Entry> = v.object({
  run: v.string(),
  t: whole,
  begin: v.optional(
    v.object({
      at: whole,
      up: whole,
      boot: v.string(),
      job: v.string(),
      kind: v.picklist(kinds),
      of: v.string(),
      to: v.string(),
      by: v.tuple([v.number(), v.string(), v.string()]),
      whole: v.optional(v.boolean()),
      resumes: v.optional(v.array(v.string())),
      fresh: v.optional(v.boolean()),
    }),
  ),
  intended: v.optional(items),
  already: v.optional(numbers),
  sent: v.optional(v.object({ n: whole, items: numbers })),
  end: v.optional(
    v.object({
      n: whole,
      is: v.picklist(['confirmed', 'refused', 'unsent', 'unknown']),
      as: v.optional(v.array(v.nullable(v.string()))),
      why: v.optional(v.string()),
    }),
  ),
  refused: v.optional(v.custom<[number, string][]>(pairs(isText))),
  found: v.optional(v.custom<[number, string][]>(pairs(isText))),
  absent: v.optional(numbers),
  over: v.optional(v.literal(true)),
});

/** True for what a line of a book can say. */
export function isEntry(value: unknown): value is Entry {
  return matches(Entry, value);
}
