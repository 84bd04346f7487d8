import { expect, it } from 'vitest';
import { isProvenAbsent } from '../../src/ledger/proof-of-absence.ts';
import type { Timestamp } from '../../src/ledger/timestamp.ts';

const minute = 60_000;
const year = 365 * 24 * 60 * minute;

/** So many minutes after the computer started; the clock on the wall may be off. */
const at = (minutes: number, { boot = 'one', off = 0 } = {}): Timestamp => {
  return { at: minutes * minute + off, up: minutes * minute, boot };
};

const proven = (sent: Timestamp, ...absent: Timestamp[]) =>
  isProvenAbsent({
    confirmed: [],
    doubts: [{ run: 'r', n: 1, hash: 'h', when: sent }],
    absent,
    ...{ confirmedSeq: 0, seq: 0, day: 0 },
  });

it.each([
  ['one look, however late', [at(60)], false],
  ['two at once, late enough', [at(20), at(20.5)], false],
  ['two apart, not late enough', [at(2), at(9.9)], false],
  ['two apart, the second late enough', [at(2), at(10)], true],
  ['two apart, by a clock that was set ahead between them', [at(2), at(4, { off: year })], false],
  ['one before a restart, one after', [at(2), at(60, { boot: 'two' })], false],
  [
    'two after a restart, with a clock years ahead',
    [at(1, { boot: 'two', off: year }), at(5, { boot: 'two', off: year })],
    false,
  ],
  ['two after a restart, ten minutes apart', [at(1, { boot: 'two' }), at(11, { boot: 'two' })], true],
])('a record in doubt after %s: not there is %s', (_, absent, expected) => {
  expect(proven(at(0), ...absent)).toBe(expected);
});

it('goes by the clock on the wall where the system does not say when it started', () => {
  expect(proven(at(0, { boot: '' }), at(2, { boot: '' }), at(11, { boot: '' }))).toBe(true);
});
