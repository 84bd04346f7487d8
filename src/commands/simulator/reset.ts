import { define } from '../shared/command.ts';
import { forgetState } from './shared/state.ts';

export default define(
  (command) => command,
  ['blink simulator reset'],
  async (context) => {
    const { output } = context;
    const simulator = await forgetState(context);
    if (output.format === 'json') await output.json({ reset: simulator });
    else await output.report('The simulator begins afresh.');
  },
);
