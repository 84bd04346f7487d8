import type { StoredAccount } from './shape.ts';
import { type Sourced, variable } from './sourced.ts';

export interface Credentials {
  username: Sourced<string> | undefined;
  password: Sourced<string> | undefined;
  token: Sourced<string> | undefined;
  logisticsToken: Sourced<string> | undefined;
}

/**
 * Brings the variables and what is stored of a login together, so that the parts always belong to one user:
 * - `BLINK_TOKEN` stands alone, with `BLINK_USERNAME` and `BLINK_PASSWORD` to renew it;
 * - `BLINK_USERNAME` of another user than the stored one leaves the stored token and password out;
 * - `BLINK_USERNAME` and `BLINK_PASSWORD` together leave the stored token out;
 * - what is missing then comes from the login.
 */
export function resolveCredentials(env: NodeJS.ProcessEnv, account: StoredAccount = {}): Credentials {
  const logisticsToken = variable(env, 'BLINK_LOGISTICS_TOKEN') ?? fromLogin(account.logisticsToken);
  const token = variable(env, 'BLINK_TOKEN');
  const username = variable(env, 'BLINK_USERNAME');
  const password = variable(env, 'BLINK_PASSWORD');
  const otherUser = username !== undefined && username.value !== account.username;
  if (token || otherUser) return { username, password, token, logisticsToken };
  return {
    username: username ?? fromLogin(account.username),
    password: password ?? fromLogin(account.password),
    token: username && password ? undefined : fromLogin(account.token),
    logisticsToken,
  };
}

function fromLogin(value: string | undefined): Sourced<string> | undefined {
  return value ? { value, source: 'login' } : undefined;
}
