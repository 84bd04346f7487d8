import { chmodSync, readdirSync, statSync } from 'node:fs';
import { storageFault } from '../../storage/faults.ts';
import { makeFolder } from '../../storage/folders.ts';
import { withLock } from '../../storage/lock.ts';
import { readPrivate } from '../../storage/reading.ts';
import { isForeign } from '../../storage/refusals.ts';
import { inText, loadSave } from './conf.ts';
import type { StoredConfig } from './config.ts';
import { configFile, readOrSetAside, understand, type Warn } from './read.ts';

/**
 * Changes what is stored. Several processes may do so at the same time, no change is lost; a crash or a
 * full disk leaves the file as it was. Nothing is written when nothing changes.
 * @param warn is told of a file that makes no sense, and was moved to `config.json.bad`
 * @throws CliError `failed` when it can't be written, for a link and for another user's file;
 *   `locked` when other processes keep it busy for 10 seconds
 */
export async function changeStored(
  folder: string,
  change: (config: StoredConfig) => StoredConfig,
  warn: Warn,
): Promise<void> {
  const path = configFile(folder);
  try {
    await makePrivateFolder(folder);
    // What is refused is refused before anybody waits for anything.
    readPrivate(path);
    const save = await loadSave();
    await withLock(path, async (lost) => {
      const stored = readOrSetAside(path, warn);
      const changed = change(stored);
      if (inText(changed) === inText(stored)) return;
      const result = understand(inText(changed));
      if ('wrong' in result) throw new Error(`A change would spoil the configuration: ${result.wrong}`);
      lost.throwIfAborted();
      await save(path, changed);
    });
  } catch (error) {
    throw storageFault('write', path, error);
  }
}

const sticky = 0o1000;

/**
 * Makes the folder for the configuration, for this user only. One that exists is closed to others as well, if it
 * holds nothing but ours: `BLINK_CONFIG_DIR` may name a folder that others work in.
 * @throws the system's error as it is
 */
async function makePrivateFolder(folder: string): Promise<void> {
  await makeFolder(folder);
  if (process.platform === 'win32') return;
  const stats = statSync(folder);
  if ((stats.mode & 0o077) === 0 || (stats.mode & sticky) !== 0 || isForeign(stats)) return;
  if (readdirSync(folder).every((name) => /^\.?config\.json(\.|$)/.test(name))) chmodSync(folder, 0o700);
}
