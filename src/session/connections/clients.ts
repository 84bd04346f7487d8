import type { Client } from '../../blink/client.ts';
import { notLoggedIn } from '../target/not-logged-in.ts';
import type { OpenClients } from './open-clients.ts';
import type { ConnectOptions } from './options.ts';
import { keepToken } from './remembered.ts';

/**
 * A client of the ordering service, logged in with what the target has: a user who can log in again, or a token alone.
 * @throws CliError `not_logged_in` where it has neither
 */
export async function orderingClient(clients: OpenClients, options: ConnectOptions): Promise<Client> {
  const { target, signal, warn } = options;
  const { username, password, token } = target.credentials;
  const asking = { warn, signal };
  const [{ fixedSession, loginSession }, { logIn }] = await Promise.all([
    import('../../blink/login/session.ts'),
    import('../../blink/login/log-in.ts'),
  ]);
  if (!username || !password) {
    if (!token) throw notLoggedIn(target, 'ordering');
    return clients.open('ordering', fixedSession(await token.read(asking)));
  }
  const used = new Set<string>();
  const session = loginSession({
    token: await token?.read(asking),
    secrets: () => [...used],
    signal,
    // The login goes over the same connection as the calls that wait for it, and only it needs the password.
    async login(patience) {
      const account = { username: username.value, password: await password.read(asking) };
      used.add(account.password);
      return logIn(client, account, { signal, patience });
    },
    onToken: (renewed) => keepToken(options, username.value, renewed),
  });
  const client: Client = await clients.open('ordering', session);
  return client;
}

/** A client of the logistics service. @throws CliError `not_logged_in` where the target has no token for it */
export async function logisticsClient(clients: OpenClients, options: ConnectOptions): Promise<Client> {
  const { target, signal, warn } = options;
  const { logisticsToken } = target.credentials;
  if (!logisticsToken) throw notLoggedIn(target, 'logistics');
  const { fixedSession } = await import('../../blink/login/session.ts');
  return clients.open('logistics', fixedSession(await logisticsToken.read({ warn, signal })));
}
