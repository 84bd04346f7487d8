import { describe, expect, it } from 'vitest';
import { matchNames } from '../../../src/commands/branches/shared/matching.ts';

const branch = (id: number, name: string) => ({ id, blink_id: 60000 + id, branch: name });

/** How a name relates to branches of these names, and which of them it could be. */
function compare(name: string, ...names: string[]) {
  const branches = names.map((one, i) => branch(i + 1, one));
  const [match] = matchNames([{ code: 'A', name }], branches, new Map());
  return [match?.likeness, ...(match?.branches.map((one) => one.branch) ?? [])];
}

describe('one name', () => {
  it.each([
    ['Clifton Block 4', 'Clifton-Block 4'],
    ['  clifton - BLOCK 4 ', 'Clifton-Block 4'],
    ['F7 Markaz', 'F-7 Markaz'],
    ['Gulberg Ⅲ', 'Gulberg III'],
    ['Café Clifton', 'Cafe Clifton'],
    ['كراچي', 'کراچی'],
    ['بلاک ۴', 'بلاک 4'],
    ['نان\u200cخطائی', 'نانخطائی'],
  ])('%j is the same as %j', (name, other) => {
    expect(compare(name, 'Elsewhere', other)).toEqual(['same', other]);
  });

  it.each([
    ['Clifton', 'Clifton-Block 4'],
    ['Clifton Block 4 Karachi', 'Clifton-Block 4'],
    ['Block 4 Clifton', 'Clifton-Block 4'],
    ['Gulshan Iqbal', 'Gulshan-e-Iqbal'],
    ['Nazimbad North', 'North Nazimabad'],
  ])('%j is similar to %j', (name, other) => {
    expect(compare(name, 'Elsewhere', other)).toEqual(['similar', other]);
  });

  it.each([
    ['DHA Phase 5', 'DHA Phase 6'],
    ['Gulberg II', 'Gulberg III'],
    ['G-7 Markaz', 'F-7 Markaz'],
    ['F-8 Markaz', 'F-7 Markaz'],
    ['4', 'Clifton-Block 4'],
    ['F-7', 'F-7 Markaz'],
    ['---', 'Clifton-Block 4'],
    ['Johar Town', 'Bahria Town'],
  ])('%j is not %j', (name, other) => {
    expect(compare(name, 'Elsewhere', other)).toEqual(['none']);
  });

  it('is ambiguous where more than one branch has it, or is like it', () => {
    expect(compare('Clifton', 'Clifton', 'clifton')).toEqual(['ambiguous', 'Clifton', 'clifton']);
    expect(compare('Clifton', 'Clifton-Block 4', 'Clifton-Block 9')[0]).toBe('ambiguous');
  });

  it('is that of the branch with the very name, not of one like it', () => {
    expect(compare('Clifton', 'Clifton-Block 4', 'Clifton')).toEqual(['same', 'Clifton']);
  });
});

describe('many names', () => {
  const branches = [branch(63, 'Clifton-Block 4'), branch(64, 'SMCHS-12')];

  it('never give one branch to two codes', () => {
    const twice = [
      { code: 'A', name: 'clifton block 4' },
      { code: 'B', name: 'Clifton Block 4' },
    ];
    expect(matchNames(twice, branches, new Map()).map(({ likeness }) => likeness)).toEqual([
      'ambiguous',
      'ambiguous',
    ]);
  });

  it('prefer the same name to a similar one', () => {
    const rivals = [
      { code: 'A', name: 'Clifton' },
      { code: 'B', name: 'Clifton Block 4' },
    ];
    expect(matchNames(rivals, branches, new Map()).map(({ likeness }) => likeness)).toEqual([
      'ambiguous',
      'same',
    ]);
  });

  it.each(['63', '60063'])('leave alone what is mapped already, by the id %s', (id) => {
    const named = [
      { code: 'A', name: 'Clifton-Block 4' },
      { code: 'B', name: 'Clifton-Block 4' },
      { code: 'C', name: 'SMCHS 12' },
    ];
    const matches = matchNames(named, branches, new Map([['A', id]]));
    expect(matches.map(({ likeness }) => likeness)).toEqual(['mapped', 'ambiguous', 'same']);
  });

  it('do not become clear because the other branch has a code by now', () => {
    const listed = [branch(1, 'F-7 Markaz'), branch(2, 'I-8 Markaz')];
    const [match] = matchNames([{ code: 'B', name: 'Markaz' }], listed, new Map([['A', '1']]));
    expect(match?.likeness).toBe('ambiguous');
  });
});
