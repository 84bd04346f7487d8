/** Numbers from 0 up to 1. */
export type Random = () => number;

/** Numbers that look random and are the same for a seed (mulberry32). */
export function generator(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A whole number from 0, less than the limit. */
export function below(limit: number, random: Random): number {
  return Math.floor(random() * limit);
}

/** A whole number, both ends included. */
export function between(least: number, most: number, random: Random): number {
  return least + below(most - least + 1, random);
}

/** One of some things; undefined when there are none. */
export function oneOf<T>(things: readonly T[], random: Random): T | undefined {
  return things[below(things.length, random)];
}

/** Some of them, each once, in the order they had. */
export function someOf<T>(things: readonly T[], count: number, random: Random): T[] {
  const left = things.map((_, index) => index);
  const chosen = Array.from({ length: Math.min(count, things.length) }, () =>
    left.splice(below(left.length, random), 1),
  ).flat();
  return things.filter((_, index) => chosen.includes(index));
}
