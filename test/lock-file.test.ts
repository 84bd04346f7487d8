import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

interface Entry {
  integrity?: string;
  resolved?: string;
  /** Comes inside another package. */
  inBundle?: boolean;
}

const { packages }: { packages: Record<string, Entry> } = JSON.parse(
  readFileSync('package-lock.json', 'utf8'),
);
const installed = Object.entries(packages).filter(([path, { inBundle }]) => path !== '' && !inBundle);

it('holds the hash of every package that is installed, so that no other can take its place', () => {
  expect(installed.length).toBeGreaterThan(100);
  const without = installed.filter(([, { integrity = '' }]) => !integrity.startsWith('sha512-'));
  expect(without.map(([path]) => path)).toEqual([]);
});

it('names no server, so that it works with any registry', () => {
  expect(installed.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([]);
});
