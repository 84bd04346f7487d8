import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonLines, readJson } from '../../../src/files/readers/json.ts';
import { jsonText, openText } from '../../../src/files/readers/text.ts';
import { sourceOf } from '../menus.ts';

describe('readJson', () => {
  it('gives what JSON.parse gives, for any value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(undefined, 2, '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const { value: read, findings } = readJson(text);
        if (findings.length === 0) expect(read).toStrictEqual(JSON.parse(text));
      }),
      { numRuns: 1000 },
    );
  });

  it('gives what JSON.parse gives, for any text, or finds something wrong', () => {
    const token = fc.constantFrom(
      ...[
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '"',
        '"a"',
        '"__proto__"',
        '"\\u0041"',
        '"\\n"',
        '"\\x"',
        ' ',
        '\n',
        '\t',
      ],
      ...[
        '0',
        '-0',
        '01',
        '1.5',
        '1e5',
        '1E-2',
        '.5',
        '-',
        'true',
        'false',
        'null',
        'nul',
        '\u00a0',
        '"a":1',
      ],
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 12 }), (tokens) => {
        const text = tokens.join('');
        const { value, findings } = readJson(text);
        if (findings.length === 0) expect(value).toStrictEqual(JSON.parse(text));
        else if (value === undefined) expect(() => JSON.parse(text)).toThrow();
      }),
      { numRuns: 5000 },
    );
  });

  it("reads the vendor's sample", () => {
    const text = readFileSync('fixtures/vendor/import-menu-request.json', 'utf8');
    expect(readJson(text)).toStrictEqual({ value: JSON.parse(text), findings: [] });
  });

  it.each([
    ['', 1, 'the JSON is cut off.'],
    ['{"products": [', 1, 'the JSON is cut off.'],
    ['{"products": [\n{"id": "1"},\n', 3, 'the JSON is cut off.'],
    ['{"a": 1', 1, 'this is not JSON: expected "," or "}".'],
    ['[1, 2', 1, 'this is not JSON: expected "," or "]".'],
    ['[1,]', 1, 'this is not JSON: expected a value.'],
    ['{"a": 1,}', 1, 'this is not JSON: expected a name in double quotes.'],
    ["{'a': 1}", 1, 'this is not JSON: expected a name in double quotes.'],
    ['{a: 1}', 1, 'this is not JSON: expected a name in double quotes.'],
    ['{"a" 1}', 1, 'this is not JSON: expected ":".'],
    ['{"a":\n"b\nc"}', 2, 'this text in quotes has a line break or a tab in it, or no closing quote.'],
    ['["a', 1, 'the JSON is cut off.'],
    ['["a\\', 1, 'the JSON is cut off.'],
    ['[\n"C:\\Pictures"]', 2, 'this text in quotes is not JSON: a backslash in it is written \\\\.'],
    ['["12" Pizza"]', 1, 'this is not JSON: expected "," or "]".'],
    ['[1] [2]', 1, 'the JSON ends here and something follows it.'],
    ['{"a": 1}\n{"a": 2}', 2, 'the JSON ends here and something follows it.'],
    ['[NaN]', 1, 'this is not JSON: expected a value.'],
    ['[\n// note\n1]', 2, 'this is not JSON: expected a value.'],
    ['[01]', 1, 'this is not JSON: expected "," or "]".'],
  ])('%j is not JSON', (text, line, message) => {
    expect(readJson(text)).toEqual({ value: undefined, findings: [{ severity: 'error', line, message }] });
  });

  it('finds a name that stands twice in one object', () => {
    const { findings } = readJson('[{"price": 1,\n"name": "a",\n"price": 2}, {"price": 3}]');
    expect(findings).toEqual([
      {
        severity: 'error',
        path: [0, 'price'],
        line: 3,
        message: 'this name stands twice in one object: which one counts is unclear.',
      },
    ]);
    expect(readJson('{"a": 1, "\\u0061": 2}').findings).toHaveLength(1);
  });

  it('lets no name change what an object is', () => {
    const { value, findings } = readJson('{"__proto__": {"admin": true},\n"constructor": 1, "toString": 2}');
    expect(findings).toMatchObject([{ path: ['__proto__'], line: 1, message: 'this name is not allowed.' }]);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.keys(Object(value))).toEqual(['constructor', 'toString']);
    expect({}).not.toHaveProperty('admin');
  });

  it.each(['12345678901234567890', '9007199254740993', '0.1234567890123456789', '1e400', '-1e999', '1e-400'])(
    'finds that %s cannot be kept',
    (number) => {
      expect(readJson(`[{"id": ${number}}]`).findings).toEqual([
        {
          severity: 'error',
          path: [0, 'id'],
          value: number,
          expected: 'a number that can be kept exactly, of at most 15 digits',
          hint: 'Put ids in quotes.',
        },
      ]);
    },
  );

  it.each([
    '0',
    '-0',
    '0.1',
    '1e5',
    '1.10',
    '100000000000000000000',
    '123456789012345',
    '9007199254740992',
    '0e999',
  ])('keeps %s', (number) => {
    expect(readJson(number)).toStrictEqual({ value: JSON.parse(number), findings: [] });
  });

  it('gives up on nesting that no menu has, without falling over', () => {
    const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
    expect(readJson(deep(32)).findings).toEqual([]);
    for (const levels of [33, 1_000_000]) {
      expect(readJson(deep(levels))).toEqual({
        value: undefined,
        findings: [{ severity: 'error', line: 1, message: 'more than 32 levels of nesting.' }],
      });
    }
    expect(readJson('{"a":'.repeat(1_000_000)).value).toBeUndefined();
  });

  it('takes no time that grows with the square of what is wrong', () => {
    const text = `{${Array.from({ length: 100_000 }, () => '"a": 1').join(',\n')}}`;
    const started = performance.now();
    const { findings } = readJson(text);
    expect(findings).toHaveLength(99_999);
    expect(findings.at(-1)).toMatchObject({ line: 100_000 });
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it.each([
    ['values', `[${'1,'.repeat(10_000_001)}1]`, 'more than 10000000 values: this is not a menu.'],
    ['problems', `{${'"a":1,'.repeat(200_000)}"a":1}`, 'more than 100000 problems above.'],
  ])('gives up on too many %s', (_, text, message) => {
    const { value, findings } = readJson(text);
    expect(value).toBeUndefined();
    expect(findings.at(-1)).toEqual({ severity: 'error', line: 1, message });
    expect(findings.length).toBeLessThan(100_010);
  });

  it('tells what it found before the text went wrong', () => {
    const text = '[{"id": 12345678901234567890},\n{"id": 1, "id": 2},\n';
    const { findings } = readJson(text);
    expect(findings.map(({ message, expected }) => message ?? expected)).toEqual([
      'a number that can be kept exactly, of at most 15 digits',
      'this name stands twice in one object: which one counts is unclear.',
      'the JSON is cut off.',
    ]);
    expect(jsonLines(text, [[0, 'id']])([0, 'id'])).toBe(1);
  });

  it('reads a long text with many escapes', () => {
    const text = JSON.stringify('a\n"'.repeat(3_000_000));
    expect(readJson(text).value).toBe(JSON.parse(text));
  });
});

describe('jsonLines', () => {
  const text =
    '{\n"products": [\n{"id": "1",\n"category": {"id": "c"}},\n{"id": "2",\n"branches": [\n{"id": 1}]}]}';
  const at = (...path: (string | number)[]) => jsonLines(text, [path])(path);

  it('says on which line a value begins', () => {
    expect(at('products')).toBe(2);
    expect(at('products', 0)).toBe(3);
    expect(at('products', 0, 'category', 'id')).toBe(4);
    expect(at('products', 1, 'branches', 0, 'id')).toBe(7);
  });

  it('falls back on what is around it', () => {
    expect(at('products', 0, 'price')).toBe(3);
    expect(at('products', 1, 'branches', 0, 'price')).toBe(7);
    expect(at('products', 9, 'price')).toBe(2);
    expect(at('orders', 0)).toBeUndefined();
  });
});

describe('jsonText', () => {
  it.each([
    ['{"products": []}', true],
    ['[]', true],
    ['\ufeff  \n[{"id": 1}]', true],
    ['[\n{', true],
    ['{', true],
    ['', false],
    [' \n', false],
    ['product_id,name', false],
    ['[Menu 2026],,\nproduct_id,name', false],
    ['[مینو]\nproduct_id,name', false],
  ])('%j', async (text, isJson) => {
    const read = await jsonText(await openText(sourceOf(text, 'a', 3)));
    expect(read).toBe(isJson ? text.replace('\ufeff', '') : undefined);
  });

  it('is not read beyond 256 MB', async () => {
    let given = 0;
    const chunk = Buffer.alloc(1 << 22, ' ');
    async function* open() {
      yield Buffer.from('[');
      for (; given < 1000; given += 1) yield chunk;
    }
    await expect(jsonText(await openText({ name: 'big.json', open }))).rejects.toMatchObject({
      finding: { message: 'JSON of more than 256 MB is not read.' },
    });
    expect(given).toBeLessThan(100);
  });
});
