import { vi } from 'vitest';

/** Waits until a check passes, for as long as a busy machine may take. @returns what it returns */
export function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: 50_000, interval: 20 });
}
