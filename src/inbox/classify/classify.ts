import { createHash } from 'node:crypto';
import { type EventKind, identify, kindOf, readAs } from '../../blink/contract/event.ts';
import { isObject, textOf } from '../../blink/contract/lenient.ts';
import { unpack } from '../../blink/wire/unpack.ts';
import type { Classification } from '../event.ts';
import { readBody } from './body.ts';
import { fingerprintOf, isExact } from './fingerprint.ts';
import { notesOn } from './notes.ts';
import { summaryOf } from './summary.ts';
/** A body as it is to be kept, and what it is. */
export interface Classified extends Classification {
  body: Buffer;
}

/**
 * Finds out what a body is, once, when it comes. Only what has no identity is `unknown`, with the reason; whatever else
 * is odd is noted.
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
  const read = readBody(body);
  if ('why' in read) return unknown(body, read.why);
  const { value, whole } = read;
  const identity = identify(value, expected);
  if (identity === undefined) return unknown(body, noIdentity);
  const notes = [
    ...read.notes,
    ...notesOnPath(identity.kind, value, expected),
    ...notesOn(identity.kind, value),
  ];
  // Where numbers are too long to be told apart, or parts were cut off, only equal bytes say the same.
  const exact = whole && isExact(value);
  const content = exact ? fingerprintOf(value) : createHash('sha256').update(body).digest('base64url');
  const found = readAs(identity.kind, identity.key, value);
  return {
    ...identity,
    branch: branchOf(value),
    ...(notes.length > 0 && { notes }),
    content,
    ...(found && { summary: summaryOf(found) }),
    body,
  };
}

const noIdentity =
  'nothing in it says which order or delivery it is about: it has no blink_order_id with products or status, and no event with data.taskId';

const packings = {
  unknown_coding: 'its body is packed in a way that is not known',
  damaged: 'its packed body is damaged',
  too_large: 'its packed body is larger than is allowed',
} as const;

function unknown(body: Buffer, why: string): Classified {
  return { kind: 'unknown', key: null, branch: null, why, body };
}

function notesOnPath(kind: EventKind, value: unknown, expected: EventKind | undefined): string[] {
  if (expected === undefined) return [];
  if (kind !== expected) return [`the path: it takes ${expected}, and this is ${kind}`];
  const own = isObject(value) ? kindOf(value) : undefined;
  return own === undefined || own === kind
    ? []
    : [`the path: it takes ${expected}, and this looks like ${own}`];
}

function branchOf(value: unknown): string | null {
  if (!isObject(value)) return null;
  return textOf(value.branch_id) ?? textOf(value.blink_branch_id) ?? null;
}
