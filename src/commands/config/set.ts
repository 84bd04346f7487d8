import { findSetting, readSetting } from '../../session/settings/keys.ts';
import { define } from '../shared/command.ts';

export default define(
  (command) => command.argument('<key>', 'a setting, such as timeout').argument('<value>', 'its new value'),
  ['blink config set timeout 60', 'blink config set env sandbox', 'blink config set output json'],
  async ({ changeStored, output, profile, stored }, [name, value]) => {
    const setting = findSetting(name);
    await changeStored((config) => setting.set(config, profile, value));
    const row = readSetting(setting.set(stored, profile, value), profile, setting);
    if (output.format === 'json') await output.json(row);
    else await output.report(`${row.key} is now ${row.value}.`);
  },
);
