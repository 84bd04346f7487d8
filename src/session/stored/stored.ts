import { join } from 'node:path';
import { CliError } from '../../errors.ts';
import { errorCode, storageFault } from '../../storage/faults.ts';
import { load, moveAway, type Warn } from './load.ts';
import type { StoredConfig } from './shape.ts';

export type { Warn } from './load.ts';
export type { StoredAccount, StoredConfig, StoredProfile, StoredSettings } from './shape.ts';

/** The file that settings and credentials are kept in. */
export function configFile(folder: string): string {
  return join(folder, 'config.json');
}

/**
 * Reads the stored configuration, without conf and its loading time.
 * A file that makes no sense is moved to `config.json.bad` and explained; one that can't be read is explained.
 * @returns an empty configuration where there is none to be used
 * @throws CliError `failed` for a link and for another user's file
 */
export function readStored(folder: string, warn: Warn): StoredConfig {
  const path = configFile(folder);
  try {
    return load(path, warn, moveAwayIfPossible);
  } catch (error) {
    // Refusals have no cause. What can't be read must not stop a run that has its credentials in variables.
    if (!(error instanceof CliError) || errorCode(error.cause) === undefined) throw error;
    warn(`${error.message} The stored settings and logins are not used. ${error.hint ?? ''}`.trim());
    return { profiles: {} };
  }
}

/**
 * Changes the stored configuration. Several processes may do so at the same time, no change is lost; a crash or a
 * full disk leaves the file as it was. Nothing is written when nothing changes.
 * @param change is given a copy that it may change, or returns another
 * @param warn is told of a file that makes no sense, and was moved to `config.json.bad`; left out, this is an error
 * @throws CliError `failed` when it can't be written, for a link and for another user's file;
 *   `locked` when other processes keep it busy for 10 seconds
 */
export async function updateStored(
  folder: string,
  change: (config: StoredConfig) => StoredConfig | undefined,
  warn: Warn = refuseCorrupt,
): Promise<void> {
  // Loaded late: every command reads the configuration, and few change it.
  const { update } = await import('./update.ts');
  await update(folder, configFile(folder), change, warn);
}

function moveAwayIfPossible(path: string, text: string): string | undefined {
  try {
    return moveAway(path, text);
  } catch (error) {
    const fault = storageFault('move', path, error);
    if (!(fault instanceof CliError)) throw fault;
    return `${fault.message} It stays where it is: repair it or delete it.`;
  }
}

function refuseCorrupt(message: string): never {
  throw new CliError('failed', message, { hint: 'Nothing was changed. Run the command again.' });
}
