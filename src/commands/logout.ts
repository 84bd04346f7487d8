import { forgetLogin } from '../config/credentials.ts';
import { updateStored } from '../config/stored.ts';
import { define } from './command.ts';

export default define(
  (command) => command.option('--all', 'forget every environment of the profile'),
  ['blink logout', 'blink logout --all', 'blink logout --profile burger-house'],
  async ({ folders, output, settings }, _, { all }) => {
    const profile = settings.profile.value;
    const environment = all ? undefined : settings.environment?.value;
    const warn = (message: string) => output.warn(message);
    await updateStored(folders.config, (config) => forgetLogin(config, { profile, environment }), warn);
    if (output.format === 'json') return output.json({ profile, environment: environment ?? null });
    await output.report(`Logged out of ${environment ?? 'every environment'} (profile ${profile}).`);
    if (
      ['BLINK_PASSWORD', 'BLINK_TOKEN'].includes(settings.token?.source ?? settings.password?.source ?? '')
    ) {
      output.note('Credentials in BLINK_… variables still work: unset them too.');
    }
  },
);
