import { endpoints } from '../../blink/endpoints.ts';
import type { Service } from '../../blink/services.ts';
import type { OpenClients } from './open-clients.ts';

/** Logs in with credentials that are not stored yet. @returns the token */
export async function tryLogin(
  clients: OpenClients,
  account: { username: string; password: string },
  signal: AbortSignal,
): Promise<string> {
  const [{ fixedSession }, { logIn }] = await Promise.all([
    import('../../blink/login/session.ts'),
    import('../../blink/login/log-in.ts'),
  ]);
  return logIn(await clients.open('ordering', fixedSession('')), account, { signal });
}

/**
 * Makes a harmless call with a token that is not stored yet.
 * @throws BlinkError `credentials` when it is refused
 */
export async function tryToken(clients: OpenClients, service: Service, token: string): Promise<void> {
  const [{ fixedSession }, { BlinkError }] = await Promise.all([
    import('../../blink/login/session.ts'),
    import('../../blink/error.ts'),
  ]);
  const client = await clients.open(service, fixedSession(token));
  if (service === 'ordering') {
    await client.call(endpoints.listBranches, {});
    return;
  }
  try {
    await client.call(endpoints.taskStatus, { query: { mappingKey: 'blink-login' } });
  } catch (error) {
    // That there is no such task says that the token was good enough to look; a redirect says nothing of it.
    const looked = error instanceof BlinkError && error.kind === 'refused' && !isRedirect(error.status);
    if (!looked) throw error;
  }
}

function isRedirect(status: number | undefined): boolean {
  return status !== undefined && status >= 300 && status < 400;
}
