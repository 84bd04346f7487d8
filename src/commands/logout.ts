import { CliError } from '../errors.ts';
import type { Context } from '../session/context.ts';
import { givenSources } from '../session/secrets/secret.ts';
import { forgetLogin } from '../session/stored/logins.ts';
import { define } from './shared/command.ts';

export default define(
  (command) => command.option('--all', 'forget every environment of the profile'),
  ['blink logout', 'blink logout --all', 'blink logout --profile burger-house'],
  async (context, _, { all }) => {
    const { changeStored, io, output, profile } = context;
    const environment = all ? undefined : chosen(context);
    await changeStored((config) => forgetLogin(config, { profile, environment }));
    if (output.format === 'json') return output.json({ profile, environment: environment ?? null });
    await output.report(`Logged out of ${environment ?? 'every environment'} (profile ${profile}).`);
    const given = givenSources(io.env);
    if (given.length > 0) {
      output.note(
        `Credentials from ${given.join(', ')} still work: unset ${given.length > 1 ? 'them' : 'it'} too.`,
      );
    }
  },
);

/** @throws CliError `usage` when none is chosen: "all" is never guessed */
function chosen({ profile, settings }: Context) {
  if (settings.environment) return settings.environment.value;
  throw new CliError('usage', `Log out of which environment of the profile "${profile}"?`, {
    hint: 'Choose production, sandbox or local with the flag --env NAME or the variable BLINK_ENV, or all with --all.',
  });
}
