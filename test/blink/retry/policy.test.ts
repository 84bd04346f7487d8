import { describe, expect, test } from 'vitest';
import { fateOf, isPassing, nextStep, retryAfter, type Situation } from '../../../src/blink/retry/policy.ts';
import type { Answer, Damage, Failure, Outcome } from '../../../src/blink/wire/outcome.ts';

const answer = (status: number, damage?: Damage, headers: Answer['headers'] = {}): Answer => ({
  type: 'answer',
  status,
  headers,
  text: '',
  bytes: 0,
  damage,
});
const failure = (reason: Failure['reason'], sent: boolean, code?: string): Failure => ({
  type: 'failure',
  reason,
  sent,
  error: code === undefined ? undefined : Object.assign(new Error('failed'), { code }),
});

const now = Date.UTC(2024, 5, 6, 4, 0, 0);
const situation: Situation = {
  repeat: 'read',
  attempts: 1,
  retries: 3,
  now,
  until: now + 120_000,
  random: () => 0.5,
};

describe('what may be sent again', () => {
  test.each<[string, Outcome, fate: string, reads: boolean, once: boolean]>([
    ['200', answer(200), 'settled', false, false],
    ['201', answer(201), 'settled', false, false],
    ['302', answer(302), 'settled', false, false],
    ['400', answer(400), 'settled', false, false],
    ['401', answer(401), 'settled', false, false],
    ['404', answer(404), 'settled', false, false],
    ['408', answer(408), 'unknown', true, false],
    ['422', answer(422), 'settled', false, false],
    ['422 that was cut off', answer(422, 'cut_off'), 'settled', false, false],
    ['429', answer(429), 'not_taken', true, true],
    ['500', answer(500), 'unknown', true, false],
    ['501', answer(501), 'unknown', false, false],
    ['502', answer(502), 'unknown', true, false],
    ['503', answer(503), 'unknown', true, false],
    ['504', answer(504), 'unknown', true, false],
    ['520', answer(520), 'unknown', true, false],
    ['529', answer(529), 'unknown', true, false],
    ['530', answer(530), 'unknown', false, false],
    ['200 that was cut off', answer(200, 'cut_off'), 'unknown', true, false],
    ['200 that never ended', answer(200, 'too_slow'), 'unknown', true, false],
    ['200 packed badly', answer(200, 'bad_packing'), 'unknown', true, false],
    ['200 that is not JSON', answer(200, 'not_json'), 'unknown', true, false],
    ['200 that is too large', answer(200, 'too_large'), 'unknown', false, false],
    ['200 that is too deep', answer(200, 'too_deep'), 'unknown', false, false],
    ['refused connection', failure('network', false, 'ECONNREFUSED'), 'not_taken', true, true],
    ['unknown host', failure('network', false, 'ENOTFOUND'), 'not_taken', true, true],
    ['busy resolver', failure('network', false, 'EAI_AGAIN'), 'not_taken', true, true],
    ['no route', failure('network', false, 'EHOSTUNREACH'), 'not_taken', true, true],
    ['no network', failure('network', false, 'ENETUNREACH'), 'not_taken', true, true],
    ['slow connection', failure('network', false, 'UND_ERR_CONNECT_TIMEOUT'), 'not_taken', true, true],
    ['deadline before a connection', failure('too_slow', false), 'not_taken', true, true],
    ['deadline after sending', failure('too_slow', true), 'unknown', true, false],
    ['reset after sending', failure('network', true, 'ECONNRESET'), 'unknown', true, false],
    ['unreachable after sending', failure('network', true, 'EHOSTUNREACH'), 'unknown', true, false],
    ['unknown authority', failure('network', false, 'SELF_SIGNED_CERT_IN_CHAIN'), 'not_taken', false, false],
    ['expired certificate', failure('network', false, 'CERT_HAS_EXPIRED'), 'not_taken', false, false],
    ['no TLS at all', failure('network', false, 'EPROTO'), 'not_taken', false, false],
    ['aborted before sending', failure('aborted', false), 'not_taken', false, false],
    ['aborted after sending', failure('aborted', true), 'unknown', false, false],
  ])('%s', (_, outcome, fate, reads, once) => {
    expect(fateOf(outcome)).toBe(fate);
    expect(isPassing(outcome)).toBe(reads);
    const steps = (['read', 'idempotent', 'once'] as const).map(
      (repeat) => nextStep(outcome, { ...situation, repeat }).type === 'wait',
    );
    expect(steps).toEqual([reads, reads, once]);
  });
});

describe('how long to wait', () => {
  test.each([
    [1, 0.5, 100],
    [1, 0.999, 199.8],
    [2, 0.5, 200],
    [3, 0.5, 400],
    [8, 0.5, 10_000],
    [12, 1, 20_000],
    [12, 0, 0],
  ])('after attempt %i, when chance says %d', (attempts, chance, ms) => {
    const step = nextStep(answer(503), { ...situation, attempts, retries: 20, random: () => chance });
    expect(step).toEqual({ type: 'wait', ms });
  });

  test('no more than the attempts that were agreed on', () => {
    expect(nextStep(answer(503), { ...situation, attempts: 3 }).type).toBe('wait');
    expect(nextStep(answer(503), { ...situation, attempts: 4 }).type).toBe('stop');
    expect(nextStep(answer(503), { ...situation, retries: 0 }).type).toBe('stop');
  });

  test('no wait beyond the budget', () => {
    expect(nextStep(answer(503), { ...situation, until: now + 100 })).toEqual({ type: 'wait', ms: 100 });
    expect(nextStep(answer(503), { ...situation, until: now + 99 })).toEqual({ type: 'stop' });
  });

  test.each([
    [429, '7', 0, 7_000],
    [429, '7', 1, 7_500],
    [503, '0', 1, 500],
    [429, '120', 0.5, 120_250],
  ])('%i with Retry-After %s: never earlier, half a second later at most', (status, told, chance, ms) => {
    const outcome = answer(status, undefined, { 'retry-after': told });
    expect(nextStep(outcome, { ...situation, random: () => chance })).toEqual({ type: 'wait', ms });
  });

  test('a wait that the budget does not allow is no wait at all', () => {
    const outcome = answer(429, undefined, { 'retry-after': '121' });
    expect(nextStep(outcome, situation)).toEqual({ type: 'too_long', ms: 121_000 });
  });

  test('a call that must not happen twice is not repeated because the server says when', () => {
    const outcome = answer(503, undefined, { 'retry-after': '1' });
    expect(nextStep(outcome, { ...situation, repeat: 'once' })).toEqual({ type: 'stop' });
  });
});

describe('Retry-After', () => {
  const date = (ms: number) => new Date(ms).toUTCString();
  test.each<[string, Answer['headers'], number | undefined]>([
    ['seconds', { 'retry-after': '30' }, 30_000],
    ['a part of a second', { 'retry-after': ' 1.5 ' }, 1_500],
    ['a date', { 'retry-after': date(now + 9_000), date: date(now) }, 9_000],
    [
      'a date, our clock an hour behind',
      { 'retry-after': date(now + 3_609_000), date: date(now + 3_600_000) },
      9_000,
    ],
    [
      'a date, our clock an hour ahead',
      { 'retry-after': date(now - 3_591_000), date: date(now - 3_600_000) },
      9_000,
    ],
    ['a date without a date beside it', { 'retry-after': date(now + 9_000) }, 9_000],
    ['a date that has passed', { 'retry-after': date(now - 9_000), date: date(now) }, 0],
    [
      'a date as asctime writes it',
      { 'retry-after': 'Thu Jun  6 04:00:09 2024', date: 'Thu Jun  6 04:00:00 2024' },
      9_000,
    ],
    ['a date of the oldest form', { 'retry-after': 'Thursday, 06-Jun-24 04:00:09 GMT' }, 9_000],
    ['nothing', {}, undefined],
    ['nonsense', { 'retry-after': 'soon' }, undefined],
    ['a negative number', { 'retry-after': '-5' }, undefined],
    ['two of them', { 'retry-after': ['1', '2'] }, undefined],
  ])('%s', (_, headers, expected) => {
    expect(retryAfter(headers, now)).toBe(expected);
  });
});
