import { createHash } from 'node:crypto';

/** A short name for what a record says: equal for equal records, different for all others. */
export function contentHash(record: unknown): string {
  return createHash('sha256').update(JSON.stringify(record)).digest('base64url').slice(0, 22);
}
