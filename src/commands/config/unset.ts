import { findSetting, readSetting } from '../../session/settings/keys.ts';
import { define } from '../shared/command.ts';

export default define(
  (command) => command.argument('<key>', 'a setting, such as timeout'),
  ['blink config unset timeout'],
  async ({ changeStored, output, profile, stored }, [name]) => {
    const setting = findSetting(name);
    await changeStored((config) => setting.unset(config, profile));
    const row = readSetting(setting.unset(stored, profile), profile, setting);
    if (output.format === 'json') await output.json(row);
    else await output.report(`${row.key} is now ${row.value ?? 'not set'}.`);
  },
);
