import { accessSync, constants, lstatSync, readdirSync, type Stats, statSync } from 'node:fs';
import { statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { shellWord } from '../shell-word.ts';
import { storageFault } from '../storage/faults.ts';
import { isForeign } from '../storage/refusals.ts';
import { withTemporary } from '../storage/strays.ts';
import { type Check, type Finding, failed, ok, warning } from './check.ts';

export const configFolderCheck: Check = {
  id: 'config-folder',
  title: 'Settings folder',
  look: ({ folders }) => lookAtFolder(folders.config),
};

export const stateFolderCheck: Check = {
  id: 'state-folder',
  title: 'State folder',
  look: ({ folders }) => lookAtFolder(folders.state),
};

/** Bytes. An order that comes in may need some of the first, a day's work the second. */
const [tooLittle, little] = [10e6, 200e6];

async function lookAtFolder(folder: string): Promise<Finding> {
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (stats === undefined) return lookAtPlaceOf(folder);
  if (!stats.isDirectory())
    return failed(`${folder} is a file`, `mv ${shellWord(folder)} ${shellWord(`${folder}.old`)}`);
  const foreign = foreignIn(folder, stats);
  if (foreign !== undefined) {
    return failed(
      `${foreign} belongs to another user`,
      `sudo chown -R "$(id -u):$(id -g)" ${shellWord(folder)}`,
    );
  }
  await tryToWrite(folder);
  const room = await roomIn(folder);
  if (room < tooLittle)
    return failed(`${folder}: the disk has only ${inWords(room)} left`, 'Free some space.');
  if (room < little) return warning(`${folder}: the disk has only ${inWords(room)} left`, 'Free some space.');
  if (isOpen(stats)) return warning(`other users may look into ${folder}`, `chmod 700 ${shellWord(folder)}`);
  return ok(`${folder}, ${inWords(room)} free`);
}

/** Folders that may have been made by a run with sudo: `profile/environment/jobs`. */
const deepest = 3;

function foreignIn(path: string, stats: Stats, depth = 0): string | undefined {
  if (isForeign(stats)) return path;
  if (!stats.isDirectory() || depth === deepest) return undefined;
  for (const name of readdirSync(path)) {
    const inside = join(path, name);
    const of = lstatSync(inside, { throwIfNoEntry: false });
    const foreign = of && foreignIn(inside, of, depth + 1);
    if (foreign !== undefined) return foreign;
  }
  return undefined;
}

/** A folder that is not there is made when it is needed: where it comes, one must be allowed to. */
function lookAtPlaceOf(folder: string): Finding {
  let place = dirname(folder);
  while (statSync(place, { throwIfNoEntry: false }) === undefined) place = dirname(place);
  try {
    accessSync(place, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw storageFault('write', folder, error);
  }
  return ok(`${folder}, made when it is needed`);
}

/** The modes of a folder say little of read-only disks, quotas and shares of Windows: a file is written and removed. */
async function tryToWrite(folder: string): Promise<void> {
  const probe = join(folder, 'doctor');
  try {
    await withTemporary(probe, (temporary) =>
      writeFile(temporary, 'x'.repeat(4096), { flag: 'wx', mode: 0o600 }),
    );
  } catch (error) {
    throw storageFault('write', probe, error);
  }
}

async function roomIn(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

function isOpen({ mode }: Stats): boolean {
  return process.platform !== 'win32' && (mode & 0o077) !== 0;
}

function inWords(bytes: number): string {
  return bytes < 1e9 ? `${Math.floor(bytes / 1e6)} MB` : `${Math.floor(bytes / 1e9)} GB`;
}
