import { useProfile } from '../../session/stored/profiles.ts';
import { parseProfile } from '../../session/target/profiles.ts';
import { define } from '../shared/command.ts';

export default define(
  (command) => command.argument('<name>', 'the profile to use where none is named'),
  ['blink profile use karachi', 'blink profile use default'],
  async ({ changeStored, output, settings }, [typed]) => {
    const name = parseProfile(typed);
    await changeStored((config) => useProfile(config, name));
    if (output.format === 'json') await output.json({ profile: name });
    else await output.report(`The profile is now ${name}.`);
    const { source, value } = settings.profile;
    if (source === 'BLINK_PROFILE' && value !== name) {
      output.warn(`BLINK_PROFILE is set to ${value}, and wins over it in this shell.`);
    }
  },
);
