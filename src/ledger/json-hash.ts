import { hash } from 'node:crypto';

/** A short name for a value by its JSON: equal values whose keys stand in one order have one, all others another. */
export function jsonHash(value: unknown): string {
  return hash('sha256', JSON.stringify(value), 'base64url').slice(0, 22);
}
