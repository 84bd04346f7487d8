import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Unreadable } from '../../../src/files/problem.ts';
import { type Encoding, encodings, utf8Chunks } from '../../../src/files/readers/encoding.ts';
import { sourceOf } from '../menus.ts';

async function decode(bytes: string | Uint8Array, asked?: Encoding, chunkSize?: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of utf8Chunks(sourceOf(bytes, 'a.csv', chunkSize), asked)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

async function refusal(bytes: Uint8Array, asked?: Encoding, chunkSize?: number) {
  const error = await decode(bytes, asked, chunkSize).catch((reason: unknown) => reason);
  if (!(error instanceof Unreadable)) throw new Error(`not refused: ${error}`);
  return error.finding;
}

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));

function utf16be(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16();
}

const text = 'product_id,name\r\n0103,نان\u200cخطائی چائے\r\n7,Jalapeño 🌶\n';
const marks = { utf8: [0xef, 0xbb, 0xbf], le: [0xff, 0xfe], be: [0xfe, 0xff] };

describe('is read', () => {
  it.each<[what: string, content: Uint8Array, asked: Encoding | undefined]>([
    ['UTF-8', bytes(text), undefined],
    ['UTF-8 with its mark', bytes(marks.utf8, text), undefined],
    ['UTF-8 with its mark, whatever is asked for', bytes(marks.utf8, text), 'windows-1252'],
    ['UTF-16LE with its mark', bytes(marks.le, [...Buffer.from(text, 'utf16le')]), undefined],
    ['UTF-16BE with its mark', bytes(marks.be, [...utf16be(text)]), undefined],
    ['UTF-16LE, asked for', Buffer.from(text, 'utf16le'), 'utf-16le'],
    ['UTF-16BE, asked for', utf16be(text), 'utf-16be'],
  ])('%s', async (_, content, asked) => {
    expect(await decode(content, asked)).toBe(text);
    for (const chunkSize of [1, 2, 3, 5, 7]) expect(await decode(content, asked, chunkSize)).toBe(text);
  });

  it('windows-1252, asked for, the euro and the quotes of Word too', async () => {
    const content = bytes('name\nCaf', [0xe9], ' ', [0x80, 0x93, 0x94, 0x92, 0x8d], '\n');
    expect(await decode(content, 'windows-1252', 2)).toBe('name\nCafé €“”’\u008d\n');
  });

  it('windows-1256, asked for, with the letters of Urdu', async () => {
    // "چکن کڑاہی" as an Urdu Windows saves it.
    const content = bytes('name\n', [0x8d, 0x98, 0xe4, 0x20, 0x98, 0x9a, 0xc7, 0xc0, 0xed], '\n');
    expect(await decode(content, 'windows-1256', 3)).toBe('name\nچکن کڑاہي\n');
  });

  it('a file with no letter outside ASCII, whatever is asked for', async () => {
    for (const encoding of ['utf-8', 'windows-1252', 'windows-1256'] as const)
      expect(await decode('name\nTea\n', encoding)).toBe('name\nTea\n');
  });

  it('a file with nothing in it', async () => {
    for (const encoding of encodings) expect(await decode('', encoding)).toBe('');
    expect(await decode(bytes(marks.utf8))).toBe('');
    expect(await decode(bytes(marks.le))).toBe('');
  });

  it('any text, however it is cut into chunks', async () => {
    const texts = fc.string({ unit: 'binary', maxLength: 30 }).map((one) => one.replaceAll('\0', ''));
    await fc.assert(
      fc.asyncProperty(texts, fc.integer({ min: 1, max: 9 }), async (one, chunkSize) => {
        fc.pre(!/^(\ufeff|PK|%|<)/.test(one));
        expect(await decode(one, undefined, chunkSize)).toBe(one);
      }),
    );
  });
});

describe('is refused', () => {
  it('windows-1252 or windows-1256 that nobody asked for, with one cell read both ways', async () => {
    const content = bytes('id,name\n1,Tea\n2,"Caf', [0xe9], ' au lait",5\n');
    expect(await refusal(content)).toEqual({
      severity: 'error',
      line: 3,
      message:
        'this is not UTF-8. One cell read as windows-1252 says "Café au lait", as windows-1256 "Café au lait".',
      hint: 'Export the file as "CSV UTF-8", or run again with --encoding and the one that reads right.',
    });
    const urdu = bytes('id,name\n1,', [0x8d, 0x98, 0xe4], '\n');
    expect((await refusal(urdu)).message).toContain('windows-1252 says "\u008d˜ä", as windows-1256 "چکن"');
    expect(await refusal(bytes('a\n', [0xe9]))).toMatchObject({ line: 2 });
  });

  it.each([
    ['a character that is cut off at the end', bytes('id\n', [0xd9])],
    ['an overlong character', bytes('id\n', [0xc0, 0xaf], '\n')],
    ['half of a character of UTF-16', bytes('id\n', [0xed, 0xa0, 0x80], '\n')],
    ['a stray continuation', bytes('id\n', [0x80, 0x80, 0x80, 0x80], '\n')],
  ])('%s', async (_, content) => {
    for (const chunkSize of [1, 2, 100])
      expect(await refusal(content, undefined, chunkSize)).toMatchObject({ line: 2 });
  });

  it('a long cell is shown around what is wrong', async () => {
    const { message = '' } = await refusal(bytes('x'.repeat(200), [0xe9], 'y'.repeat(200)));
    expect(message).toMatch(/says "x{20}éy{19}"/);
  });

  it.each<[what: string, content: Uint8Array, asked: Encoding | undefined, guess: string]>([
    ['UTF-16LE without its mark', Buffer.from('id\nچائے', 'utf16le'), undefined, 'utf-16le'],
    ['UTF-16BE without its mark', utf16be('id\nچائے'), undefined, 'utf-16be'],
    ['UTF-16 read as windows-1256', Buffer.from('id\nچائے', 'utf16le'), 'windows-1256', 'utf-16le'],
  ])('%s', async (_, content, asked, guess) => {
    expect(await refusal(content, asked)).toEqual({
      severity: 'error',
      line: 1,
      message: 'there is a NUL byte: this is not a text file, or it is UTF-16 without its mark.',
      hint: `Export the file as "CSV UTF-8", or run again with --encoding ${guess}.`,
    });
  });

  it('a NUL in the middle, with its line', async () => {
    expect(await refusal(bytes('id\n1\n2', [0], '\n'), undefined, 4)).toMatchObject({ line: 3 });
    expect(await refusal(bytes(marks.le, [...Buffer.from('id\n\0', 'utf16le')]))).toMatchObject({ line: 2 });
  });

  it('UTF-16 that is cut off, or is something else', async () => {
    const cut = Buffer.from('id\nab', 'utf16le').subarray(0, -1);
    expect(await refusal(cut, 'utf-16le')).toMatchObject({
      message: 'this is not utf-16le, or the file is cut off.',
    });
    const half = bytes([...Buffer.from('id\n', 'utf16le')], [0x00, 0xd8, 0x20, 0x00]);
    expect(await refusal(half, 'utf-16le', 2)).toMatchObject({ line: 2 });
  });

  it('UTF-8 that is said to be windows-1256: every letter would come out as two', async () => {
    expect(await refusal(bytes(text), 'windows-1256', 5)).toEqual({
      severity: 'error',
      message: 'this is UTF-8, not windows-1256.',
      hint: 'Run again without --encoding.',
    });
  });

  it.each([
    ['a PDF', bytes('%PDF-1.7\n'), /^this is a PDF/],
    ['a web page that is called .xls', bytes('<html><table>'), /^this is HTML or XML/],
  ])('%s', async (_, content, message) => {
    const finding = await refusal(content);
    expect(finding.message).toMatch(message);
    expect(finding.hint).toContain('Save As, "CSV UTF-8 (Comma delimited)"');
  });

  it('not a text that begins with the letters PK', async () => {
    expect(await decode('PK,name\n')).toBe('PK,name\n');
  });
});
