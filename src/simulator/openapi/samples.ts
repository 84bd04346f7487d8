import { readFileSync } from 'node:fs';

/** One of the samples of the vendor's pages, or a part of it: `sample('customers-reply', 'data')`. */
export function sample(name: string, ...path: readonly string[]): unknown {
  const file = new URL(`../../../fixtures/vendor/${name}.json`, import.meta.url);
  return path.reduce((value, key) => Object(value)[key], JSON.parse(readFileSync(file, 'utf8')));
}
