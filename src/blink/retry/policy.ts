import { verdictOf } from '../answers/verdict.ts';
import type { Repeatability } from '../endpoints.ts';
import { explain } from '../wire/network.ts';
import { type Headers, headerOf, isSuccess, type Outcome } from '../wire/outcome.ts';

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
export const spread = 500;

const passing = new Set([408, 429, 500, 502, 503, 504]);

/** What may pass. From 520 on they are what stands before the service, such as Cloudflare, saying that it is away. */
function isPassingStatus(status: number): boolean {
  return passing.has(status) || (status >= 520 && status <= 529);
}

export function fateOf(outcome: Outcome): Fate {
  if (outcome.type === 'failure') return outcome.sent ? 'unknown' : 'not_taken';
  const { status, damage } = outcome;
  if (status === 429) return 'not_taken';
  if (status === 408 || status >= 500) return 'unknown';
  const broken = damage !== undefined || verdictOf(outcome.value) === 'broken';
  return isSuccess(status) && broken ? 'unknown' : 'settled';
}

/** Whether another attempt could end better, leaving aside whether it may be made. */
export function isPassing(outcome: Outcome): boolean {
  if (outcome.type === 'failure') return outcome.reason !== 'aborted' && !explain(outcome).lasting;
  const { status, damage } = outcome;
  if (!isSuccess(status)) return isPassingStatus(status);
  return damage !== undefined && damage !== 'too_large' && damage !== 'too_deep';
}

/** Whether another attempt is of use, and allowed by what the call does. */
export function mayRepeat(outcome: Outcome, repeat: Repeatability): boolean {
  return isPassing(outcome) && (repeat !== 'once' || fateOf(outcome) !== 'unknown');
}

/** Whether an attempt found the service away, busy or out of reach: another call would find it so as well. */
export function isAway(outcome: Outcome): boolean {
  if (outcome.type === 'failure') return isPassing(outcome);
  const { status, damage } = outcome;
  return isSuccess(status) ? damage === 'cut_off' || damage === 'too_slow' : isPassingStatus(status);
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

/**
 * What to do after an attempt. `too_long`: the server asks for a longer wait than the budget has left. `line_up`: wait
 * with the other calls of the run.
 */
export type Step =
  | { type: 'stop' }
  | { type: 'wait'; ms: number }
  | { type: 'too_long'; ms: number }
  | { type: 'line_up' };

/**
 * The retry policy of a single call. A call that must not happen twice is repeated only when it certainly has not happened;
 * the others after everything that may pass. The delay is drawn from 0 to 0.2 s · 2ⁿ, 20 s at most, or follows
 * the server's `Retry-After`: never earlier, at most half a second later.
 */
export function nextStep(outcome: Outcome, situation: Situation): Step {
  const { repeat, attempts, retries, now, until, random } = situation;
  if (!mayRepeat(outcome, repeat)) return { type: 'stop' };
  const told = toldWait(outcome, now);
  if (told !== undefined && now + told > until) return { type: 'too_long', ms: told };
  if (attempts > retries) return { type: 'stop' };
  const ms = told === undefined ? random() * longestWait(attempts) : told + random() * spread;
  return told === undefined && now + ms > until ? { type: 'stop' } : { type: 'wait', ms };
}

/** How long a call may wait after so many attempts, in milliseconds, where it is not told. */
export function longestWait(attempts: number): number {
  return Math.min(longestDelay, firstDelay * 2 ** (attempts - 1));
}

/** How long an outcome asks to wait, in milliseconds. */
export function toldWait(outcome: Outcome, now: number): number | undefined {
  return outcome.type === 'answer' ? retryAfter(outcome.headers, now) : undefined;
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

/** The form of C's `asctime`, which HTTP allows for old servers; it names no zone and means GMT. */
const asctime = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}$/;

function httpDate(header: string): number | undefined {
  const text = header.trim();
  const date = asctime.test(text) ? `${text} GMT` : text;
  const time = date.endsWith('GMT') ? Date.parse(date) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}
