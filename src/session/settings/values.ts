import { hasCredentials, webUrl } from '../../blink/wire/web-url.ts';
import { CliError } from '../../errors.ts';
import {
  type Output,
  outputs,
  retriesLimit,
  type StockQuantityKey,
  stockQuantityKeys,
  timeoutLimit,
} from '../stored/config.ts';

const aDay = 24 * 60 * 60;

/**
 * What settings may be, wherever they are given. Each function takes what was typed and where, as in `--timeout`,
 * and throws CliError `usage` that names the allowed values.
 */

export function parseOutput(text: string, source: string): Output {
  return oneOf(outputs, text, source);
}

export function parseStockQuantityKey(text: string, source: string): StockQuantityKey {
  return oneOf(stockQuantityKeys, text, source);
}

/** A time-out in seconds, not in milliseconds. */
export function parseTimeout(text: string, source: string): number {
  const seconds = toNumber(text);
  if (seconds > 0 && seconds <= timeoutLimit) return seconds;
  throw wrong(text, source, `a number of seconds up to ${timeoutLimit}, like 30`);
}

/** The time of a whole run in seconds. */
export function parseMaxTime(text: string, source: string): number {
  const seconds = toNumber(text);
  if (seconds > 0 && seconds <= aDay) return seconds;
  throw wrong(text, source, `a number of seconds up to ${aDay}, like 600`);
}

export function parseRetries(text: string, source: string): number {
  const retries = toNumber(text);
  if (Number.isInteger(retries) && retries >= 0 && retries <= retriesLimit) return retries;
  throw wrong(text, source, `a whole number from 0 to ${retriesLimit}, like 3`);
}

/** The address of a webhook: http or https, without credentials. What was typed is not repeated, it may hold some. */
export function parseWebhook(text: string, source: string): string {
  const url = webUrl(text.trim());
  const hint = 'Give it like http://127.0.0.1:8765/.';
  if (url === undefined) {
    throw new CliError('usage', `${source} is not an http or https address.`, { hint });
  }
  if (hasCredentials(url)) {
    throw new CliError('usage', `${source} has a user name or password in it.`, { hint });
  }
  return url.href;
}

function oneOf<T extends string>(allowed: readonly T[], text: string, source: string): T {
  const name = text.trim().toLowerCase();
  const found = allowed.find((candidate) => candidate === name);
  if (found !== undefined) return found;
  throw wrong(text, source, `one of ${allowed.join(', ')}`);
}

function toNumber(text: string): number {
  return /^\d+(?:\.\d+)?$/.test(text.trim()) ? Number(text) : Number.NaN;
}

function wrong(text: string, source: string, expected: string): CliError {
  return new CliError('usage', `${source}: "${text}" is not ${expected}.`);
}
