import { isUtf8 } from 'node:buffer';
import { parseJson } from '../api/json.ts';
import { unpack } from '../api/unpack.ts';
import { contentHash } from './canonical.ts';
import type { EventHead } from './event.ts';
import { type EventKind, type Recognised, recognise } from './recognise.ts';

/** A body as it is to be kept, and what it is. */
export interface Classified extends Pick<EventHead, 'kind' | 'key' | 'branch' | 'why' | 'content'> {
  body: Buffer;
}

/**
 * Finds out what a body is. What is no event of Blink's is `unknown`, with the reason.
 * @param encoding the request's `content-encoding`: a packed body is kept unpacked, where that is within the limit
 * @param expected the kind that belongs on the path it came by
 * @param limit how many bytes an unpacked body may have
 */
export async function classify(
  bytes: Buffer,
  {
    encoding,
    expected,
    limit,
  }: { encoding: string | undefined; expected: EventKind | undefined; limit: number },
): Promise<Classified> {
  const unpacked = await unpack(bytes, encoding ?? '', limit);
  if ('wrong' in unpacked) return unknown(bytes, packings[unpacked.wrong]);
  const body = unpacked.bytes;
  const read = readEventJson(body);
  if ('why' in read) return unknown(body, read.why);
  const { value } = read;
  const recognised = recognise(value);
  if (recognised === undefined) {
    return unknown(body, 'it is not an order, an order status or a task as Blink posts');
  }
  const { kind, key } = recognised;
  if (expected !== undefined && kind !== expected) {
    return unknown(body, `its kind is ${kind}, and this path takes ${expected}`);
  }
  return { kind, key, branch: branchOf(recognised), content: contentHash(value), body };
}

const packings = {
  unknown_coding: 'its body is packed in a way that is not known',
  damaged: 'its packed body is damaged',
  too_large: 'its packed body is larger than is allowed',
} as const;

/** Reads a body as JSON. */
export function readEventJson(body: Buffer): { value: unknown } | { why: string } {
  if (body.length === 0) return { why: 'its body is empty' };
  if (!isUtf8(body)) return { why: 'its body is not text in UTF-8' };
  const parsed = parseJson(body.toString().replace(/^\ufeff/, ''));
  if ('value' in parsed) return parsed;
  return {
    why: parsed.wrong === 'too_deep' ? 'its JSON is nested too deeply' : 'its body is not JSON',
  };
}

function unknown(body: Buffer, why: string): Classified {
  return { kind: 'unknown', key: null, branch: null, why, body };
}

function branchOf({ kind, event }: Recognised): string | null {
  const id = kind === 'task' ? undefined : event.branch_id;
  return id === undefined || id === null ? null : String(id);
}
