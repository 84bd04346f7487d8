import { ask } from '../ask.ts';
import type { CallOptions, Client } from '../client.ts';
import type { LoginRequest } from '../contract/account.ts';
import { endpoints } from '../endpoints.ts';
import { BlinkError } from '../error.ts';

/**
 * Exchanges a user name and password for a token.
 * @throws {BlinkError} `credentials` when they are not accepted.
 */
export async function logIn(
  client: Client,
  { username, password }: LoginRequest,
  { signal, patience }: Pick<CallOptions, 'signal' | 'patience'> = {},
): Promise<string> {
  const body = { username, password };
  const call = { body, signal, patience, secrets: [password] };
  try {
    return (await ask(client, endpoints.login, call)).access_token;
  } catch (error) {
    throw isRefusal(error) ? notAccepted(error) : error;
  }
}

/** The vendor's page promises "an error message" without saying how, so every refusal is one of the credentials. */
function isRefusal(error: unknown): error is BlinkError {
  if (!(error instanceof BlinkError)) return false;
  const { kind, status = 0, reason } = error;
  return (
    kind === 'credentials' ||
    reason === 'answer_unexpected' ||
    (kind === 'refused' && [200, 201, 400, 422].includes(status))
  );
}

function notAccepted(cause: BlinkError): BlinkError {
  const why = cause.reason === 'answer_unexpected' ? 'The server gave no token for it.' : cause.message;
  return new BlinkError('credentials', `The user name or password was not accepted. ${why}`, {
    reason: 'login_refused',
    status: cause.status,
    cause,
  });
}
