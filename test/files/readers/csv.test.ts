import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Unreadable } from '../../../src/files/problem.ts';
import { csvHead, csvRows } from '../../../src/files/readers/csv.ts';
import { csvLines } from '../../../src/files/readers/csv-lines.ts';
import { type Delimiter, type Dialect, delimiters, lineEndOf } from '../../../src/files/readers/dialect.ts';

import { sourceOf } from '../menus.ts';

const comma: Dialect = { delimiter: ',', lineEnd: '\n' };

interface Outcome {
  rows: string[][];
  /** What stopped it: the position of the cell and the message. */
  stopped?: [index: number | undefined, message: string | undefined];
}

async function rowsOf(text: string, dialect = comma, chunkSize?: number): Promise<Outcome> {
  const rows: string[][] = [];
  try {
    for await (const batch of csvRows(sourceOf(text, 'a.csv', chunkSize).open(), dialect))
      rows.push(...batch);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { rows, stopped: [error.finding.index, error.finding.message] };
  }
  return { rows };
}

describe('rows', () => {
  it.each<[text: string, rows: string[][]]>([
    ['', []],
    ['a', [['a']]],
    [
      'a,b\nc,d\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'a,b\r\nc,d\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['a,b\nc,d\r\n"e"\r\n', [['a', 'b'], ['c', 'd'], ['e']]],
    [
      'a,\n,b',
      [
        ['a', ''],
        ['', 'b'],
      ],
    ],
    ['a\n\n\nb\n', [['a'], [''], [''], ['b']]],
    [',,\n', [['', '', '']]],
    ['"a"\n""\n"",""\n', [['a'], [''], ['', '']]],
    ['"a,b","c\nd","e\r\nf"\n', [['a,b', 'c\nd', 'e\r\nf']]],
    ['"12"" Pizza",""""\n', [['12" Pizza', '"']]],
    [
      '"a",\n"b",',
      [
        ['a', ''],
        ['b', ''],
      ],
    ],
    ['نان\u200cخطائی,چائے\n', [['نان\u200cخطائی', 'چائے']]],
    ['a\rb,c\n', [['a\rb', 'c']]],
    ['="00123",="0",b\n', [['="00123"', '="0"', 'b']]],
    ['"=""00123"""\n', [['="00123"']]],
  ])('%j', async (text, rows) => {
    expect((await rowsOf(text)).rows).toEqual(rows);
    expect((await rowsOf(text, comma, 1)).rows).toEqual(rows);
  });

  it.each<[delimiter: Delimiter, text: string]>([
    [';', 'a,1;"b;c";d'],
    ['\t', 'a,1\t"b\tc"\td'],
    ['|', 'a,1|"b|c"|d'],
  ])('parted by %j', async (delimiter, text) => {
    const { rows } = await rowsOf(text, { delimiter, lineEnd: '\n' });
    expect(rows).toEqual([['a,1', `b${delimiter}c`, 'd']]);
  });

  it('that end with a carriage return alone', async () => {
    const { rows } = await rowsOf('a,b\r"c\nd",e\r', { delimiter: ',', lineEnd: '\r' });
    expect(rows).toEqual([
      ['a', 'b'],
      ['c\nd', 'e'],
    ]);
  });

  it.each<[text: string, row: number, index: number, message: string]>([
    ['a,b\nc,12" Pizza\n', 2, 1, 'a quote (") stands in the middle of the cell.'],
    ['a, "b"\n', 1, 1, 'a quote (") stands in the middle of the cell.'],
    ['a,="0"1\n', 1, 1, 'a quote (") stands in the middle of the cell.'],
    ['a\n"b"c,d\n', 2, 0, 'the cell goes on after its closing quote (").'],
    ['a\n"12" Pizza",d\n', 2, 0, 'the cell goes on after its closing quote (").'],
    ['a\nx,"b" ,d\n', 2, 1, 'the cell goes on after its closing quote (").'],
    ['a\nb,"c\nd\ne\n', 2, 1, 'a quote (") is opened in this cell and never closed.'],
    ['a\nb,"c\nd\ne,"f"\n', 2, 1, 'the cell goes on after its closing quote (").'],
    ['a\nb\n"', 3, 0, 'a quote (") is opened in this cell and never closed.'],
    ['a\n"b""\n', 2, 0, 'a quote (") is opened in this cell and never closed.'],
  ])('%j stops at its stray quote', async (text, row, index, message) => {
    const { rows, stopped } = await rowsOf(text);
    expect(rows).toHaveLength(row - 1);
    expect(stopped).toEqual([index, message]);
    expect(await rowsOf(text, comma, 1)).toEqual({ rows, stopped });
  });
});

describe('compared with csv-parse', () => {
  const character = fc.constantFrom('a', '"', '"', ',', '\n', '\r\n', '\r', ' ', 'چ', '=');
  const texts = fc.string({ unit: character, maxLength: 40 });
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\n', '\r', ' ', 'ک', '\t', '|') });

  it('reads the same rows, and stops at the same row', async () => {
    await fc.assert(
      fc.asyncProperty(texts, fc.integer({ min: 1, max: 50 }), async (text, chunkSize) => {
        // `="0"` is the one thing that we take and csv-parse does not.
        fc.pre(!text.includes('="'));
        const { rows, stopped } = await rowsOf(text, comma, chunkSize);
        const options = { record_delimiter: ['\r\n', '\n'], relax_column_count: true };
        if (stopped) {
          expect(() => parse(text, options)).toThrow(/Quote/);
          expect(
            parse(text, {
              ...options,
              to: rows.length + 1,
              on_skip: () => {},
              skip_records_with_error: true,
            }).slice(0, rows.length),
          ).toEqual(rows);
        } else expect(rows).toEqual(parse(text, options));
      }),
      { numRuns: 3000 },
    );
  });

  it('reads what a writer wrote', async () => {
    const written = fc.tuple(
      fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 6 }),
      fc.constantFrom(...delimiters),
      fc.constantFrom('\n', '\r\n'),
      fc.integer({ min: 1, max: 30 }),
    );
    await fc.assert(
      fc.asyncProperty(written, async ([rows, delimiter, lineEnd, chunkSize]) => {
        const text = rows
          .map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(delimiter) + lineEnd)
          .join('');
        expect(await rowsOf(text, { delimiter, lineEnd: '\n' }, chunkSize)).toEqual({ rows });
      }),
      { numRuns: 500 },
    );
  });
});

describe('the line end', () => {
  it.each([
    ['a\nb', '\n'],
    ['a\r\nb', '\n'],
    ['a\rb', '\r'],
    ['a', '\n'],
    ['', '\n'],
    ['a,"b\nc"\rd', '\r'],
    ['a,"b\rc"\nd', '\n'],
  ])('of %j', (text, lineEnd) => {
    expect(lineEndOf(text)).toBe(lineEnd);
  });
});

describe('the head of a file', () => {
  it('is its first rows, as far as they can be read', () => {
    expect(csvHead('a,b\n"c\nd"\ne\nf', comma, 3)).toEqual([['a', 'b'], ['c\nd'], ['e']]);
    expect(csvHead('a\nb', comma, 5)).toEqual([['a'], ['b']]);
    expect(csvHead('a\nb"\nc', comma, 5)).toEqual([['a']]);
  });
});

describe('the physical line of a row', () => {
  const text = 'a\n"b\nc",d\n\ne,"f\r\n\r\ng"\nh\n';

  it('counts the line breaks inside cells', async () => {
    const rows = new Set([1, 2, 3, 4, 5, 9]);
    const lines = await csvLines(sourceOf(text, 'a.csv', 3).open(), comma, rows);
    expect([...lines]).toEqual([
      [1, 1],
      [2, 2],
      [3, 4],
      [4, 5],
      [5, 8],
    ]);
  });

  it('is known for a row that cannot be read too', async () => {
    const lines = await csvLines(sourceOf(`${text}i"\nj\n`).open(), comma, new Set([4, 6, 7]));
    expect([...lines]).toEqual([
      [4, 5],
      [6, 9],
    ]);
  });
});

describe('a row without an end', () => {
  /** A million lines, of which `taken` counts how many were asked for. */
  function endless(first: string, line: string) {
    const state = { taken: 0 };
    const chunk = Buffer.from(line.repeat(1000));
    async function* open() {
      yield Buffer.from(first);
      for (; state.taken < 1000; state.taken += 1) yield chunk;
    }
    return { open, state };
  }

  it.each([
    ['a,b\nc,"d', 'e,f,g,h,i,j,k,l\n', [1, 'a quote (") is opened in this cell and never closed.']],
    ['a,b\nc,12" d', 'e,f,g,h,i,j,k,l\n', [1, 'a quote (") stands in the middle of the cell.']],
    [
      'a,b\n',
      'abcdefghijklmnopqrst',
      [undefined, 'the row has over a million characters: this is not a menu.'],
    ],
  ])('%j is given up after a million characters', async (first, line, stopped) => {
    const { open, state } = endless(first, line);
    const rows: string[][] = [];
    const reading = async () => {
      for await (const batch of csvRows(open(), comma)) rows.push(...batch);
    };
    await expect(reading()).rejects.toHaveProperty(
      'finding',
      expect.objectContaining({ message: stopped[1] }),
    );
    expect(rows).toEqual([['a', 'b']]);
    expect(state.taken).toBeLessThan(100);
  });

  it('takes no time that grows with the square of its length', async () => {
    const lines = '""\n'.repeat(300_000);
    const started = performance.now();
    const { stopped } = await rowsOf(`a\n"${lines}`, comma, 1 << 18);
    expect(stopped?.[0]).toBe(0);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
