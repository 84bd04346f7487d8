import type { Clock } from '../retry/clock.ts';
import { interruption } from '../wire/abort.ts';

/** Milliseconds. A token of ours that is refused sooner was ended by somebody else's login, most likely. */
const young = 15_000;
const firstPause = 1_000;
const longestPause = 8_000;

/**
 * The pauses before the logins of a session. Two that share an account, and a service that keeps one login of it, log
 * each other out. So that each gets something done in between they do not log in again at once, and not at the same time.
 */
export interface Pauses {
  /** A login gave this token. */
  given(token: string): void;
  /** The service refused it. */
  refused(token: string): void;
  /** Waits before the next login, where the last ones did not live long. @throws {BlinkError} `interrupted` */
  pause(): Promise<void>;
}

/** @param random from 0 to 1, for the jitter */
export function createPauses(clock: Clock, random: () => number, signal: AbortSignal): Pauses {
  let newest: { token: string; since: number } | undefined;
  let diedYoung = 0;
  return {
    given(token) {
      newest = { token, since: clock.now() };
    },
    refused(token) {
      if (newest?.token === token) diedYoung = clock.now() - newest.since < young ? diedYoung + 1 : 0;
    },
    async pause() {
      if (diedYoung === 0) return;
      const longest = Math.min(longestPause, firstPause * 2 ** (diedYoung - 1));
      await clock.sleep((longest * (1 + random())) / 2, signal).catch(() => {
        throw interruption(signal);
      });
    },
  };
}
