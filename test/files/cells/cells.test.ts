import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CellKind, cleanCell, kinds, Refusal } from '../../../src/files/cells/cells.ts';
import { csvLine } from '../../../src/terminal/csv.ts';

const joiner = 'نان\u200cخطائی';

describe('cleanCell', () => {
  it.each([
    ['Doodh Patti', 'Doodh Patti'],
    ['  450\t', '450'],
    ['\u00a0450\u00a0', '450'],
    ['\ufeffproduct_id', 'product_id'],
    ['Cafe\u0301', 'Caf\u00e9'],
    [`${joiner} `, joiner],
    ['\u200fچائے', '\u200fچائے'],
    ["'=1+1", '=1+1'],
    ["'-5 off", '-5 off'],
    ["'@home", '@home'],
    ["''=x", "'=x"],
    ["'tis", "'tis"],
    ["'", "'"],
    ['"', '"'],
    [' ', ''],
    ['\u3000', ''],
  ])('%j is %j', (raw, text) => {
    expect(cleanCell(raw)).toBe(text);
  });

  it('takes away what our own exports put before a formula, and nothing else', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."'=+-@12 ,ab"), minLength: 1 }), (text) => {
        const [cell = ''] = csvLine([text.trim()]).trimEnd().split('\n');
        const written = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
        expect(cleanCell(written)).toBe(text.trim());
      }),
    );
  });
});

function table(kind: CellKind, taken: readonly [cell: string, value: unknown][], refused: readonly string[]) {
  it.each(taken)('takes %s', (cell, value) => {
    expect(kind(cell, {})).toBe(value);
  });
  it.each(refused)('refuses %s', (cell) => {
    expect(kind(cell, {})).toMatchObject({ doubt: undefined, expected: expect.any(String) });
    expect(kind(cell, {})).toBeInstanceOf(Refusal);
  });
}

describe('a yes or no', () => {
  const words = (...list: string[]) => list.flatMap((word) => [word, word.toUpperCase()]);
  table(
    kinds.boolean,
    [
      ...words('true', 'yes', 'y', '1', 'active', 'on').map((word): [string, boolean] => [word, true]),
      ...words('false', 'no', 'n', '0', 'inactive', 'off').map((word): [string, boolean] => [word, false]),
      ['Yes', true],
      ['\u200fTRUE', true],
    ],
    ['maybe', '2', '1.0', 'ja', 'x', '✓', '-', '#N/A', 'true false', 'not active'],
  );
});

describe('a yes or no that goes out as 1 or 0', () => {
  table(
    kinds.bit,
    [
      ['true', 1],
      ['YES', 1],
      ['1', 1],
      ['false', 0],
      ['n', 0],
      ['0', 0],
    ],
    ['2', 'some', '-1'],
  );
});

describe('a text', () => {
  table(
    kinds.text,
    [
      ['???', '???'],
      ['12" Pizza', '12" Pizza'],
      ['a\r\nb', 'a\r\nb'],
      [joiner, joiner],
      ['#1 in town', '#1 in town'],
      ['See https://example.com/menu.php?id=3', 'See https://example.com/menu.php?id=3'],
      ['#REFRESHING!', '#REFRESHING!'],
    ],
    ['#REF!', '#N/A', '#NAME?', '#VALUE!', '#DIV/0!', 'Anda \ufffd Roll'],
  );
});

describe('a name', () => {
  table(
    kinds.name,
    [
      ['Hungry???', 'Hungry???'],
      ['Why not?', 'Why not?'],
      ['?? Tea', '?? Tea'],
      ['Really?! ... ok', 'Really?! ... ok'],
      ['چکن کڑاہی؟؟؟', 'چکن کڑاہی؟؟؟'],
    ],
    [
      '????? ?????',
      'Ch?? K?rma',
      'Chicken ???',
      'Chicken (????)',
      'Chai - ????',
      '\ufffd',
      'Anda Roll انڈ\ufffd',
      '#REF!',
    ],
  );
});

describe('an address', () => {
  table(
    kinds.url,
    [
      ['https://images.example.com/a.jpg', 'https://images.example.com/a.jpg'],
      ['http://10.0.0.1:8080/a', 'http://10.0.0.1:8080/a'],
      ['HTTPS://EXAMPLE.COM', 'HTTPS://EXAMPLE.COM'],
      ['https://example.com/چائے.jpg', 'https://example.com/چائے.jpg'],
      ['https://example.com/a%20b.jpg', 'https://example.com/a%20b.jpg'],
    ],
    [
      'images.example.com/a.jpg',
      'ftp://example.com/a.jpg',
      'C:\\Pictures\\tea.jpg',
      'javascript:alert(1)',
      'https://',
      'https:///a.jpg',
      'https://exa mple.com/a.jpg',
      'https://example.com/a b.jpg',
      'https://example.com/a.jpg https://example.com/b.jpg',
      'https://[bad',
      'https://example.com/\ufffd.jpg',
    ],
  );
});

describe('a point in time', () => {
  table(
    kinds.time,
    [
      ['2026-11-23', '2026-11-23'],
      ['2026-11-23 18:30', '2026-11-23 18:30'],
      ['2026-11-23T18:30:00Z', '2026-11-23T18:30:00Z'],
      ['2026-11-23T18:30:00.000+05:00', '2026-11-23T18:30:00.000+05:00'],
      ['2024-02-29', '2024-02-29'],
    ],
    [
      'yesterday',
      '23/11/2026',
      '2026-13-01',
      '2026-02-30',
      '2026-02-29',
      '2026-11-23 24:00',
      '45123',
      '0000-00-00',
    ],
  );
});

describe('lost letters', () => {
  it.each([
    'س?خ کباب',
    'چائے?',
    'Café CafÃ©',
    'donâ€™t',
    'Ú†Ú©Ù† Ú©Ú‘Ø§ÛÛŒ',
    'Tea \u0085',
    'Tea \ufffd',
    '\ud83d Tea',
  ])('%s is refused as a name and as a text', (cell) => {
    expect(kinds.name(cell)).toBeInstanceOf(Refusal);
    expect(kinds.text(cell)).toBeInstanceOf(Refusal);
  });

  it.each(['کیا؟', 'Café Ãcai', 'Really? چائے', 'NÃO', 'نان\u200cخطائی', 'Chai 🌶️', 'Ø 30 cm', 'What?'])(
    '%s is as it should be',
    (cell) => {
      expect(kinds.name(cell)).toBe(cell);
    },
  );
});
