import { requireEnvironment } from '../config/settings.ts';
import type { Context } from '../context.ts';
import { CliError } from '../errors.ts';

/**
 * Asks before a write to production, where somebody can be asked and `--yes` was not given.
 * @param what is going to happen, completing "… to production?"
 */
export async function confirmWrite(context: Context, what: string): Promise<void> {
  const { prompts, settings, yes } = context;
  if (yes || !prompts.possible || requireEnvironment(settings) !== 'production') return;
  await ask(context, what, false);
}

/** Asks before a write wherever somebody can be asked. Without a terminal, production needs `--yes`. */
export async function confirmEverywhere(context: Context, what: string): Promise<void> {
  const { prompts, settings, yes } = context;
  const production = requireEnvironment(settings) === 'production';
  if (!yes && (prompts.possible || production)) await ask(context, what, !production);
}

async function ask({ output, prompts, settings }: Context, what: string, answer: boolean): Promise<void> {
  const { profile, username } = settings;
  const account = username ? `, user ${username.value}` : '';
  output.note('');
  const message = `${what} to ${requireEnvironment(settings)} (profile ${profile.value}${account})?`;
  if (await prompts.confirm(message, { flag: '--yes', default: answer })) return;
  throw new CliError('interrupted', 'Stopped. Nothing was sent.');
}
