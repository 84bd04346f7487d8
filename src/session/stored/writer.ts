import { mkdir, open, readFile } from 'node:fs/promises';
import { CliError } from '../../errors.ts';
import { putInPlace } from '../../storage/files.ts';
import { withoutSignalListeners } from '../../storage/signals.ts';
import { sweepStrays, withTemporary } from '../../storage/strays.ts';
import type { StoredConfig } from './shape.ts';

export type ConfigWriter = (path: string, config: StoredConfig, text: string) => Promise<void>;

/**
 * Loads conf, which takes a while, and wraps it so that a write is all or nothing. Left alone, conf 15.1
 * - takes a short write for a whole one, and puts a torn file in place when the disk is nearly full;
 * - writes straight into the file when the variable SNAP is set, as it is in every terminal of a snap;
 * - doesn't flush the folder, and leaves its temporary files behind when it is killed.
 * So it writes into a temporary folder beside the file; what it wrote is compared, flushed and put in place.
 */
export async function loadWriter(): Promise<ConfigWriter> {
  const { default: Conf } = await withoutSignalListeners(() => import('conf'));
  return async (path, config, text) => {
    await sweepStrays(path);
    await withTemporary(path, async (folder) => {
      await mkdir(folder, { mode: 0o700 });
      const conf = new Conf<Record<string, unknown>>({
        configName: 'config',
        cwd: folder,
        configFileMode: 0o600,
        clearInvalidConfig: false,
        serialize: () => text,
      });
      conf.store = { ...config };
      await flushWhole(conf.path, text, path);
      await putInPlace(conf.path, path);
    });
  };
}

async function flushWhole(written: string, text: string, path: string): Promise<void> {
  const handle = await open(written, 'r+');
  try {
    await handle.sync();
    if ((await readFile(handle, 'utf8')) === text) return;
  } finally {
    await handle.close();
  }
  throw new CliError('failed', `Could not write ${path}: the disk took only a part of it.`, {
    hint: 'Free some space and run the command again. What was there before is unchanged.',
  });
}
