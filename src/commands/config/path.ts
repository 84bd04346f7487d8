import { configFile } from '../../session/stored/read.ts';
import { define } from '../shared/command.ts';

export default define(
  (command) => command,
  ['blink config path', 'blink config path --json'],
  async ({ folders, output }) => {
    const config = configFile(folders.config);
    if (output.format === 'json') await output.json({ config, state: folders.state });
    else await output.data(`${config}\n`);
  },
);
