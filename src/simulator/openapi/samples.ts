import { readFileSync } from 'node:fs';

/** One of the samples of the vendor's pages. */
export function sample(name: string): unknown {
  const file = new URL(`../../../fixtures/vendor/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8'));
}
