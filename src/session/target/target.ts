import type { Service } from '../../blink/services.ts';
import { jobFolder } from '../folders.ts';
import type { Sourced } from '../sourced.ts';
import type { Place, StoredConfig } from '../stored/config.ts';
import { accountOf } from '../stored/logins.ts';
import { addressOf, type ServiceAddress } from './addresses.ts';
import { type Credentials, resolveCredentials } from './credentials.ts';
import type { Environment } from './environments.ts';

/**
 * Who a run is, and where everything it sends goes. Made once, after all choices; connections, plans, confirmations
 * and reports are made from it, and nothing changes it.
 */
export interface Target {
  readonly profile: Sourced<string>;
  readonly environment: Sourced<Environment>;
  readonly addresses: Readonly<Record<Service, ServiceAddress>>;
  readonly credentials: Credentials;
  /** The profile and the environment without where they came from. */
  readonly place: Place;
  /** The folder with what is kept for them: the ledger, jobs, the inbox. */
  readonly folder: string;
}

/**
 * @param env the variables, which may name addresses and credentials
 * @param stateFolder where the folders of all profiles are
 * @throws CliError `usage` for an address that makes no sense
 */
export function createTarget({
  profile,
  environment,
  env,
  stored,
  stateFolder,
}: {
  profile: Sourced<string>;
  environment: Sourced<Environment>;
  env: NodeJS.ProcessEnv;
  stored: StoredConfig;
  stateFolder: string;
}): Target {
  const addresses = {
    ordering: Object.freeze(addressOf('ordering', env, environment.value)),
    logistics: Object.freeze(addressOf('logistics', env, environment.value)),
  };
  const place = { profile: profile.value, environment: environment.value };
  const account = accountOf(stored, place) ?? {};
  const credentials = resolveCredentials(env, account, addresses, environment.value === 'local');
  return Object.freeze({
    profile: Object.freeze({ ...profile }),
    environment: Object.freeze({ ...environment }),
    addresses: Object.freeze(addresses),
    credentials: Object.freeze(credentials),
    place: Object.freeze(place),
    folder: jobFolder(stateFolder, place.profile, place.environment),
  });
}
