import type { Range, RateLimit } from './faults.ts';

/*
 * Faults as people write them, in flags and in PATCH /simulator/faults. Each function gives undefined for what it
 * does not understand, and has beside it what it would.
 */

const longestWait = 600_000;
const mostRequests = 1_000_000;

export const expectedLatency = 'milliseconds like 200, or a range like 100-500, up to 600000';

export function latencyOf(text: string): Range | undefined {
  const match = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(text.trim());
  if (match === null) return undefined;
  const least = Number(match[1]);
  const most = Number(match[2] ?? match[1]);
  return least <= most && most <= longestWait ? { least, most } : undefined;
}

export function latencyText({ least, most }: Range): string {
  return least === most ? String(least) : `${least}-${most}`;
}

export const expectedFailRate = 'a percentage from 0 to 100, like 5';

export function failRateOf(text: string): number | undefined {
  const match = /^(\d{1,3}(?:\.\d{1,3})?) ?%?$/.exec(text.trim());
  const rate = Number(match?.[1] ?? Number.NaN);
  return rate <= 100 ? rate : undefined;
}

export const expectedRateLimit = 'requests a second or a minute, like 5/s or 60/m';

export function rateLimitOf(text: string): RateLimit | undefined {
  const match = /^(\d{1,7})\/([sm])$/.exec(text.trim().toLowerCase());
  const requests = Number(match?.[1] ?? 0);
  if (requests < 1 || requests > mostRequests) return undefined;
  return { requests, seconds: match?.[2] === 's' ? 1 : 60 };
}

export function rateLimitText({ requests, seconds }: RateLimit): string {
  return `${requests}/${seconds === 1 ? 's' : 'm'}`;
}
