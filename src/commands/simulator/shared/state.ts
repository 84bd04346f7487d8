import { rm } from 'node:fs/promises';
import type { Context } from '../../../session/context.ts';

/**
 * Forgets everything the simulator was told, and what was remembered of runs against it.
 * @returns the folder that is gone
 */
export async function forgetState({ folders, folderFor }: Context): Promise<string> {
  const { simulator } = folders;
  // What was imported to the simulator is gone with it, so there is nothing left to compare a menu with.
  const runs = folderFor('local');
  for (const folder of [simulator, runs]) await rm(folder, { recursive: true, force: true });
  return simulator;
}
