import { chmodSync, readdirSync, statSync } from 'node:fs';
import { makeFolder } from '../../storage/folders.ts';
import { isForeign } from '../../storage/refusals.ts';

const sticky = 0o1000;

/**
 * Makes the folder for the configuration, for this user only. One that exists is closed to others as well, if it
 * holds nothing but ours: `BLINK_CONFIG_DIR` may name a folder that others work in.
 * @throws the system's error as it is
 */
export async function makePrivateFolder(folder: string): Promise<void> {
  await makeFolder(folder);
  if (process.platform === 'win32') return;
  const stats = statSync(folder);
  if ((stats.mode & 0o077) === 0 || (stats.mode & sticky) !== 0 || isForeign(stats)) return;
  if (readdirSync(folder).every((name) => /^\.?config\.json(\.|$)/.test(name))) chmodSync(folder, 0o700);
}
