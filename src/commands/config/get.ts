import { findSetting, readSetting } from '../../session/settings/keys.ts';
import { define } from '../shared/command.ts';

export default define(
  (command) => command.argument('<key>', 'a setting, such as timeout'),
  ['blink config get timeout', 'blink config get env --json'],
  async ({ output, profile, stored }, [name]) => {
    const row = readSetting(stored, profile, findSetting(name));
    if (output.format === 'json') await output.json(row);
    else await output.data(`${row.value ?? ''}\n`);
  },
);
