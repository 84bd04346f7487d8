import { accountOf, rememberMethod, storeToken } from './credentials.ts';
import { requireEnvironment, type Settings } from './settings.ts';
import { type StoredConfig, updateStored, type Warn } from './stored.ts';

/** What a run goes by, and where it may keep what it learns. */
export interface Remembering {
  settings: Settings;
  stored: StoredConfig;
  folders: { config: string };
  warn: Warn;
}

/** A token that a stored user's login renewed is kept; one of credentials from the environment is not. */
export async function keepToken(
  { settings, stored, folders, warn }: Remembering,
  username: string | undefined,
  token: string,
) {
  const place = { profile: settings.profile.value, environment: requireEnvironment(settings) };
  if (username === undefined || accountOf(stored, place)?.username !== username) return;
  try {
    await updateStored(folders.config, (config) => storeToken(config, { ...place, username, token }), warn);
  } catch (error) {
    warn(`The renewed login could not be kept: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Which of two methods an endpoint answers to, as earlier runs found out, and where this one keeps what it finds out. */
export function rememberedMethods({ settings, stored, folders, warn }: Remembering) {
  const environment = settings.environment?.value;
  const place = environment && { profile: settings.profile.value, environment };
  const known: Record<string, 'GET' | 'POST'> = { ...(place && accountOf(stored, place)?.methods) };
  let keeping = Promise.resolve();
  return {
    get: (endpoint: string) => known[endpoint],
    set(endpoint: string, method: string) {
      if (!place || (method !== 'GET' && method !== 'POST')) return;
      known[endpoint] = method;
      const change = (config: StoredConfig) => rememberMethod(config, { ...place, endpoint, method });
      // It only saves a request the next time: where it cannot be kept, nothing is lost.
      keeping = keeping.then(() => updateStored(folders.config, change, warn)).catch(() => {});
    },
    /** Resolves when nothing is being written any more. */
    kept: () => keeping,
  };
}
