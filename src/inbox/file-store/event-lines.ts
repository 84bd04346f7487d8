import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { eventIn } from '../classify/body.ts';
import { summaryOf } from '../classify/summary.ts';
import { type EventHead, type StoredEvent, storedKinds } from '../event.ts';
import { checkedLine, checkLine } from './checked-lines.ts';

const text = v.exactOptional(v.string());

const Summary = v.object({
  ...{ number: text, type: text, channel: text, customer: text, items: text, total: text, due: text },
  ...{ status: v.exactOptional(v.number()), statusText: text, comment: text },
  ...{ taskEvent: text, rider: text, reason: text },
});

const Head = v.object({
  id: v.string(),
  receivedAt: v.string(),
  kind: v.picklist(storedKinds),
  key: v.nullable(v.string()),
  branch: v.nullable(v.string()),
  path: v.string(),
  duplicateOf: text,
  why: text,
  notes: v.exactOptional(v.array(v.string())),
  headers: v.exactOptional(v.array(v.tuple([v.string(), v.string()]))),
  peer: text,
  content: text,
  /** Missing where an earlier version stored the event. */
  summary: v.exactOptional(Summary),
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
  return withSummary({ ...v.parse(Head, found), body });
}

function withSummary(event: StoredEvent): StoredEvent {
  const found = event.summary === undefined ? eventIn(event) : undefined;
  return found === undefined ? event : { ...event, summary: summaryOf(found) };
}

/**
 * The event of a line without its body, which takes a tenth of the time; undefined as `decodeEvent`. Where an earlier
 * version stored it, it may lack its summary.
 */
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

/** The same with its summary, for which the body is read where an earlier version kept none of an order. */
export function headWithSummary(line: Buffer): EventHead | undefined {
  const head = decodeHead(line);
  return head?.kind === 'order' && head.summary === undefined ? decodeEvent(line) : head;
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

const idBegin = '{"id":"';
const idLength = 16;

/** The id that a line begins with, without a look at the rest; undefined for a line that begins otherwise. */
export function idOfLine(line: Buffer): string | undefined {
  const begin = line.subarray(0, idBegin.length + idLength).toString('latin1');
  return begin.startsWith(idBegin) ? begin.slice(idBegin.length) : undefined;
}
