import type { Service } from '../../blink/services.ts';
import type { Settings } from '../settings/settings.ts';
import { givenAddress } from './addresses.ts';
import type { Target } from './target.ts';

/**
 * Where a call goes, for people: `production`, `production at http://127.0.0.1:4646`, `local (simulator)`.
 * An address that is not the environment's own is always named.
 */
export function placeName({ environment, addresses }: Target, service: Service): string {
  const { own, url } = addresses[service];
  if (!own) return `${environment.value} at ${url}`;
  return environment.value === 'local' ? 'local (simulator)' : environment.value;
}

/**
 * Who makes a call of a service: `profile karachi, user karachi-foods`. A token says nothing of its user: where it comes
 * from tells one account from another.
 */
export function accountName({ profile, credentials }: Target, service: Service): string {
  const { username, token, logisticsToken } = credentials;
  const secret = service === 'logistics' ? logisticsToken : token;
  const from = secret ? `, token from ${secret.source}` : '';
  const user = service === 'ordering' && username ? `, user ${username.value}` : from;
  return `profile ${profile.value}${user}`;
}

/** The same where the address is not the environment's own, which every report of a write has to say; else undefined. */
export function unusualPlace(target: Target, service: Service): string | undefined {
  return target.addresses[service].own ? undefined : placeName(target, service);
}

/** What stands for the simulator inside a command, whose port nobody knows before it runs. */
const somePort = 'http://127.0.0.1';

/** The address of a request that a dry run shows. Without an environment only a variable can name one. */
export function requestUrl(
  run: { settings: Pick<Settings, 'environment'>; target(): Target; io: { env: NodeJS.ProcessEnv } },
  { service, path }: { service: Service; path: string },
): string {
  const base = run.settings.environment
    ? run.target().addresses[service].url
    : givenAddress(service, run.io.env);
  return `${base ?? somePort}${path}`;
}
