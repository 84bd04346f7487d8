import type { Service } from '../../blink/services.ts';
import type { Connections } from '../../session/connections/connections.ts';
import type { Context } from '../../session/context.ts';
import { givenSecret } from '../../session/secrets/secret.ts';
import { type Sourced, variable } from '../../session/sourced.ts';
import { storeLogin, storeLogisticsToken } from '../../session/stored/logins.ts';
import { boundTo } from '../../session/target/addresses.ts';
import type { Environment } from '../../session/target/environments.ts';
import { placeName } from '../../session/target/in-words.ts';
import type { Target } from '../../session/target/target.ts';
import { cleanText } from '../../terminal/clean.ts';
import { readSecret } from './secrets.ts';

/** What is logged in with, and what of it is kept. */
export interface LoginFlags {
  username?: string | undefined;
  passwordStdin?: true | undefined;
  tokenStdin?: true | undefined;
  storePassword?: true | undefined;
  logistics?: true | undefined;
}

/**
 * Logs in to a target, asking for what is missing, and keeps what it got.
 * @throws CliError `usage` where there is nobody to ask, BlinkError `credentials` when they are refused
 */
export async function logIn(context: Context, target: Target, flags: LoginFlags): Promise<void> {
  noteDetour(context, target, flags.logistics ? 'logistics' : 'ordering');
  const api = context.connect(target);
  if (flags.logistics) return loginToLogistics(context, target, api, flags);
  if (flags.tokenStdin) return loginWithToken(context, target, api);
  await loginWithPassword(context, target, api, flags);
}

/** The environment to log in to: a flag's or a variable's, else it is asked for. */
export async function chooseEnvironment({ settings, prompts }: Context): Promise<Sourced<Environment>> {
  const { environment } = settings;
  if (environment && (environment.source !== 'config' || !prompts.possible)) return environment;
  const value = await prompts.choose<Environment>('Which environment?', {
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
  return { value, source: 'answer' };
}

/** Whoever is about to type a secret sees first where it goes, if that is not where it usually goes. */
function noteDetour({ output, prompts }: Context, target: Target, service: Service): void {
  const { own, source } = target.addresses[service];
  if (own || !prompts.possible) return;
  output.warn(`This logs in to ${placeName(target, service)}: ${source} is set.`);
}

async function loginWithPassword(
  context: Context,
  target: Target,
  api: Connections,
  flags: LoginFlags,
): Promise<void> {
  const { io, output, prompts, signal } = context;
  const username =
    flags.username ??
    variable(io.env, 'BLINK_USERNAME')?.value ??
    (await prompts.text('User name:', { flag: '--username' }));
  const given = flags.passwordStdin
    ? await readSecret(io.stdin, 'password', 'blink login')
    : await givenSecret(io.env, 'BLINK_PASSWORD')?.read({ warn: (text) => output.warn(text), signal });
  const logIn = (password: string) => api.tryLogin({ username, password });
  const { password, token } =
    given === undefined
      ? await askUntilAccepted(context, logIn)
      : { password: given, token: await logIn(given) };
  const kept = flags.storePassword ? password : undefined;
  const login = { ...target.place, username, token, password: kept };
  await context.changeStored((config) =>
    storeLogin(config, { ...login, address: boundTo(target.addresses.ordering) }),
  );
  await welcome(context, target, 'ordering', username);
  if (!flags.storePassword && target.environment.value !== 'local') {
    output.note(
      'The password was not kept. For cron jobs, log in with --store-password or set BLINK_PASSWORD.',
    );
  }
}

const mostAttempts = 3;

/**
 * Asks for the password, and again where it was not accepted: a few times, for services lock accounts.
 * @param logIn gives the token for a password
 * @throws what `logIn` throws: at once where the password is not the reason, at last where it is
 */
async function askUntilAccepted(
  { output, prompts }: Context,
  logIn: (password: string) => Promise<string>,
): Promise<{ password: string; token: string }> {
  const { BlinkError } = await import('../../blink/error.ts');
  for (let attempt = 1; ; attempt += 1) {
    const password = await prompts.password('Password:', { flag: '--password-stdin' });
    try {
      return { password, token: await logIn(password) };
    } catch (error) {
      const wrong = error instanceof BlinkError && error.kind === 'credentials';
      if (!wrong || attempt === mostAttempts) throw error;
      output.warn(`${error.message} Type the password again, or press Ctrl-C.`);
    }
  }
}

async function loginWithToken(context: Context, target: Target, api: Connections): Promise<void> {
  const token = await readSecret(context.io.stdin, 'token', 'blink login');
  await api.tryToken('ordering', token);
  const login = { ...target.place, token, address: boundTo(target.addresses.ordering) };
  await context.changeStored((config) => storeLogin(config, login));
  await welcome(context, target, 'ordering', 'a token');
}

async function loginToLogistics(
  context: Context,
  target: Target,
  api: Connections,
  { tokenStdin }: LoginFlags,
): Promise<void> {
  const logisticsToken = tokenStdin
    ? await readSecret(context.io.stdin, 'token', 'blink login')
    : await context.prompts.password('Token from the logistics portal:', { flag: '--token-stdin' });
  await api.tryToken('logistics', logisticsToken);
  const login = { ...target.place, logisticsToken, address: boundTo(target.addresses.logistics) };
  await context.changeStored((config) => storeLogisticsToken(config, login));
  await welcome(context, target, 'logistics', 'a logistics token');
}

async function welcome({ output }: Context, target: Target, service: Service, user: string): Promise<void> {
  const { profile, environment } = target.place;
  const address = target.addresses[service].url ?? null;
  if (output.format === 'json') return output.json({ profile, environment, address, user });
  const { good } = await output.style('stdout');
  const place = placeName(target, service);
  await output.report(`${good('✓')} Logged in to ${place} as ${cleanText(user)} (profile ${profile}).`);
}
