import type { Answer } from '../http/answer.ts';
import { refused } from '../http/laravel.ts';
import { oneOf, type Random } from '../samples/random.ts';

/** What the simulator does wrong because it was asked to, and the limits it keeps. */
export interface Faults {
  /** Milliseconds before every answer, from the least to the most. */
  latency: Range;
  /** How many of a hundred requests fail. */
  failRate: number;
  /** Undefined: as many requests as come. */
  rateLimit: RateLimit | undefined;
  /** How many products one syncStockAndPrice may have; undefined: as many as come. */
  batchLimit: number | undefined;
  /** How long a login's token is good for. */
  tokenSeconds: number;
}

export interface Range {
  least: number;
  most: number;
}

export interface RateLimit {
  requests: number;
  seconds: number;
}

const aDay = 24 * 60 * 60;

export const noFaults: Faults = {
  latency: { least: 0, most: 0 },
  failRate: 0,
  rateLimit: undefined,
  batchLimit: undefined,
  tokenSeconds: aDay,
};

/** What becomes of one request. */
export interface Verdict {
  /** Milliseconds to wait first. */
  wait: number;
  headers: Record<string, string>;
  /**
   * An answer in place of the right one; or the connection is cut, before anything was done (`unheard`) or after
   * (`unanswered`), which the client can't tell apart.
   */
  fate: { type: 'right' } | { type: 'wrong'; answer: Answer } | { type: 'unheard' } | { type: 'unanswered' };
}

/** Decides about each request as it comes. */
export interface Judge {
  judge(faults: Faults): Verdict;
}

const failures = [500, 502, 503, 'unheard', 'unanswered'] as const;

/** @param clock milliseconds since 1970 */
export function createJudge(random: Random, clock: () => number): Judge {
  let window = { begun: 0, requests: 0 };

  const count = ({ requests, seconds }: RateLimit): { left: number; wait: number } => {
    const now = clock();
    if (now < window.begun || now >= window.begun + seconds * 1000) window = { begun: now, requests: 0 };
    window.requests += 1;
    const wait = Math.max(1, Math.ceil((window.begun + seconds * 1000 - now) / 1000));
    return { left: requests - window.requests, wait };
  };

  return {
    judge({ latency, failRate, rateLimit }) {
      const wait = latency.least + random() * (latency.most - latency.least);
      const headers: Record<string, string> = {};
      if (rateLimit !== undefined) {
        const { left, wait: retryAfter } = count(rateLimit);
        headers['x-ratelimit-limit'] = String(rateLimit.requests);
        headers['x-ratelimit-remaining'] = String(Math.max(0, left));
        if (left < 0) return { wait, headers, fate: { type: 'wrong', answer: tooMany(retryAfter, clock()) } };
      }
      const failure = random() * 100 < failRate ? oneOf(failures, random) : undefined;
      if (failure === undefined) return { wait, headers, fate: { type: 'right' } };
      if (typeof failure === 'string') return { wait, headers, fate: { type: failure } };
      return { wait, headers, fate: { type: 'wrong', answer: failing(failure) } };
    },
  };
}

function tooMany(retryAfter: number, now: number): Answer {
  const reset = Math.floor(now / 1000) + retryAfter;
  return {
    ...refused(429, 'Too Many Attempts.'),
    headers: { 'retry-after': String(retryAfter), 'x-ratelimit-reset': String(reset) },
  };
}

function failing(status: 500 | 502 | 503): Answer {
  const answer = refused(
    status,
    `Blink simulator: this ${status} is one of the failures that were asked for`,
  );
  return status === 503 ? { ...answer, headers: { 'retry-after': '1' } } : answer;
}
