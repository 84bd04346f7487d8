import { describe, expect, it } from 'vitest';
import { BlinkError, type BlinkErrorFacts, type ErrorKind } from '../src/blink/error.ts';
import { CliError } from '../src/errors.ts';
import { inWords } from '../src/words.ts';

const call = {
  service: 'ordering',
  method: 'GET',
  path: '/interface/v1/branches',
  host: 'api.blinkco.io',
} as const;

describe('a failed call in words', () => {
  it.each<[ErrorKind, code: string, exitCode: number]>([
    ['refused', 'refused', 1],
    ['credentials', 'not_logged_in', 4],
    ['throttled', 'throttled', 5],
    ['unreachable', 'unreachable', 5],
    ['unreadable', 'failed', 1],
    ['unknown_outcome', 'unknown_outcome', 6],
    ['interrupted', 'interrupted', 130],
    ['misconfigured', 'usage', 2],
  ])('%s is %s, exit code %i, and says what the library said', (kind, code, exitCode) => {
    const shown = inWords(new BlinkError(kind, 'It failed.'));
    expect(shown).toMatchObject({
      code,
      exitCode,
      message: 'It failed.',
      hint: undefined,
      details: undefined,
    });
  });

  it.each<[ErrorKind, BlinkErrorFacts, hint: string]>([
    ['refused', { reason: 'too_large' }, 'Send less at once: choose a smaller --batch-size.'],
    ['credentials', { reason: 'token_refused' }, 'Log in again with "blink login".'],
    ['credentials', { reason: 'token_refused', call }, 'Log in again with "blink login".'],
    [
      'credentials',
      { reason: 'token_refused', call: { ...call, service: 'logistics' } },
      'Copy a new token from Blink\'s logistics portal, then run "blink login --logistics".',
    ],
    ['throttled', { reason: 'throttled' }, 'Run the command again in a few minutes.'],
    ['throttled', { reason: 'throttled', retryAfter: 11_000 }, 'Run the command again in 11 s.'],
  ])('%s %j: what to do next', (kind, facts, hint) => {
    expect(inWords(new BlinkError(kind, 'It failed.', facts))).toHaveProperty('hint', hint);
  });

  it('names the fields that a server refused', () => {
    const fields = { 'products.3.sku': ['is taken', 'is too long'] };
    expect(inWords(new BlinkError('refused', 'No.', { fields }))).toHaveProperty('details', [
      { field: 'products.3.sku', message: 'is taken' },
      { field: 'products.3.sku', message: 'is too long' },
    ]);
  });

  it('ends as whoever interrupted it said', () => {
    const cause = new CliError('terminated', 'Stopped.', { hint: 'Start it again.' });
    const shown = inWords(new BlinkError('interrupted', 'Stopped. GET /x was under way.', { cause }));
    expect(shown).toMatchObject({ code: 'terminated', hint: 'Start it again.' });
    expect(shown.message).toBe('Stopped. GET /x was under way.');
  });
});

it('what is meant for people already stays as it is', () => {
  const error = new CliError('usage', 'There is no such flag.');
  expect(inWords(error)).toBe(error);
});

it('what nobody foresaw is to be reported', () => {
  for (const error of [new TypeError('x is not a function'), 'x is not a function']) {
    expect(inWords(error)).toMatchObject({
      code: 'failed',
      message: 'Something went wrong that should not: x is not a function',
      hint: expect.stringContaining('report it'),
    });
  }
});
