import { rm } from 'node:fs/promises';
import { simulatorFolder } from '../../../session/connections.ts';
import { jobFolder } from '../../../session/paths.ts';

/**
 * Forgets everything the simulator was told, and what was remembered of runs against it.
 * @returns the folder that is gone
 */
export async function forgetState(state: string, profile: string): Promise<string> {
  const simulator = simulatorFolder(state);
  // What was imported to the simulator is gone with it, so there is nothing left to compare a menu with.
  const runs = jobFolder(state, profile, 'local');
  for (const folder of [simulator, runs]) await rm(folder, { recursive: true, force: true });
  return simulator;
}
