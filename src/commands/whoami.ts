import { expiryOf } from '../api/session.ts';
import type { Environment } from '../config/environments.ts';
import { maskToken } from '../config/keys.ts';
import type { Sourced } from '../config/sourced.ts';
import { configFile } from '../config/stored.ts';
import { simulatorAccount } from '../connect.ts';
import type { Context } from '../context.ts';
import { CliError } from '../errors.ts';
import { define } from './command.ts';

export default define(
  (command) => command,
  ['blink whoami', 'blink whoami --json', 'blink whoami --env production'],
  async (context) => {
    const { environment, profile } = context.settings;
    if (!environment) throw nobody(`no environment is chosen for the profile "${profile.value}"`);
    const me = describe(context, environment);
    const { credentials } = me;
    if (credentials.length === 0) throw nobody(`${environment.value}, profile "${profile.value}"`);
    if (context.output.format === 'json') return context.output.json(me);
    if (!context.output.forPeople) return context.output.records(credentials, columns);
    const { strong } = await context.output.style('stdout');
    await context.output.report(
      `${strong(me.username ?? 'A token')} on ${me.environment} (from ${me.environmentSource}), profile ${me.profile}\n`,
    );
    await context.output.records(credentials, columns);
  },
);

function nobody(where: string): CliError {
  return new CliError('not_logged_in', `You are not logged in: ${where}.`, {
    hint: 'Run "blink login", or set BLINK_ENV and BLINK_USERNAME with BLINK_PASSWORD, or BLINK_TOKEN.',
  });
}

interface Credential {
  kind: 'token' | 'password' | 'logistics token';
  /** Masked. */
  value: string;
  /** Which variable, or the login. */
  source: string;
  keptIn: string | null;
  expires: string | null;
}

const columns = [
  { key: 'kind', header: 'Credential', value: ({ kind }: Credential) => kind },
  { key: 'value', header: 'Value', value: ({ value }: Credential) => value },
  { key: 'source', header: 'From', value: ({ source }: Credential) => source },
  { key: 'keptIn', header: 'Kept in', value: ({ keptIn }: Credential) => keptIn },
  { key: 'expires', header: 'Expires', value: ({ expires }: Credential) => expires },
];

function describe({ settings, folders, now }: Context, environment: Sourced<Environment>) {
  const file = configFile(folders.config);
  const credential = (kind: Credential['kind'], given: Sourced<string> | undefined): Credential[] => {
    if (!given) return [];
    const expiry = kind === 'password' ? undefined : expiryOf(given.value);
    const expired = expiry !== undefined && expiry.getTime() <= now();
    return [
      {
        kind,
        value: kind === 'password' ? '••••••' : maskToken(given.value),
        source: given.source,
        keptIn: given.source === 'login' ? file : null,
        expires: expiry ? `${expiry.toISOString()}${expired ? ' (expired)' : ''}` : null,
      },
    ];
  };
  const { username, password, token, logisticsToken } = settings;
  const credentials = [
    ...credential('token', token),
    ...credential('password', password),
    ...credential('logistics token', logisticsToken),
  ];
  const builtIn: Credential[] =
    environment.value === 'local' && credentials.length === 0
      ? [{ kind: 'password', value: '••••••', source: 'simulator', keptIn: null, expires: null }]
      : [];
  return {
    profile: settings.profile.value,
    environment: environment.value,
    environmentSource: environment.source,
    username: username?.value ?? (builtIn.length > 0 ? simulatorAccount.username : null),
    credentials: [...credentials, ...builtIn],
  };
}
