import { ApiError } from './error.ts';
import { parseJson } from './json.ts';
import type { Patience } from './patience.ts';

/** Who we are to a service: where the token of a call comes from. */
export interface Session {
  /** The token to send. May log in, with the patience of the run that needs it. */
  token(patience?: Patience): Promise<string>;
  /**
   * Called with a token that the server refused.
   * @returns another one to try, undefined when there is none to be had.
   */
  renew(rejected: string, patience?: Patience): Promise<string | undefined>;
  /** What must never be shown. */
  secrets(): readonly string[];
}

/** A session with a token that came from elsewhere and cannot be exchanged for a new one. */
export function fixedSession(token: string): Session {
  return { token: async () => token, renew: async () => undefined, secrets: () => [token] };
}

export interface LoginOptions {
  /** A token from an earlier run. Not used once its own date of expiry has passed. */
  token?: string | undefined;
  /** Exchanges the user name and password for a new token. */
  login: (patience?: Patience) => Promise<string>;
  /** The password, and whatever else must never be shown. */
  secrets?: readonly string[] | undefined;
  /** Takes every new token, to keep it. The calls go on whether that works or not, so it reports its own failures. */
  onToken?: ((token: string) => void | Promise<void>) | undefined;
}

const mostLogins = 2;

/**
 * A session that logs in by itself, once for however many calls need it, and twice in its life at most.
 * Its promises reject with what `login` throws, and with an `ApiError` `credentials` after the second login.
 */
export function loginSession({ token, login, secrets = [], onToken }: LoginOptions): Session {
  const known = new Set([...secrets, ...(token === undefined ? [] : [token])]);
  let current = token !== undefined && !isExpired(token) ? token : undefined;
  let flight: Promise<string> | undefined;
  let refusal: ApiError | undefined;
  let logins = 0;

  const keep = async (fresh: string) => onToken?.(fresh);
  const enter = async (patience?: Patience): Promise<string> => {
    if (refusal !== undefined) throw refusal;
    if (logins === mostLogins) throw tokensRefused();
    try {
      const fresh = await login(patience);
      logins++;
      known.add(fresh);
      current = fresh;
      // A token that could not be kept is as good as one that was.
      await keep(fresh).catch(() => {});
      return fresh;
    } catch (error) {
      // A password that was wrong once stays wrong: asking again would only lock the account.
      if (error instanceof ApiError && error.kind === 'credentials') refusal = error;
      throw error;
    }
  };
  const share = (patience?: Patience) => {
    flight ??= enter(patience).finally(() => {
      flight = undefined;
    });
    return flight;
  };

  return {
    // A token from this session's own login is used until the server refuses it: our clock may be wrong.
    token: async (patience) => current ?? share(patience),
    renew: async (rejected, patience) => {
      if (current === rejected) current = undefined;
      return current ?? share(patience);
    },
    secrets: () => [...known],
  };
}

/** When a token expires by its own account, where it is a JWT that says so. */
export function expiryOf(token: string): Date | undefined {
  const [, payload, signature] = token.split('.');
  if (payload === undefined || signature === undefined) return undefined;
  const parsed = parseJson(Buffer.from(payload, 'base64url').toString());
  const claims = 'value' in parsed ? parsed.value : undefined;
  if (typeof claims !== 'object' || claims === null || !('exp' in claims)) return undefined;
  const date = new Date(Number(claims.exp) * 1000);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function isExpired(token: string): boolean {
  const expiry = expiryOf(token);
  return expiry !== undefined && expiry.getTime() <= Date.now();
}

function tokensRefused(): ApiError {
  return new ApiError(
    'credentials',
    'The server accepts the user name and password, but refuses the tokens it gives for them.',
    {
      hint: 'Check with "blink whoami" that the environment is the right one, then ask Blink about the account.',
    },
  );
}
