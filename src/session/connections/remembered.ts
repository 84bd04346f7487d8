import { messageOf } from '../../errors.ts';
import { accountOf, rememberMethod, storeToken } from '../stored/logins.ts';
import { boundTo } from '../target/addresses.ts';
import type { ConnectOptions } from './options.ts';

/** What a run learns and stores: where it goes, what was stored before, and how that is changed. */
type Learning = Pick<ConnectOptions, 'target' | 'stored' | 'changeStored' | 'warn'>;

/** A token that a stored user's login renewed is kept; one of credentials from the environment is not. */
export async function keepToken(
  { target, stored, changeStored, warn }: Learning,
  username: string,
  token: string,
): Promise<void> {
  const { place, addresses } = target;
  if (accountOf(stored, place)?.username !== username) return;
  const renewed = { ...place, username, token, address: boundTo(addresses.ordering) };
  try {
    await changeStored((config) => storeToken(config, renewed));
  } catch (error) {
    warn(`The renewed login could not be kept: ${messageOf(error)}`);
  }
}

/** Which of two methods an endpoint answers to, as earlier runs found out, and where this one keeps what it finds out. */
export function rememberedMethods({ target, stored, changeStored }: Learning) {
  const { place } = target;
  const known: Record<string, 'GET' | 'POST'> = { ...accountOf(stored, place)?.methods };
  let keeping = Promise.resolve();
  return {
    get: (endpoint: string) => known[endpoint],
    set(endpoint: string, method: string) {
      if (method !== 'GET' && method !== 'POST') return;
      known[endpoint] = method;
      // It only saves a request the next time: where it cannot be kept, nothing is lost.
      keeping = keeping
        .then(() => changeStored((config) => rememberMethod(config, { ...place, endpoint, method })))
        .catch(() => {});
    },
    /** Resolves when nothing is being written any more. */
    kept: () => keeping,
  };
}
