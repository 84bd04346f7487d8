import { listSettings, type SettingRow } from '../../session/settings/keys.ts';
import { define } from '../shared/command.ts';

export default define(
  (command) => command,
  ['blink config', 'blink config list --json'],
  async ({ output, profile, stored }) => {
    await output.records(listSettings(stored, profile), [
      { key: 'key', header: 'Setting', value: ({ key }: SettingRow) => key },
      { key: 'value', header: 'Value', value: ({ value }: SettingRow) => value },
      { key: 'source', header: 'From', value: ({ source }: SettingRow) => source },
    ]);
  },
);
