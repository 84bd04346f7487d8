import { hash } from 'node:crypto';

/** A short name for what a record says: equal for equal records, different for all others. */
export function contentHash(record: unknown): string {
  return hash('sha256', JSON.stringify(record), 'base64url').slice(0, 22);
}
