import { define } from '../shared/command.ts';
import { forgetState } from './shared/state.ts';

export default define(
  (command) => command,
  ['blink simulator reset'],
  async ({ folders, output, settings }) => {
    const simulator = await forgetState(folders.state, settings.profile.value);
    if (output.format === 'json') await output.json({ reset: simulator });
    else await output.report('The simulator begins afresh.');
  },
);
