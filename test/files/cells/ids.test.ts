import { describe, expect, it } from 'vitest';
import { kinds, Refusal } from '../../../src/files/cells/cells.ts';

describe('an id', () => {
  it.each([
    ['00411', '00411'],
    ['0', '0'],
    ['bbq-01', 'bbq-01'],
    ['97358e65-33c9-400c-af7d-b43a95726e08', '97358e65-33c9-400c-af7d-b43a95726e08'],
    ['12E3', '12E3'],
    ['5e10', '5e10'],
    ['1.5', '1.5'],
    ['May', 'May'],
    ['2-mayo', '2-mayo'],
    ['2-marinara', '2-marinara'],
    ['dec', 'dec'],
    ['123456789012345', '123456789012345'],
    ['1234567890123456', '1234567890123456'],
    ['9007199254740993', '9007199254740993'],
    ['="00123"', '00123'],
    ['=" 00123 "', '00123'],
    ['\u200f00411\u200e', '00411'],
    ['کڑاہی', 'کڑاہی'],
    ['size|sauce', 'size|sauce'],
  ])('%s is %s', (cell, id) => {
    expect(kinds.id(cell, {})).toBe(id);
  });

  it.each([
    ['1.23E+15', /^The spreadsheet shortened a long number/],
    ['1,23E+15', /^The spreadsheet shortened/],
    ['1E+15', /^The spreadsheet shortened/],
    ['1.2e15', /^The spreadsheet shortened/],
    ['89012345678901200', /--trust-ids/],
    ['1234567890123450', /--trust-ids/],
    ['#N/A', /formula failed/],
    ['#REF!', /formula failed/],
    ['\ufffd', undefined],
    ['=""', undefined],
    ['\u200f', undefined],
  ])('%s is refused', (cell, hint) => {
    const read = kinds.id(cell, {});
    if (!(read instanceof Refusal)) throw new Error(`taken as ${read}`);
    expect(read.doubt).toBeUndefined();
    if (hint) expect(read.hint).toMatch(hint);
    else expect(read.hint).toBeUndefined();
  });

  it('that is long and ends in zeros is right where that is said', () => {
    expect(kinds.id('89012345678901200', { trustIds: true })).toBe('89012345678901200');
  });

  it.each(['2-Mar', '02-mar-26', '2 March', 'Mar-21', 'Sept 3', '3/2/2026', '12/31/26'])(
    '%s looks like a date and is doubted',
    (cell) => {
      expect(kinds.id(cell, {})).toMatchObject({ doubt: cell, hint: expect.stringContaining('date') });
    },
  );
});

describe('ids in one cell', () => {
  it.each([
    ['size', 'size'],
    ['size|sauce', 'size|sauce'],
    [' size | sauce |', 'size|sauce'],
    ['0007|="008"', '0007|008'],
    ['2-Mar|size', '2-Mar|size'],
  ])('%s is %s', (cell, ids) => {
    expect(kinds.ids(cell, {})).toBe(ids);
  });

  it.each(['|', ' | ', 'size|1.23E+15'])('%s is refused', (cell) => {
    expect(kinds.ids(cell, {})).toBeInstanceOf(Refusal);
  });
});
