import { existsSync } from 'node:fs';
import { listSettings } from '../session/settings/keys.ts';
import type { Sourced } from '../session/sourced.ts';
import { refuseWhileRenamed } from '../session/stored/profiles.ts';
import { configFile } from '../session/stored/read.ts';
import { shellWord } from '../shell-word.ts';
import { type Check, failed, ok, warning } from './check.ts';

export const settingsCheck: Check = {
  id: 'settings',
  title: 'Settings',
  look({ folders, settings, stored, storedFault }) {
    if (storedFault) throw storedFault;
    if (stored.renaming) refuseWhileRenamed(stored, stored.renaming.from);
    const file = configFile(folders.config);
    const bad = `${file}.bad`;
    if (existsSync(bad)) {
      return warning(
        `settings that made no sense were set aside as ${bad}, and may hold passwords`,
        `rm ${shellWord(bad)}   # once they are repaired, or not needed any more`,
      );
    }
    if (!existsSync(file)) return ok('nothing stored yet');
    const changed = listSettings(stored, settings().profile.value)
      .filter(({ key, source }) => source === 'config' && key !== 'env' && key !== 'profile')
      .map(({ key, value }) => `${key} ${value}`);
    return ok(changed.length === 0 ? file : `${file}: ${changed.join(', ')}`);
  },
};

export const environmentCheck: Check = {
  id: 'environment',
  title: 'Environment',
  look({ settings }) {
    const { environment, profile } = settings();
    if (environment === undefined) {
      return failed(
        `none is chosen for the profile ${profile.value}: production is never guessed`,
        'blink login   # or try it without an account: blink doctor --env local',
      );
    }
    return ok(`${withSource(environment)}, profile ${withSource(profile)}`);
  },
};

function withSource({ value, source }: Sourced<string>): string {
  return source === 'default' ? value : `${value} (from ${source})`;
}
