import { storageFault } from '../../storage/faults.ts';
import { withLock } from '../../storage/lock.ts';
import { readPrivate } from '../../storage/reading.ts';
import { understand } from './corrupt.ts';
import { makePrivateFolder } from './folder.ts';
import { load, moveAway, type Warn } from './load.ts';
import type { StoredConfig } from './shape.ts';
import { loadWriter } from './writer.ts';

/** What `updateStored` does, in the file of a folder. */
export async function update(
  folder: string,
  path: string,
  change: (config: StoredConfig) => StoredConfig | undefined,
  warn: Warn,
): Promise<void> {
  try {
    await makePrivateFolder(folder);
    readPrivate(path);
    const write = await loadWriter();
    await withLock(path, async (lost) => {
      const stored = load(path, warn, moveAway);
      const before = inText(stored);
      const changed = change(stored) ?? stored;
      const text = inText(changed);
      if (text === before) return;
      const result = understand(text);
      if ('wrong' in result) throw new Error(`A change would spoil the configuration: ${result.wrong}`);
      lost.throwIfAborted();
      await write(path, changed, text);
    });
  } catch (error) {
    throw storageFault('write', path, error);
  }
}

function inText(config: StoredConfig): string {
  return `${JSON.stringify(config, undefined, 2)}\n`;
}
