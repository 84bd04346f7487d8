import { mkdir, open } from 'node:fs/promises';
import type Conf from 'conf';
import { CliError } from '../../errors.ts';
import { putInPlace } from '../../storage/files.ts';
import { sweepStrays, withTemporary } from '../../storage/strays.ts';
import type { StoredConfig } from './config.ts';

/**
 * Loads conf, which takes a while, and gives the way to save a configuration with it, all or nothing.
 *
 * conf 15.1 can't be trusted with the file that is in use. It puts what it wrote in place without a look at how much
 * of it the disk took: with 4 KB left, a file of 9 KB is cut off, and no error is thrown. Where `SNAP` is set, as in
 * every terminal of a snap, it writes straight into the file. So it is given a folder of its own beside the file, where
 * it makes a new one, readable by this user only, and reads it back; the new file then takes the old one's place.
 */
export async function loadSave(): Promise<(path: string, config: StoredConfig) => Promise<void>> {
  const Store = await loadConf();
  return async (path, config) => {
    await sweepStrays(path);
    await withTemporary(path, async (folder) => {
      await mkdir(folder, { mode: 0o700 });
      const draft = new Store<StoredConfig>({ cwd: folder, configFileMode: 0o600, serialize: inText });
      draft.store = config;
      if (!holds(draft, config)) throw cutOff(path);
      await flush(draft.path);
      await putInPlace(draft.path, path);
    });
  };
}

/** A configuration as it is written. */
export function inText(config: StoredConfig): string {
  return `${JSON.stringify(config, undefined, 2)}\n`;
}

const stops = ['SIGINT', 'SIGTERM'] as const;

/**
 * conf listens for signals (through when-exit) and raises each a second time. A run that ends tidily at the first
 * would take that for an impatient user and give up at once, so the listeners for these two are taken off.
 */
async function loadConf(): Promise<typeof Conf> {
  const before = stops.map((signal) => process.listeners(signal));
  const { default: Store } = await import('conf');
  for (const [index, signal] of stops.entries()) {
    const added = process.listeners(signal).filter((listener) => !before[index]?.includes(listener));
    for (const listener of added) process.removeListener(signal, listener);
  }
  return Store;
}

function holds(draft: Conf<StoredConfig>, config: StoredConfig): boolean {
  try {
    return inText(draft.store) === inText(config);
  } catch {
    return false;
  }
}

/** In the terminal of a snap conf leaves this to the system. */
async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function cutOff(path: string): CliError {
  return new CliError('failed', `Could not write ${path}: the disk took only a part of it.`, {
    hint: 'Free some space and run the command again. What was there before is unchanged.',
  });
}
