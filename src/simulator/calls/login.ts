import type { LoginRequest } from '../../blink/contract/account.ts';
import type { Call, Simulator } from '../call.ts';
import type { Answer } from '../http/answer.ts';
import { refused } from '../http/laravel.ts';
import { isGoodToken, newSecret, signToken } from './token.ts';

/** `POST /interface/v1/login`: user name and password for a token. */
export async function login({ simulator }: Call, { username, password }: LoginRequest): Promise<Answer> {
  if (username !== simulator.username || password !== simulator.password) {
    return refused(401, 'Blink simulator: wrong username or password. Both are demo unless told otherwise.');
  }
  const secret = await ensureSecret(simulator);
  const token = signToken(secret, username, seconds(simulator), simulator.faults.tokenSeconds);
  return { status: 200, body: { token_type: 'Bearer', access_token: token } };
}

/** Whether an `Authorization` header opens the ordering API. */
export function opensOrdering(authorization: string | undefined, simulator: Simulator): boolean {
  const token = bearer(authorization);
  const { secret } = simulator.stores.account.read();
  if (token === undefined || secret === null) return false;
  return isGoodToken(token, secret, simulator.username, seconds(simulator));
}

/** Whether an `Authorization` header opens the logistics API. */
export function opensLogistics(authorization: string | undefined, simulator: Simulator): boolean {
  return bearer(authorization) === simulator.logisticsToken;
}

async function ensureSecret({ stores }: Simulator): Promise<string> {
  return (
    stores.account.read().secret ??
    stores.account.change<string>((current) => {
      // Another process may have been first.
      if (current.secret !== null) return { answer: current.secret };
      const secret = newSecret();
      return { answer: secret, next: { secret } };
    })
  );
}

function bearer(authorization: string | undefined): string | undefined {
  return /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
}

function seconds({ clock }: Simulator): number {
  return Math.floor(clock() / 1000);
}
