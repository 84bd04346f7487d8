import { expect, it } from 'vitest';

/** What came of an attack: how often it was tried, and in words each try that did harm. */
export interface Tally {
  tries: number;
  /** Records that were sent twice although they must not be. */
  twice: string[];
  /** Records that neither arrived nor were reported as open. */
  lost: string[];
  /** Reports that said well where it was not, and damages that nobody was told of. */
  silent: string[];
}

declare module 'vitest' {
  interface TaskMeta {
    attack?: Tally;
  }
}

/**
 * A test that attacks the program many times, and counts what came of it for the table at the end.
 * @param unless why it can't be tried on this system; undefined where it can
 */
export function attack(name: string, work: (tally: Tally) => Promise<void>, unless?: string): void {
  it(name, async ({ task, skip }) => {
    if (unless !== undefined) skip(unless);
    const tally: Tally = { tries: 0, twice: [], lost: [], silent: [] };
    task.meta.attack = tally;
    await work(tally);
    expect(tally).toEqual({ tries: tally.tries, twice: [], lost: [], silent: [] });
    expect(tally.tries).toBeGreaterThan(0);
  });
}
