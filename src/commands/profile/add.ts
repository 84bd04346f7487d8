import type { Context } from '../../session/context.ts';
import { addProfile, refuseKnown } from '../../session/stored/profiles.ts';
import { parseProfile } from '../../session/target/profiles.ts';
import { shellWord } from '../../shell-word.ts';
import { define } from '../shared/command.ts';
import { chooseEnvironment, logIn } from '../shared/log-in.ts';

export default define(
  (command) => command.argument('<name>', 'its name, such as karachi or "Burger House"'),
  ['blink profile add karachi', 'blink profile add "Burger House" --env sandbox --yes'],
  async (context, [typed]) => {
    const { changeStored, output, settings, stored } = context;
    const name = parseProfile(typed);
    refuseKnown(stored, name);
    const env = settings.environment?.source === '--env' ? settings.environment.value : undefined;
    await changeStored((config) => addProfile(config, name, env));
    if (output.format === 'json') await output.json({ profile: name, environment: env ?? null });
    else await output.report(`Added the profile ${name}.`);
    if (await wantsLogin(context)) {
      const environment = await chooseEnvironment(context);
      return logIn(context, context.targetIn(environment, { value: name, source: 'argument' }), {});
    }
    output.note(`To log in to it: blink login --profile ${shellWord(name)}`);
  },
);

/** Where somebody sits who can type a password, a profile without a login is of no use yet. */
async function wantsLogin({ output, prompts, yes }: Context): Promise<boolean> {
  if (yes || !prompts.possible || !output.forPeople) return false;
  return prompts.confirm('Log in to it now?', { flag: '--yes', default: true });
}
