import { expiryOf } from '../api/session.ts';
import { maskToken } from '../config/keys.ts';
import { requireEnvironment } from '../config/settings.ts';
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
    const me = describe(context);
    const { credentials, environment, profile } = me;
    if (credentials.length === 0) {
      throw new CliError('not_logged_in', `You are not logged in to ${environment} (profile "${profile}").`, {
        hint: 'Run "blink login", or set BLINK_USERNAME and BLINK_PASSWORD, or BLINK_TOKEN.',
      });
    }
    if (context.output.format === 'json') return context.output.json(me);
    if (!context.output.forPeople) return context.output.records(credentials, columns);
    const { strong } = await context.output.style('stdout');
    await context.output.report(
      `${strong(me.username ?? 'A token')} on ${environment} (from ${me.environmentSource}), profile ${profile}\n`,
    );
    await context.output.records(credentials, columns);
  },
);

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

function describe({ settings, folders, now }: Context) {
  const environment = requireEnvironment(settings);
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
    environment === 'local' && credentials.length === 0
      ? [{ kind: 'password', value: '••••••', source: 'simulator', keptIn: null, expires: null }]
      : [];
  return {
    profile: settings.profile.value,
    environment,
    environmentSource: settings.environment?.source ?? null,
    username: username?.value ?? (builtIn.length > 0 ? simulatorAccount.username : null),
    credentials: [...credentials, ...builtIn],
  };
}
