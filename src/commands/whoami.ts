import { expiryOf } from '../blink/login/expiry.ts';
import type { Service } from '../blink/services.ts';
import { CliError } from '../errors.ts';
import type { Context } from '../session/context.ts';
import type { Secret } from '../session/secrets/secret.ts';
import { hidden, maskToken } from '../session/settings/keys.ts';
import { configFile } from '../session/stored/read.ts';
import { placeName } from '../session/target/in-words.ts';
import { notLoggedIn } from '../session/target/not-logged-in.ts';
import type { Target } from '../session/target/target.ts';
import { cleanText } from '../terminal/clean.ts';
import { define } from './shared/command.ts';

export default define(
  (command) => command,
  ['blink whoami', 'blink whoami --json', 'blink whoami --env production'],
  async (context) => {
    const { output } = context;
    const target = targetOf(context);
    const me = await describe(context, target);
    const { credentials } = me;
    if (credentials.length === 0) throw nobody(target);
    for (const service of missed(target)) output.warn(wordsOf(notLoggedIn(target, service)));
    if (output.format === 'json') return output.json(me);
    if (!output.forPeople) return output.records(credentials, columns);
    await output.report(`${await headline(context, target)}\n`);
    await output.records(credentials, columns);
  },
);

const services = ['ordering', 'logistics'] as const satisfies readonly Service[];

/** The services that would be called with what is stored, were it for their address. */
function missed({ credentials }: Target): Service[] {
  const { token, password, logisticsToken, withheld } = credentials;
  const usable = { ordering: token ?? password, logistics: logisticsToken };
  return services.filter((service) => withheld[service] && !usable[service]);
}

function wordsOf({ message, hint: next = '' }: CliError): string {
  return `${message} ${next}`;
}

function targetOf({ profile, settings, target }: Context): Target {
  if (settings.environment) return target();
  throw new CliError(
    'not_logged_in',
    `You are not logged in: no environment is chosen for the profile "${profile}".`,
    { hint },
  );
}

const hint = 'Run "blink login", or set BLINK_ENV and BLINK_USERNAME with BLINK_PASSWORD, or BLINK_TOKEN.';

function nobody(target: Target): CliError {
  const withheld = services.find((service) => target.credentials.withheld[service]);
  if (withheld) return notLoggedIn(target, withheld);
  const place = `${placeName(target, 'ordering')}, profile "${target.profile.value}"`;
  return new CliError('not_logged_in', `You are not logged in: ${place}.`, { hint });
}

/** Who, where, and for each service that answers elsewhere than usual, where that is. */
async function headline({ output }: Context, target: Target): Promise<string> {
  const { strong } = await output.style('stdout');
  const { credentials, environment, profile, addresses } = target;
  const who = strong(cleanText(credentials.username?.value ?? 'A token'));
  const { own, source } = addresses.logistics;
  const place = placeName(target, 'ordering');
  const delivery = own ? '' : `\nlogistics: ${placeName(target, 'logistics')} (${source})`;
  const detour = addresses.ordering.own ? '' : ` (${addresses.ordering.source})`;
  return `${who} on ${place}${detour}, profile ${profile.value}; environment from ${environment.source}${delivery}`;
}

interface Credential {
  kind: 'token' | 'password' | 'logistics token';
  /** Masked. */
  value: string;
  /** Which variable, the login, or the simulator. */
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

async function describe(context: Context, target: Target) {
  const { profile, environment, addresses, credentials } = target;
  const { username, token, password, logisticsToken } = credentials;
  const all = [
    ...(await credential(context, 'token', token)),
    ...(await credential(context, 'password', password)),
    ...(await credential(context, 'logistics token', logisticsToken)),
  ];
  const given = all.filter(({ source }) => source !== 'simulator');
  return {
    profile: profile.value,
    environment: environment.value,
    environmentSource: environment.source,
    addresses: { ordering: shown(addresses.ordering), logistics: shown(addresses.logistics) },
    username: username?.value ?? null,
    // What every simulator takes is worth a line only where there is nothing else.
    credentials: given.length > 0 ? given : all,
  };
}

function shown({ url, source, own }: Target['addresses'][Service]) {
  return { url: url ?? null, source: url === undefined ? 'simulator' : source, own };
}

async function credential(
  { folders, now, output, signal }: Context,
  kind: Credential['kind'],
  given: Secret | undefined,
): Promise<Credential[]> {
  if (!given) return [];
  const warn = (message: string) => output.warn(message);
  // Nothing of a password is shown, so nobody need be asked for it.
  const token = kind === 'password' ? undefined : await given.read({ warn, signal });
  const expiry = token === undefined ? undefined : expiryOf(token);
  const expired = expiry !== undefined && expiry.getTime() <= now();
  return [
    {
      kind,
      value: token === undefined ? hidden : maskToken(token),
      source: given.source,
      keptIn: given.source === 'login' ? configFile(folders.config) : (given.file ?? null),
      expires: expiry ? `${expiry.toISOString()}${expired ? ' (expired)' : ''}` : null,
    },
  ];
}
