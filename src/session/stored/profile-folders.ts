import { existsSync } from 'node:fs';
import { rename, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CliError } from '../../errors.ts';
import { keepOwner } from '../../ledger/owner.ts';
import { storageFault } from '../../storage/faults.ts';
import { flushFolder, makeFolder } from '../../storage/folders.ts';
import { isLeftOver, locksIn } from '../../storage/locks.ts';
import { sweepStrays, withTemporary } from '../../storage/strays.ts';
import { jobFolder } from '../folders.ts';
import { environments } from '../target/environments.ts';
import type { Renaming } from './profiles.ts';

/** Where the records of a profile may be: what was received before an environment was chosen is kept as well. */
const recordPlaces = [...environments, 'no-environment'] as const;

/** The folders with records of a profile: what was sent, what was received, the secret path, the known branches. */
export function recordFolders(stateFolder: string, profile: string) {
  return recordPlaces
    .map((place) => ({ place, folder: jobFolder(stateFolder, profile, place) }))
    .filter(({ folder }) => existsSync(folder));
}

/** @throws CliError `locked` where a run or a listener is at work in these folders */
export async function refuseInUse(folders: readonly string[], now: number): Promise<void> {
  for (const lock of folders.flatMap((folder) => locksIn(folder))) {
    if (await isLeftOver(lock, now)) continue;
    throw new CliError('locked', `Another blink is at work with this profile: it has the lock ${lock}.`, {
      hint: 'Nothing was changed. End it, or wait until it has ended, then run the command again.',
    });
  }
}

/**
 * Moves the records of a profile to its new name, an environment at a time. Cut off at any moment and run again, it
 * moves what is left.
 * @throws CliError `failed` where the new name has records already, or the disk refuses
 */
export async function moveRecords(stateFolder: string, { from, to }: Renaming): Promise<void> {
  for (const { place, folder } of recordFolders(stateFolder, from)) {
    const moved = jobFolder(stateFolder, to, place);
    if (existsSync(moved)) throw taken(moved);
    try {
      if (existsSync(join(folder, 'ledger'))) await keepOwner(folder);
      await makeFolder(dirname(moved));
      await rename(folder, moved);
      await flushFolder(dirname(moved));
      await flushFolder(dirname(folder));
    } catch (error) {
      throw storageFault('move', folder, error);
    }
  }
  await removeIfEmpty(dirname(jobFolder(stateFolder, from, 'local')));
}

/** Removes the records of a profile for good. @throws CliError `failed` */
export async function removeRecords(stateFolder: string, profile: string): Promise<void> {
  for (const { folder } of recordFolders(stateFolder, profile)) {
    try {
      // What is half removed must not be found under its name, for it would look whole.
      await sweepStrays(folder);
      await withTemporary(folder, (temporary) => rename(folder, temporary));
    } catch (error) {
      throw storageFault('write', folder, error);
    }
  }
  await removeIfEmpty(dirname(jobFolder(stateFolder, profile, 'local')));
}

async function removeIfEmpty(folder: string): Promise<void> {
  // Something of somebody else's may be in it.
  await rmdir(folder).catch(() => undefined);
}

function taken(folder: string): CliError {
  return new CliError('failed', `There are records under the new name already: ${folder}.`, {
    hint: 'Choose another name, or move that folder away.',
  });
}
