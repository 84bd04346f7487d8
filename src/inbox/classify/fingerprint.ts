import { createHash } from 'node:crypto';

/** A hash that two JSON values share when they say the same, in whatever order their keys stand. */
export function fingerprintOf(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(value)))
    .digest('base64url');
}

/** The value with the keys of its objects in order. An object becomes a list, for some keys would move in an object. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return { object: entries.map(([key, inner]) => [key, sorted(inner)]) };
}

/** Whether every number of a JSON value is what was written: beyond 2^53, different ones are read as the same. */
export function isExact(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER;
  return typeof value !== 'object' || value === null || Object.values(value).every(isExact);
}
