import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { Header } from './origin.ts';
import { type EventKind, eventKinds } from './recognise.ts';

/** What was received: one of the events Blink posts, or `unknown` for what was put aside because it is none. */
export type StoredKind = EventKind | 'unknown';

export const storedKinds: readonly StoredKind[] = [...eventKinds, 'unknown'];

/** An event without its body. */
export interface EventHead {
  /** Stable, and sorts by the time of receipt. */
  id: string;
  /** ISO, in UTC. */
  receivedAt: string;
  kind: StoredKind;
  /** The order's or the task's id; null where it is not known. */
  key: string | null;
  branch: string | null;
  /** The path it was posted to, without the secret. */
  path: string;
  /** The id of the event that this one only repeats. */
  duplicateOf?: string;
  /** Why it was put aside: completes "It was put aside because …". */
  why?: string;
  /** What is unlike the shape that Blink documents, and changes nothing: `branch_latitude: a number, expected text`. */
  notes?: readonly string[];
  /** Those of the request, credentials blanked; missing where an earlier version stored the event. */
  headers?: readonly Header[];
  /** The address that it was posted from. */
  peer?: string;
  /** Tells whether two bodies say the same, however they are written: a hash. Missing where the kind is unknown. */
  content?: string;
  /** Where it is to be forwarded: what was asked for when it was received. */
  targets?: readonly string[];
}

/** An event as it is in the inbox. */
export interface StoredEvent extends EventHead {
  /** The bytes as they came. */
  body: Buffer;
}

const Head = v.object({
  id: v.string(),
  receivedAt: v.string(),
  kind: v.picklist(storedKinds),
  key: v.nullable(v.string()),
  branch: v.nullable(v.string()),
  path: v.string(),
  duplicateOf: v.exactOptional(v.string()),
  why: v.exactOptional(v.string()),
  notes: v.exactOptional(v.array(v.string())),
  headers: v.exactOptional(v.array(v.tuple([v.string(), v.string()]))),
  peer: v.exactOptional(v.string()),
  content: v.exactOptional(v.string()),
  targets: v.exactOptional(v.array(v.string())),
});

const Line = v.intersect([
  Head,
  v.object({ sum: v.string() }),
  v.union([v.object({ text: v.string() }), v.object({ base64: v.string() })]),
]);

/** The line of a file that an event is kept as: JSON, the body as text where it is text, with its checksum. */
export function encodeEvent({ body, ...head }: StoredEvent): Buffer {
  const kept = isUtf8(body) ? { text: body.toString() } : { base64: body.toString('base64') };
  return Buffer.from(`${JSON.stringify({ ...head, sum: checksum(body), ...kept })}\n`);
}

/** The event of a line; undefined for a line that is torn or damaged. */
export function decodeEvent(line: Buffer): StoredEvent | undefined {
  const kept = parseLine(Line, line);
  if (kept === undefined) return undefined;
  const { sum, ...rest } = kept;
  const body = 'text' in rest ? Buffer.from(rest.text) : Buffer.from(rest.base64, 'base64');
  if (checksum(body) !== sum) return undefined;
  const head = v.parse(Head, rest);
  return { ...head, body };
}

/** A line of JSON that has this shape; undefined for any other. */
export function parseLine<T>(schema: v.GenericSchema<unknown, T>, line: Buffer): T | undefined {
  if (line.length === 0) return undefined;
  try {
    const result = v.safeParse(schema, JSON.parse(line.toString()));
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
}

function checksum(body: Buffer): string {
  return createHash('sha256').update(body).digest('base64url');
}
