import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** True in `npm run test:endurance`, which may take minutes. */
    thorough: boolean;
  }
}

/** How often something is tried: a few times in `npm test`, many times in `npm run test:endurance`. */
export function times(few: number, many: number): number {
  return inject('thorough') ? many : few;
}

/** So many of all cases, spread evenly from the first to the last; all of them in `npm run test:endurance`. */
export function some<T>(all: readonly T[], few: number): readonly T[] {
  if (inject('thorough') || all.length <= few) return all;
  const step = (all.length - 1) / (few - 1);
  const chosen = new Set(Array.from({ length: few }, (_, i) => Math.round(i * step)));
  return all.filter((_, i) => chosen.has(i));
}
