import { expect, test } from 'vitest';
import type { FieldChange } from '../../src/menu/diff.ts';
import { wholeChanges } from '../../src/menu/whole-changes.ts';

const gone = (field: string, before: FieldChange['before']): FieldChange => ({
  field,
  before,
  after: undefined,
});
const came = (field: string, after: FieldChange['after']): FieldChange => ({
  field,
  before: undefined,
  after,
});

const dips = (change: typeof gone) => [
  change('modifiers[dips].id', 'dips'),
  change('modifiers[dips].name', 'Dips'),
  change('modifiers[dips].options[raita].id', 'raita'),
  change('modifiers[dips].options[raita].name', 'Mint raita'),
];

test.each<[what: string, changes: FieldChange[], whole: FieldChange[]]>([
  ['a modifier that goes, with its options', dips(gone), [gone('modifiers[dips]', 'Dips')]],
  ['a modifier that comes', dips(came), [came('modifiers[dips]', 'Dips')]],
  [
    'an option of a modifier that stays',
    [
      came('modifiers[dips].options[imli].id', 'imli'),
      came('modifiers[dips].options[imli].name', 'Imli'),
      came('modifiers[dips].options[imli].price', 70),
    ],
    [came('modifiers[dips].options[imli]', 'Imli, price 70')],
  ],
  [
    'the last branch, which leaves an empty list',
    [gone('branches[64].id', '64'), gone('branches[64].price', null), came('branches', '[]')],
    [gone('branches[64]', 'no price of its own')],
  ],
  [
    'branches whose ids begin alike',
    [gone('branches[6].id', '6'), gone('branches[64].is_active', true)],
    [gone('branches[6]', 'no price of its own'), gone('branches[64].is_active', true)],
  ],
  [
    'fields only',
    [gone('description', 'Hot'), came('branches', '[]')],
    [gone('description', 'Hot'), came('branches', '[]')],
  ],
])('%s', (_, changes, whole) => {
  expect(wholeChanges(changes)).toEqual(whole);
});
