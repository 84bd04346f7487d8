import type { Service } from '../../blink/services.ts';
import { givenSecret, knownSecret, type Secret } from '../secrets/secret.ts';
import { type Sourced, variable } from '../sourced.ts';
import type { StoredAccount } from '../stored/config.ts';
import { isThisComputer, type ServiceAddress } from './addresses.ts';

/** The user name, password and tokens of a target, each with its source, and what was left out of them. */
export interface Credentials {
  readonly username: Sourced<string> | undefined;
  readonly password: Secret | undefined;
  readonly token: Secret | undefined;
  readonly logisticsToken: Secret | undefined;
  /** What is stored for a service and must not be used, because the target's address is not the one it was given for. */
  readonly withheld: Readonly<Partial<Record<Service, Withheld>>>;
}

/** Where stored credentials belong; undefined for the environment's own address. */
export interface Withheld {
  readonly belongsTo: string | undefined;
}

type Addresses = Readonly<Record<Service, ServiceAddress>>;

/** The account and the token that the simulator knows unless told otherwise. Everybody knows them. */
export const simulatorAccount = { username: 'demo', password: 'demo', logisticsToken: 'demo' } as const;

/**
 * Brings what the environment gives and what is stored of a login together, so that the parts always belong to one user
 * and go to the address they were given for. A secret is the same whether its variable holds it, or names a file or a
 * command; none is read here.
 * - what is stored is left out where the address is another than the one it was stored for;
 * - `BLINK_TOKEN` stands alone, with `BLINK_USERNAME` and `BLINK_PASSWORD` to renew it;
 * - `BLINK_USERNAME` of another user than the stored one leaves the stored token and password out;
 * - `BLINK_USERNAME` and `BLINK_PASSWORD` together leave the stored token out;
 * - what is missing then comes from the login, and for a simulator on this computer from what all simulators take.
 * @throws CliError `usage` where two variables give the same secret
 */
export function resolveCredentials(
  env: NodeJS.ProcessEnv,
  account: StoredAccount,
  addresses: Addresses,
  simulated: boolean,
): Credentials {
  const withheld = withheldFrom(account, addresses);
  const stored = {
    ...(withheld.ordering ? {} : orderingPart(account)),
    ...(withheld.logistics ? {} : { logisticsToken: account.logisticsToken }),
  };
  const given = { ...orderingCredentials(env, stored), logisticsToken: logisticsToken(env, stored) };
  return { ...(simulated ? withDemo(given, addresses) : given), withheld };
}

type Usable = Omit<Credentials, 'withheld'>;

function orderingCredentials(env: NodeJS.ProcessEnv, stored: StoredAccount): Omit<Usable, 'logisticsToken'> {
  const token = givenSecret(env, 'BLINK_TOKEN');
  const username = variable(env, 'BLINK_USERNAME');
  const password = givenSecret(env, 'BLINK_PASSWORD');
  const otherUser = username !== undefined && username.value !== stored.username;
  if (token || otherUser) return { username, password, token };
  return {
    username: username ?? (stored.username ? { value: stored.username, source: 'login' } : undefined),
    password: password ?? fromLogin(stored.password),
    token: username && password ? undefined : fromLogin(stored.token),
  };
}

function logisticsToken(env: NodeJS.ProcessEnv, stored: StoredAccount): Secret | undefined {
  return givenSecret(env, 'BLINK_LOGISTICS_TOKEN') ?? fromLogin(stored.logisticsToken);
}

/** The simulator's own account for whatever has no other, but only where a simulator of this computer gets it. */
function withDemo(given: Usable, { ordering, logistics }: Addresses): Usable {
  const source = 'simulator';
  const { username, password } = simulatorAccount;
  const anonymous = isHere(ordering) && !given.token && !given.password;
  return {
    ...given,
    ...(anonymous ? { username: { value: username, source }, password: knownSecret(password, source) } : {}),
    logisticsToken:
      given.logisticsToken ??
      (isHere(logistics) ? knownSecret(simulatorAccount.logisticsToken, source) : undefined),
  };
}

function isHere({ url }: ServiceAddress): boolean {
  return url === undefined || isThisComputer(url);
}

function orderingPart({ username, password, token }: StoredAccount): StoredAccount {
  return {
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(token === undefined ? {} : { token }),
  };
}

function withheldFrom(account: StoredAccount, addresses: Addresses): Credentials['withheld'] {
  const { username, password, token, logisticsToken, addresses: stored = {} } = account;
  const ordering = Boolean(username || password || token) && !belongs(stored.ordering, addresses.ordering);
  const logistics = Boolean(logisticsToken) && !belongs(stored.logistics, addresses.logistics);
  return {
    ...(ordering ? { ordering: { belongsTo: stored.ordering } } : {}),
    ...(logistics ? { logistics: { belongsTo: stored.logistics } } : {}),
  };
}

/** Whether credentials that were stored for an address, or for the environment's own, may go to this one. */
function belongs(stored: string | undefined, { url, own }: ServiceAddress): boolean {
  return stored === undefined ? own : stored === url;
}

function fromLogin(value: string | undefined): Secret | undefined {
  return value ? knownSecret(value, 'login') : undefined;
}
