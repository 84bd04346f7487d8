/**
 * Keeps a file that outgrows the user's limit (`ulimit -f`) an error that can be explained. Node sees to that by
 * ignoring the signal that comes with it, until a library listens for every signal there is, as the one below conf
 * does: from then on it would end the process.
 */
export function outliveLargeFiles(): void {
  if (!process.listeners('SIGXFSZ').includes(ignore)) process.on('SIGXFSZ', ignore);
}

function ignore(): void {}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGXFSZ'] as const;

/**
 * Loads a library without the signal listeners that it brings. conf brings some (when-exit) that raise each signal
 * a second time: a run that ends tidily at the first Ctrl-C would see another and give up at once.
 */
export async function withoutSignalListeners<T>(load: () => Promise<T>): Promise<T> {
  outliveLargeFiles();
  const before = signals.map((signal) => new Set(process.listeners(signal)));
  const loaded = await load();
  for (const [index, signal] of signals.entries()) {
    for (const listener of process.listeners(signal)) {
      if (!before[index]?.has(listener)) process.removeListener(signal, listener);
    }
  }
  return loaded;
}
