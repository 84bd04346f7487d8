import { describe, expect, it } from 'vitest';
import { parseEnvironment } from '../../../src/session/target/environments.ts';
import { parseProfile } from '../../../src/session/target/profiles.ts';

describe('parseEnvironment', () => {
  it.each([
    ['production', 'production'],
    ['live', 'production'],
    ['prod', 'production'],
    ['sandbox', 'sandbox'],
    ['staging', 'sandbox'],
    ['stg', 'sandbox'],
    ['local', 'local'],
    [' LIVE ', 'production'],
  ])('%s is %s', (text, environment) => {
    expect(parseEnvironment(text)).toBe(environment);
  });

  it.each([
    ['prodution', /there is no environment "prodution"\. Did you mean production\?/],
    ['stagin', /Did you mean staging\?/],
    ['loacl', /Did you mean local\?/],
    ['mars', /there is no environment "mars"\.$/],
    ['', /there is no environment ""\.$/],
    ['toString', /there is no environment "toString"\.$/],
  ])('%s is refused', (text, message) => {
    expect(() => parseEnvironment(text, 'BLINK_ENV')).toThrow(
      expect.objectContaining({
        code: 'usage',
        exitCode: 2,
        message: expect.stringMatching(message),
        hint: expect.stringMatching(/production.*sandbox.*local/),
      }),
    );
    expect(() => parseEnvironment(text, 'BLINK_ENV')).toThrow(/^BLINK_ENV: /);
  });
});

describe('parseProfile', () => {
  it.each(['default', 'Kebab Ji', 'a', 'x'.repeat(40), 'کباب جی', 'toString'])('%s', (name) => {
    expect(parseProfile(` ${name} `)).toBe(name);
  });

  it('knows a letter however it is composed', () => {
    expect(parseProfile('Cafe\u0301')).toBe('Caf\u00e9');
  });

  it.each([
    '',
    '  ',
    'x'.repeat(41),
    '__proto__',
    'constructor',
    'prototype',
    'a\nb',
    'a\u0000',
    'a\u202eb',
    'a\u001b[31m',
  ])('%j is refused', (name) => {
    expect(() => parseProfile(name, '--profile')).toThrow(
      expect.objectContaining({ code: 'usage', message: expect.stringMatching(/^--profile: /) }),
    );
  });
});
