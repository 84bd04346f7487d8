import { version } from '../version.ts';
import { define } from './shared/command.ts';

export default define(
  (command) => command,
  ['blink version', 'blink version --json'],
  ({ output }) => (output.format === 'json' ? output.json({ version }) : output.data(`${version}\n`)),
);
