import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { type EventKind, eventKinds } from '../../blink/contract/event.ts';
import { checkedLine, checkLine } from './checked-lines.ts';

/** What was received: one of the events Blink posts, or `unknown` for what was put aside because it is none. */
export type StoredKind = EventKind | 'unknown';

export const storedKinds: readonly StoredKind[] = [...eventKinds, 'unknown'];

/** A header of a request: its name as it came, and its value. */
export type Header = readonly [name: string, value: string];

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

const Body = v.union([v.object({ text: v.string() }), v.object({ base64: v.string() })]);

const Line = v.intersect([Head, Body]);

/** As versions wrote it whose lines had a checksum of the body only. */
const OldLine = v.intersect([Head, Body, v.object({ sum: v.string() })]);

/** The line of a file that an event is kept as: JSON, the body as text where it is text, with its checksum. */
export function encodeEvent({ body, ...head }: StoredEvent): Buffer {
  const kept = isUtf8(body) ? { text: body.toString() } : { base64: body.toString('base64') };
  return checkedLine({ ...head, ...kept });
}

/** The event of a line; undefined for a line that is torn or damaged. */
export function decodeEvent(line: Buffer): StoredEvent | undefined {
  const state = checkLine(line);
  if (state === 'damaged') return undefined;
  const kept = state === 'good' ? parseLine(Line, line) : undefined;
  const old = state === 'good' ? undefined : parseLine(OldLine, line);
  const found = kept ?? old;
  if (found === undefined) return undefined;
  const body = 'text' in found ? Buffer.from(found.text) : Buffer.from(found.base64, 'base64');
  if (old !== undefined && checksum(body) !== old.sum) return undefined;
  return { ...v.parse(Head, found), body };
}

/** The event of a line without its body, which takes a tenth of the time; undefined as `decodeEvent`. */
export function decodeHead(line: Buffer): EventHead | undefined {
  if (checkLine(line) !== 'good') {
    const { body, ...head } = decodeEvent(line) ?? {};
    return body && 'id' in head ? head : undefined;
  }
  // The last one: quotes within a body are escaped.
  const text = line.lastIndexOf(',"text":"');
  const end = text < 0 ? line.lastIndexOf(',"base64":"') : text;
  return end < 0 ? undefined : parseLine(Head, Buffer.concat([line.subarray(0, end), Buffer.from('}')]));
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
