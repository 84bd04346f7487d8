import type { Client } from '../../blink/client.ts';
import { notLoggedIn } from '../target/not-logged-in.ts';
import type { Target } from '../target/target.ts';
import type { OpenClients } from './open-clients.ts';
import type { ConnectOptions } from './options.ts';
import { keepToken } from './remembered.ts';

/**
 * A client of the ordering service, logged in with what the target has: a user who can log in again, or a token alone.
 * @throws CliError `not_logged_in` where it has neither
 */
export async function orderingClient(clients: OpenClients, options: ConnectOptions): Promise<Client> {
  const { target, signal } = options;
  const { username, password, token } = target.credentials;
  const [{ fixedSession, loginSession }, { logIn }] = await Promise.all([
    import('../../blink/login/session.ts'),
    import('../../blink/login/log-in.ts'),
  ]);
  if (!username || !password) {
    if (!token) throw notLoggedIn(target, 'ordering');
    return clients.open('ordering', fixedSession(token.value));
  }
  const account = { username: username.value, password: password.value };
  const session = loginSession({
    token: token?.value,
    secrets: [account.password],
    signal,
    // The login goes over the same connection as the calls that wait for it.
    login: (patience) => logIn(client, account, { signal, patience }),
    onToken: (renewed) => keepToken(options, account.username, renewed),
  });
  const client: Client = await clients.open('ordering', session);
  return client;
}

/** A client of the logistics service. @throws CliError `not_logged_in` where the target has no token for it */
export async function logisticsClient(clients: OpenClients, target: Target): Promise<Client> {
  const { logisticsToken } = target.credentials;
  if (!logisticsToken) throw notLoggedIn(target, 'logistics');
  const { fixedSession } = await import('../../blink/login/session.ts');
  return clients.open('logistics', fixedSession(logisticsToken.value));
}
