/** Numbers that look random; the same seed gives the same ones. */
export interface Random {
  /** A whole number from 0, less than `limit`. */
  below(limit: number): number;
  /** One of several. */
  pick<T>(choices: readonly [T, ...T[]]): T;
  /** True in so many cases of a hundred. */
  chance(percent: number): boolean;
}

/** The generator known as mulberry32: small, and good enough to vary samples. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const below = (limit: number) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
  return {
    below,
    pick: (choices) => choices[below(choices.length)] ?? choices[0],
    chance: (percent) => below(100) < percent,
  };
}
