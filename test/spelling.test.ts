import { describe, expect, it } from 'vitest';
import { nearest } from '../src/spelling.ts';

describe('nearest', () => {
  const names = ['output', 'timeout', 'retries', 'env'];
  it.each([
    ['outptu', 'output'],
    ['TIMEOUT', 'timeout'],
    ['timout', 'timeout'],
    ['retry', undefined],
    ['retrie', 'retries'],
    ['evn', 'env'],
    ['ven', undefined],
    ['xyz', undefined],
    ['', undefined],
  ])('%s → %s', (typed, name) => {
    expect(nearest(typed, names)).toBe(name);
  });

  it('takes the first of two that are as near', () => {
    expect(nearest('bat', ['cat', 'hat'])).toBe('cat');
  });
});
