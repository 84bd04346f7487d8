import { findSetting, readSetting } from '../../session/keys.ts';
import { updateStored } from '../../session/stored/stored.ts';
import { define } from '../shared/command.ts';

export default define(
  (command) => command.argument('<key>', 'a setting, such as timeout').argument('<value>', 'its new value'),
  ['blink config set timeout 60', 'blink config set env sandbox', 'blink config set output json'],
  async ({ folders, output, settings, stored }, [name, value]) => {
    const setting = findSetting(name);
    const profile = settings.profile.value;
    const warn = (message: string) => output.warn(message);
    await updateStored(folders.config, (config) => setting.set(config, profile, value), warn);
    const row = readSetting(setting.set(stored, profile, value), profile, setting);
    if (output.format === 'json') await output.json(row);
    else await output.report(`${row.key} is now ${row.value}.`);
  },
);
