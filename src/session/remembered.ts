import { boundTo } from './addresses.ts';
import { accountOf, rememberMethod, storeToken } from './stored/logins.ts';
import { type StoredConfig, updateStored, type Warn } from './stored/stored.ts';
import type { Target } from './target.ts';

/** Where a run goes, and where it may keep what it learns. */
export interface Remembering {
  target: Target;
  stored: StoredConfig;
  folders: { config: string };
  warn: Warn;
}

/** A token that a stored user's login renewed is kept; one of credentials from the environment is not. */
export async function keepToken(
  { target, stored, folders, warn }: Remembering,
  username: string,
  token: string,
): Promise<void> {
  const { place } = target;
  if (accountOf(stored, place)?.username !== username) return;
  const renewed = { ...place, username, token, address: boundTo(target.addresses.ordering) };
  try {
    await updateStored(folders.config, (config) => storeToken(config, renewed), warn);
  } catch (error) {
    warn(`The renewed login could not be kept: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Which of two methods an endpoint answers to, as earlier runs found out, and where this one keeps what it finds out. */
export function rememberedMethods({ target, stored, folders, warn }: Remembering) {
  const { place } = target;
  const known: Record<string, 'GET' | 'POST'> = { ...accountOf(stored, place)?.methods };
  let keeping = Promise.resolve();
  return {
    get: (endpoint: string) => known[endpoint],
    set(endpoint: string, method: string) {
      if (method !== 'GET' && method !== 'POST') return;
      known[endpoint] = method;
      const change = (config: StoredConfig) => rememberMethod(config, { ...place, endpoint, method });
      // It only saves a request the next time: where it cannot be kept, nothing is lost.
      keeping = keeping.then(() => updateStored(folders.config, change, warn)).catch(() => {});
    },
    /** Resolves when nothing is being written any more. */
    kept: () => keeping,
  };
}
