import type { Service } from '../../blink/services.ts';
import type { Environment } from '../target/environments.ts';
import type { Place, StoredAccount, StoredConfig, StoredProfile } from './config.ts';

/** Changes for `changeStored`. None of them touches the configuration it is given. */

export interface Login extends Place {
  /** Where it was accepted; left out for the environment's own address. */
  address?: string | undefined;
  /** Unknown when only a token was given. */
  username?: string | undefined;
  token: string;
  /** Only when the operator asked to keep it. */
  password?: string | undefined;
}

/** Keeps a login to the ordering API, instead of the one before, and makes its environment the profile's. */
export function storeLogin(
  config: StoredConfig,
  { username, token, password, address, ...place }: Login,
): StoredConfig {
  return changeAccount(chooseEnvironment(config, place), place, (account) => {
    bind(account, 'ordering', address);
    delete account.username;
    delete account.password;
    account.token = token;
    if (username !== undefined) account.username = username;
    if (password !== undefined) account.password = password;
  });
}

/** Keeps a token of the logistics portal and makes its environment the profile's. */
export function storeLogisticsToken(
  config: StoredConfig,
  { logisticsToken, address, ...place }: Place & { logisticsToken: string; address?: string | undefined },
): StoredConfig {
  return changeAccount(chooseEnvironment(config, place), place, (account) => {
    bind(account, 'logistics', address);
    account.logisticsToken = logisticsToken;
  });
}

/**
 * Keeps the token of a login that was renewed in the middle of a run. Changes nothing when that user is no longer
 * the one who is logged in at that address: a logout in the meantime must last.
 */
export function storeToken(
  config: StoredConfig,
  {
    username,
    token,
    address,
    ...place
  }: Place & { username: string; token: string; address?: string | undefined },
): StoredConfig {
  const stored = accountOf(config, place);
  if (stored?.username !== username || stored.addresses?.ordering !== address) return config;
  return changeAccount(config, place, (account) => {
    account.token = token;
  });
}

/**
 * Forgets the credentials of one environment of a profile, or of all. The profile's choice of environment is
 * forgotten with them, so that the next command doesn't go there by itself. Its branch codes stay.
 */
export function forgetLogin(
  config: StoredConfig,
  { profile, environment }: { profile: string; environment?: Environment | undefined },
): StoredConfig {
  const next = structuredClone(config);
  const kept = storedProfile(next, profile);
  if (!kept) return config;
  if (environment === undefined) kept.accounts = {};
  else delete kept.accounts[environment];
  if (environment === undefined || kept.env === environment) delete kept.env;
  const empty = kept.env === undefined && kept.branches === undefined;
  if (empty && Object.keys(kept.accounts).length === 0) delete next.profiles[profile];
  return next;
}

/** Keeps which of two methods an endpoint answered to. */
export function rememberMethod(
  config: StoredConfig,
  { endpoint, method, ...place }: Place & { endpoint: string; method: 'GET' | 'POST' },
): StoredConfig {
  return changeAccount(config, place, (account) => {
    account.methods = { ...account.methods, [endpoint]: method };
  });
}

/** What is stored for one profile and environment. */
export function accountOf(config: StoredConfig, { profile, environment }: Place): StoredAccount | undefined {
  return storedProfile(config, profile)?.accounts[environment];
}

/** A stored profile. Asking the object itself would find `toString` and its like. */
export function storedProfile(config: StoredConfig, name: string): StoredProfile | undefined {
  return Object.hasOwn(config.profiles, name) ? config.profiles[name] : undefined;
}

/** A copy of the configuration in which the profile exists, and that profile. */
export function withProfile(
  config: StoredConfig,
  name: string,
): { config: StoredConfig; profile: StoredProfile } {
  const copy = structuredClone(config);
  const profile = storedProfile(copy, name) ?? { accounts: {} };
  copy.profiles[name] = profile;
  return { config: copy, profile };
}

/** Notes where the credentials of a service belong. */
function bind(account: StoredAccount, service: Service, address: string | undefined): void {
  const { [service]: _, ...others } = account.addresses ?? {};
  const addresses = address === undefined ? others : { ...others, [service]: address };
  if (Object.keys(addresses).length === 0) delete account.addresses;
  else account.addresses = addresses;
}

function chooseEnvironment(config: StoredConfig, { profile: name, environment }: Place): StoredConfig {
  const { config: next, profile } = withProfile(config, name);
  profile.env = environment;
  return next;
}

function changeAccount(
  config: StoredConfig,
  { profile: name, environment }: Place,
  change: (account: StoredAccount) => void,
): StoredConfig {
  const { config: next, profile } = withProfile(config, name);
  const account = profile.accounts[environment] ?? {};
  change(account);
  profile.accounts[environment] = account;
  return next;
}
