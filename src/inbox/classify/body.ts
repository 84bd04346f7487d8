import { isUtf8 } from 'node:buffer';
import { parseJson } from '../../blink/answers/json.ts';
import { type Recognised, readAs } from '../../blink/contract/event.ts';
import type { StoredEvent } from '../event.ts';
import { readForm } from './form.ts';

/** A body as it was read. `notes` tell what was unusual about how it was written. */
export interface ReadBody {
  value: unknown;
  notes: readonly string[];
  /** False where the value says less than the body does: it was nested too deeply. */
  whole: boolean;
}

/** Reads a body: JSON, or else a form. */
export function readBody(body: Buffer): ReadBody | { why: string } {
  if (body.length === 0) return { why: 'its body is empty' };
  const text = body.toString().replace(/^\ufeff/, '');
  const notes = isUtf8(body) ? [] : ['the body: not all of it is UTF-8'];
  const parsed = parseJson(text);
  if ('value' in parsed) return { value: parsed.value, notes, whole: true };
  if (parsed.wrong === 'too_deep') return readDeep(text, notes);
  const form = readForm(text);
  if (form !== undefined)
    return { value: form, notes: [...notes, 'the body: a form, expected JSON'], whole: true };
  return { why: notes.length > 0 ? 'its body is not text in UTF-8' : 'its body is not JSON' };
}

/** The event in a stored body, by the kind that it was stored as; undefined for what was put aside. */
export function eventIn({
  kind,
  key,
  body,
}: Pick<StoredEvent, 'kind' | 'key' | 'body'>): Recognised | undefined {
  if (kind === 'unknown' || key === null) return undefined;
  const read = readBody(body);
  return 'value' in read ? readAs(kind, key, read.value) : undefined;
}

/** Deeper than any field that means something, and far from what overflows a stack. */
const deepest = 100;

function readDeep(text: string, notes: readonly string[]): ReadBody | { why: string } {
  try {
    const value = cutAt(deepest, JSON.parse(text));
    return { value, notes: [...notes, 'the body: nested too deeply to be shown whole'], whole: false };
  } catch {
    return { why: 'its JSON is nested too deeply' };
  }
}

function cutAt(depth: number, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return '…';
  if (Array.isArray(value)) return value.map((inner) => cutAt(depth - 1, inner));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, cutAt(depth - 1, inner)]));
}
