import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode, storageFault } from './faults.ts';
import { makeFolder } from './folders.ts';
import { inspectFile, refuseLink, refuseUnsafe } from './refusals.ts';

const lineFeed = 0x0a;

/**
 * Adds a line to a file that is readable by this user only, and brings it to the disk. Several processes may do so at
 * the same time. The file and its folder are made where they are missing.
 * @param line without its end
 * @throws CliError `failed` that says which file and why
 */
export async function appendLine(path: string, line: string): Promise<void> {
  try {
    inspectFile(path);
    await makeFolder(dirname(path));
    // Windows has no such flag as the last.
    const flags = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0);
    const handle = await open(path, flags, 0o600).catch((error: unknown) => {
      if (errorCode(error) === 'ELOOP') refuseLink(path);
      throw error;
    });
    try {
      const stats = await handle.stat();
      refuseUnsafe(path, stats);
      // A line that was cut off stays a line of its own.
      const last = Buffer.alloc(1, lineFeed);
      if (stats.size > 0) await handle.read(last, 0, 1, stats.size - 1);
      await handle.writeFile(`${last[0] === lineFeed ? '' : '\n'}${line}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw storageFault('write', path, error);
  }
}
