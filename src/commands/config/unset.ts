import { findSetting, readSetting } from '../../session/keys.ts';
import { updateStored } from '../../session/stored/stored.ts';
import { define } from '../shared/command.ts';

export default define(
  (command) => command.argument('<key>', 'a setting, such as timeout'),
  ['blink config unset timeout'],
  async ({ folders, output, settings, stored }, [name]) => {
    const setting = findSetting(name);
    const profile = settings.profile.value;
    const warn = (message: string) => output.warn(message);
    await updateStored(folders.config, (config) => setting.unset(config, profile), warn);
    const row = readSetting(setting.unset(stored, profile), profile, setting);
    if (output.format === 'json') await output.json(row);
    else await output.report(`${row.key} is now ${row.value ?? 'not set'}.`);
  },
);
