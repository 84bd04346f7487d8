import { describe, expect, it } from 'vitest';
import {
  branchIds,
  branchMap,
  mapBranches,
  parseBranchCode,
  sharedIds,
  unmapBranches,
} from '../../../src/session/stored/branch-map.ts';
import type { Place, StoredConfig } from '../../../src/session/stored/config.ts';
import { forgetLogin, storeLogin } from '../../../src/session/stored/logins.ts';
import { understand } from '../../../src/session/stored/read.ts';

const place: Place = { profile: 'default', environment: 'sandbox' };
const none: StoredConfig = { profiles: {} };
const codes = (entries: Record<string, string>) => new Map(Object.entries(entries));
const mapped = mapBranches(none, place, codes({ 'KHI-10': '70', 'KHI-2': '64', '7': '63' }));

describe('branchIds', () => {
  it('gives the id of a code, and what is no code as it is', () => {
    const idOf = branchIds(mapped, place);
    expect(['KHI-2', '7', ' KHI-2 ', 'khi-2', '64', ' new ', 'toString', '__proto__'].map(idOf)).toEqual([
      '64',
      '63',
      '64',
      'khi-2',
      '64',
      ' new ',
      'toString',
      '__proto__',
    ]);
  });

  it('finds a code however its letters are composed', () => {
    const config = mapBranches(none, place, codes({ Café: '63' }));
    expect(branchIds(config, place)('Cafe\u0301')).toBe('63');
  });

  it.each([
    { profile: 'default', environment: 'production' as const },
    { profile: 'other', environment: 'sandbox' as const },
    { profile: 'toString', environment: 'sandbox' as const },
    { profile: 'default', environment: undefined },
  ])('has no codes for $profile in $environment', (elsewhere) => {
    expect(branchIds(mapped, elsewhere)('KHI-2')).toBe('KHI-2');
  });
});

describe('the map', () => {
  it('is in the order a person expects', () => {
    expect([...branchMap(mapped, place)]).toEqual([
      ['7', '63'],
      ['KHI-2', '64'],
      ['KHI-10', '70'],
    ]);
  });

  it('takes new codes, gives known ones another id, keeps or forgets the others', () => {
    const added = codes({ 'KHI-2': '65', LHR: '66' });
    expect(Object.fromEntries(branchMap(mapBranches(mapped, place, added), place))).toEqual({
      '7': '63',
      'KHI-2': '65',
      'KHI-10': '70',
      LHR: '66',
    });
    const replaced = mapBranches(mapped, place, added, { replace: true });
    expect(branchMap(replaced, place)).toEqual(added);
  });

  it('lets two codes swap their ids, but never have the same', () => {
    const swapped = mapBranches(mapped, place, codes({ 'KHI-2': '70', 'KHI-10': '64' }));
    expect(branchIds(swapped, place)('KHI-2')).toBe('70');
    expect(() => mapBranches(mapped, place, codes({ new: '64' }))).toThrow(
      'Branch 64 would have two codes: KHI-2 and new.',
    );
    expect(sharedIds(codes({ a: '1', b: '2', c: '1' }))).toEqual([{ id: '1', codes: ['a', 'c'] }]);
  });

  it('forgets codes, all of them or none, and leaves nothing empty behind', () => {
    expect(branchMap(unmapBranches(mapped, place, ['7', ' KHI-2']), place)).toEqual(
      codes({ 'KHI-10': '70' }),
    );
    expect(() => unmapBranches(mapped, place, ['7', 'KHI-3'])).toThrow('Did you mean KHI-2?');
    expect(unmapBranches(mapped, place, ['7', 'KHI-2', 'KHI-10'])).toEqual({
      profiles: { default: { accounts: {} } },
    });
  });

  it('of one environment leaves the others alone', () => {
    const both = mapBranches(mapped, { ...place, environment: 'production' }, codes({ P: '1' }));
    expect(branchMap(both, place)).toEqual(branchMap(mapped, place));
    const without = unmapBranches(both, { ...place, environment: 'production' }, ['P']);
    expect(without).toEqual(mapped);
  });

  it('does not touch the configuration it is given', () => {
    const before = structuredClone(mapped);
    mapBranches(mapped, place, codes({ A: '1' }));
    unmapBranches(mapped, place, ['7']);
    expect(mapped).toEqual(before);
  });

  it('survives a logout, with and without a login of its own', () => {
    const loggedIn = storeLogin(mapped, { ...place, username: 'kfc', token: 'token' });
    for (const config of [mapped, loggedIn]) {
      for (const environment of ['sandbox', undefined] as const) {
        const out = forgetLogin(config, { profile: 'default', environment });
        expect(branchMap(out, place)).toEqual(branchMap(mapped, place));
        expect(JSON.stringify(out)).not.toContain('token');
      }
    }
  });

  it('is read back from the file as it was written', () => {
    expect(understand(JSON.stringify(mapped))).toEqual({ config: mapped });
    const wrong = { profiles: { default: { branches: { sandbox: { A: 63 } } } } };
    expect(understand(JSON.stringify(wrong))).toEqual({
      wrong: 'profiles.default.branches.sandbox.A must be text',
    });
  });
});

describe('a code', () => {
  it.each(['KHI-01', '63', ' padded ', 'کراچی', 'نان\u200cخطائی', 'a b/c', 'x'.repeat(100)])(
    '%j is one',
    (text) => {
      expect(parseBranchCode(text, 'code')).toBe(text.trim());
    },
  );

  it.each(['', ' ', 'a\nb', 'a\u0000', '\u202eevil', 'constructor', '__proto__', 'x'.repeat(101)])(
    '%j is none',
    (text) => {
      expect(() => parseBranchCode(text, 'code')).toThrow(
        expect.objectContaining({ code: 'usage', exitCode: 2 }),
      );
    },
  );
});
