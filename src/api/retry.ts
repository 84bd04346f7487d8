import type { Repeatability } from '../contract/endpoints.ts';
import { explain } from './network.ts';
import { type Headers, headerOf, isSuccess, type Outcome } from './outcome.ts';

/**
 * What is known about the request after an attempt.
 * - `settled`: the server has spoken.
 * - `not_taken`: it certainly did nothing, because it never got the request or sent it back.
 * - `unknown`: it may or may not have acted.
 */
export type Fate = 'settled' | 'not_taken' | 'unknown';

/** Milliseconds. */
const firstDelay = 200;
const longestDelay = 20_000;
/** How much longer than told a wait may be, so that clients that were told the same do not come back together. */
const spread = 500;

const passing = new Set([408, 429, 500, 502, 503, 504]);

export function fateOf(outcome: Outcome): Fate {
  if (outcome.type === 'failure') return outcome.sent ? 'unknown' : 'not_taken';
  const { status, damage } = outcome;
  if (status === 429) return 'not_taken';
  if (status === 408 || status >= 500) return 'unknown';
  return isSuccess(status) && damage !== undefined ? 'unknown' : 'settled';
}

/** Whether another attempt could end better, leaving aside whether it may be made. */
export function isPassing(outcome: Outcome): boolean {
  if (outcome.type === 'failure') return outcome.reason !== 'aborted' && !explain(outcome).lasting;
  const { status, damage } = outcome;
  if (!isSuccess(status)) return passing.has(status);
  return damage !== undefined && damage !== 'too_large' && damage !== 'too_deep';
}

export interface Situation {
  repeat: Repeatability;
  /** Attempts made so far, from 1. */
  attempts: number;
  /** Attempts that may follow the first. */
  retries: number;
  /** Our clock and the end of the budget, in milliseconds since 1970. */
  now: number;
  until: number;
  random: () => number;
}

/** What to do after an attempt. `too_long`: the server asks for a longer wait than the budget has left. */
export type Step = { type: 'stop' } | { type: 'wait'; ms: number } | { type: 'too_long'; ms: number };

/**
 * The whole retry policy. A call that must not happen twice is repeated only when it certainly has not happened;
 * the others after everything that may pass. The delay is drawn from 0 to 0.2 s · 2ⁿ, 20 s at most, or follows
 * the server's `Retry-After`: never earlier, at most half a second later.
 */
export function nextStep(outcome: Outcome, situation: Situation): Step {
  const { repeat, attempts, retries, now, until, random } = situation;
  const fate = fateOf(outcome);
  if (!isPassing(outcome) || (fate === 'unknown' && repeat === 'once')) return { type: 'stop' };
  const told = outcome.type === 'answer' ? retryAfter(outcome.headers, now) : undefined;
  if (told !== undefined && now + told > until) return { type: 'too_long', ms: told };
  if (attempts > retries) return { type: 'stop' };
  const ms = told === undefined ? random() * ceiling(attempts) : told + random() * spread;
  return told === undefined && now + ms > until ? { type: 'stop' } : { type: 'wait', ms };
}

function ceiling(attempts: number): number {
  return Math.min(longestDelay, firstDelay * 2 ** (attempts - 1));
}

/**
 * How long the server asks to wait, in milliseconds. A date is compared with the answer's own date,
 * for our clock may be wrong; with our clock only when the answer carries none.
 */
export function retryAfter(headers: Headers, now: number): number | undefined {
  const value = headerOf(headers, 'retry-after').trim();
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
  const date = httpDate(value);
  return date === undefined ? undefined : Math.max(0, date - (httpDate(headerOf(headers, 'date')) ?? now));
}

function httpDate(text: string): number | undefined {
  const time = text.trim().endsWith('GMT') ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}
