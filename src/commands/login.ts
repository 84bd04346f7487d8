import { storeLogin, storeLogisticsToken } from '../config/credentials.ts';
import type { Environment } from '../config/environments.ts';
import { updateStored } from '../config/stored.ts';
import type { Context } from '../context.ts';
import { cleanText } from '../output/clean.ts';
import { define } from './command.ts';
import { readSecret } from './secrets.ts';

export default define(
  (command) =>
    command
      .option('--username <name>', 'the user name that Blink gave you')
      .option('--password-stdin', 'read the password from standard input')
      .option('--token-stdin', 'read a token from standard input instead of logging in with a password')
      .option('--store-password', 'keep the password too, so that unattended runs can log in again')
      .option('--logistics', "store the token of Blink's logistics portal"),
  [
    'blink login',
    'blink login --env local --username demo',
    'printf %s "$PASSWORD" | blink login --env sandbox --username karachi-foods --password-stdin',
    'printf %s "$TOKEN" | blink login --env production --logistics --token-stdin',
  ],
  async (context, _, flags) => {
    const environment = await chooseEnvironment(context);
    context.settings.environment ??= { value: environment, source: 'answer' };
    if (flags.logistics) return loginToLogistics(context, environment, flags);
    if (flags.tokenStdin) return loginWithToken(context, environment);
    await loginWithPassword(context, environment, flags);
  },
);

async function chooseEnvironment({ settings, prompts }: Context): Promise<Environment> {
  const { environment } = settings;
  if (environment && (environment.source !== 'config' || !prompts.possible)) return environment.value;
  return prompts.choose<Environment>('Which environment?', {
    flag: '--env',
    default: environment?.value ?? 'sandbox',
    choices: [
      { value: 'production', name: 'production', description: 'your real menu and your real orders' },
      { value: 'sandbox', name: 'sandbox', description: "Blink's own test servers" },
      {
        value: 'local',
        name: 'local',
        description: 'the simulator on this computer: user demo, password demo',
      },
    ],
  });
}

async function loginWithPassword(
  context: Context,
  environment: Environment,
  flags: {
    username?: string | undefined;
    passwordStdin?: true | undefined;
    storePassword?: true | undefined;
  },
): Promise<void> {
  const { api, io, prompts, settings } = context;
  const fromVariable = settings.username?.source === 'BLINK_USERNAME' ? settings.username.value : undefined;
  const username =
    flags.username ?? fromVariable ?? (await prompts.text('User name:', { flag: '--username' }));
  const password = flags.passwordStdin
    ? await readSecret(io.stdin, 'password', 'blink login')
    : (io.env.BLINK_PASSWORD ?? (await prompts.password('Password:', { flag: '--password-stdin' })));
  const token = await api.tryLogin({ username, password });
  await store(context, (config, profile) =>
    storeLogin(config, { profile, environment, username, token, password: flags.storePassword && password }),
  );
  await welcome(context, environment, username);
  if (!flags.storePassword && environment !== 'local') {
    context.output.note(
      'The password was not kept. For cron jobs, log in with --store-password or set BLINK_PASSWORD.',
    );
  }
}

async function loginWithToken(context: Context, environment: Environment): Promise<void> {
  const token = await readSecret(context.io.stdin, 'token', 'blink login');
  await context.api.tryToken('ordering', token);
  await store(context, (config, profile) => storeLogin(config, { profile, environment, token }));
  await welcome(context, environment, 'a token');
}

async function loginToLogistics(
  context: Context,
  environment: Environment,
  { tokenStdin }: { tokenStdin?: true | undefined },
): Promise<void> {
  const logisticsToken = tokenStdin
    ? await readSecret(context.io.stdin, 'token', 'blink login')
    : await context.prompts.password('Token from the logistics portal:', { flag: '--token-stdin' });
  await context.api.tryToken('logistics', logisticsToken);
  await store(context, (config, profile) =>
    storeLogisticsToken(config, { profile, environment, logisticsToken }),
  );
  await welcome(context, environment, 'a logistics token');
}

async function store(
  { folders, output, settings }: Context,
  change: (config: Context['stored'], profile: string) => Context['stored'],
): Promise<void> {
  const warn = (message: string) => output.warn(message);
  await updateStored(folders.config, (config) => change(config, settings.profile.value), warn);
}

async function welcome({ output, settings }: Context, environment: Environment, user: string): Promise<void> {
  const profile = settings.profile.value;
  if (output.format === 'json') return output.json({ profile, environment, user });
  const { good } = await output.style('stdout');
  await output.report(`${good('✓')} Logged in to ${environment} as ${cleanText(user)} (profile ${profile}).`);
}
