import { BlinkError } from '../error.ts';
import { type Clock, systemClock } from '../retry/clock.ts';
import type { Patience } from '../retry/patience.ts';
import { isExpired } from './expiry.ts';
import { createPauses } from './pauses.ts';

/** Who we are to a service: where the token of a call comes from. */
export interface Session {
  /** The token to send. May log in, with the patience of the run that needs it. */
  token(patience?: Patience): Promise<string>;
  /**
   * Called with a token that the server refused.
   * @returns another one to try, undefined when there is none to be had.
   */
  renew(rejected: string, patience?: Patience): Promise<string | undefined>;
  /** Called with a token that the server took. */
  accepted(token: string): void;
  /** What must never be shown. */
  secrets(): readonly string[];
}

/** A session with a token that came from elsewhere and cannot be exchanged for a new one. */
export function fixedSession(token: string): Session {
  return {
    token: async () => token,
    renew: async () => undefined,
    accepted: () => {},
    secrets: () => [token],
  };
}

export interface LoginOptions {
  /** A token from an earlier run. Not used once its own date of expiry has passed. */
  token?: string | undefined;
  /** Exchanges the user name and password for a new token. */
  login: (patience?: Patience) => Promise<string>;
  /** The password once it is known, and whatever else must never be shown. */
  secrets?: (() => readonly string[]) | undefined;
  /** Takes every new token, to keep it. The calls go on whether that works or not, so it reports its own failures. */
  onToken?: ((token: string) => void | Promise<void>) | undefined;
  /** Ends the wait before a login. */
  signal?: AbortSignal | undefined;
  clock?: Clock | undefined;
  /** From 0 to 1, for the jitter of that wait. */
  random?: (() => number) | undefined;
}

/** Logins that no call has got through with. */
const mostUnproven = 2;

/**
 * A session that logs in by itself, once for however many calls need it, and as often as its tokens die.
 * Its promises reject with what `login` throws, and with a `BlinkError` `credentials` when two tokens in a row were
 * refused before any call got through with them.
 */
export function loginSession(options: LoginOptions): Session {
  const { token, login, secrets = () => [], onToken } = options;
  const { clock = systemClock, random = Math.random, signal = new AbortController().signal } = options;
  const known = new Set(token === undefined ? [] : [token]);
  let current = token !== undefined && !isExpired(token) ? token : undefined;
  let flight: Promise<string> | undefined;
  let refusal: BlinkError | undefined;
  let unproven = 0;
  let newest: string | undefined;
  const pauses = createPauses(clock, random, signal);

  const keep = async (fresh: string) => onToken?.(fresh);
  const reject = (rejected: string) => {
    if (current !== rejected) return;
    current = undefined;
    pauses.refused(rejected);
  };
  const enter = async (patience?: Patience): Promise<string> => {
    if (refusal !== undefined) throw refusal;
    if (unproven === mostUnproven) throw tokensRefused();
    await pauses.pause();
    try {
      const fresh = await login(patience);
      unproven++;
      newest = fresh;
      pauses.given(fresh);
      known.add(fresh);
      current = fresh;
      // A token that could not be kept is as good as one that was.
      await keep(fresh).catch(() => {});
      return fresh;
    } catch (error) {
      // A password that was wrong once stays wrong: asking again would only lock the account.
      if (error instanceof BlinkError && error.kind === 'credentials') refusal = error;
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
      reject(rejected);
      return current ?? share(patience);
    },
    accepted: (taken) => {
      if (taken === newest) unproven = 0;
    },
    secrets: () => [...secrets(), ...known],
  };
}

function tokensRefused(): BlinkError {
  const message = 'The server accepts the user name and password, but refuses the tokens it gives for them.';
  return new BlinkError('credentials', message, { reason: 'new_tokens_refused' });
}
