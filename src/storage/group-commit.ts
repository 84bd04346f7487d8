/**
 * Joins what waits to be written: while one batch is on its way to the disk, the next one gathers, and goes as a
 * whole. One flush then serves everybody who waits.
 * @param commit writes a batch and gives back a result for each of its items, in their order
 * @returns what adds an item, and resolves or rejects with its batch
 */
export function groupCommits<T, R>(
  commit: (items: readonly T[]) => Promise<readonly R[]>,
): { add(item: T): Promise<R>; settled(): Promise<void> } {
  let waiting: { item: T; resolve(result: R): void; reject(error: unknown): void }[] = [];
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        const results = await commit(batch.map(({ item }) => item));
        batch.forEach(({ resolve, reject }, i) => {
          const result = results[i];
          if (result === undefined) reject(new Error('a batch gave back too few results'));
          else resolve(result);
        });
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    running = undefined;
  }

  return {
    add: (item) =>
      new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        running ??= run();
      }),
    /** Resolves when nothing is being written any more. */
    settled: async () => running,
  };
}
