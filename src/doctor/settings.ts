import { existsSync } from 'node:fs';
import { listSettings } from '../session/settings/keys.ts';
import { refuseWhileRenamed } from '../session/stored/profiles.ts';
import { configFile } from '../session/stored/read.ts';
import { type Check, failed, ok, quoted, warning } from './check.ts';

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
        `rm ${quoted(bad)}   # once they are repaired, or not needed any more`,
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
    return ok(
      `${environment.value} (from ${environment.source}), profile ${profile.value} (from ${profile.source})`,
    );
  },
};
