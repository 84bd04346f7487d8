import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { jobFolder } from '../../config/paths.ts';
import { define } from '../command.ts';

export default define(
  (command) => command,
  ['blink simulator reset'],
  async ({ folders, output, settings }) => {
    const simulator = join(folders.state, 'simulator');
    // What was imported to the simulator is gone with it, so there is nothing left to compare a menu with.
    const runs = jobFolder(folders.state, settings.profile.value, 'local');
    for (const folder of [simulator, runs]) await rm(folder, { recursive: true, force: true });
    if (output.format === 'json') await output.json({ reset: simulator });
    else await output.report('The simulator begins afresh.');
  },
);
