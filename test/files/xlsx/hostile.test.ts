import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { storedZip, zipEntries } from '../../../src/files/xlsx/zip.ts';
import { dish, readMenu, sourceOf, worded } from '../menus.ts';
import { bookOf, partsOf, rowsOf, workbook } from './workbooks.ts';

const read = (content: Buffer) => readMenu(sourceOf(content, 'menu.xlsx'));
const menu = bookOf(...rowsOf(dish()));
const parts = () => partsOf([{ name: 'Menu', rows: rowsOf(dish()) }]);
const sheetPath = 'xl/worksheets/sheet1.xml';
const zipOf = (...names: readonly string[]) =>
  storedZip(new Map(names.map((name) => [name, Buffer.from('x')])));
const withPart = (name: string, change: (xml: string) => string) => {
  const all = parts();
  return storedZip(all.set(name, Buffer.from(change(String(all.get(name))))));
};

/** A zip of one deflated file that claims to be smaller or larger than it is. */
function claiming(content: Buffer, claimed: number): Buffer {
  const packed = deflateRawSync(content);
  const zip = storedZip(new Map([...parts(), [sheetPath, packed]]));
  const { offset } = zipEntries(zip).find(({ name }) => name === sheetPath) ?? { offset: 0 };
  const entry = zip.indexOf(sheetPath, offset + 30 + sheetPath.length) - 46;
  zip.writeUInt16LE(8, entry + 10);
  zip.writeUInt32LE(claimed, entry + 24);
  return zip;
}

const ole = (text: string) =>
  Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), Buffer.from(text, 'utf16le'), Buffer.alloc(512)]);

describe('a file that is no menu in a workbook', () => {
  it.each<[string, Buffer, string]>([
    ['an old workbook', ole('Workbook'), 'a workbook of the old format (.xls)'],
    ['one with a password', ole('EncryptedPackage'), 'this workbook is protected with a password.'],
    ['one of LibreOffice', zipOf('mimetype', 'content.xml'), 'a LibreOffice document (.ods)'],
    ['one of Numbers', zipOf('Index/Document.iwa'), 'a document of Apple Numbers'],
    ['a binary one', zipOf('[Content_Types].xml', 'xl/workbook.bin'), 'a binary workbook (.xlsb)'],
    ['a letter', zipOf('[Content_Types].xml', 'word/document.xml'), 'an Office document, but no workbook'],
    ['pictures', zipOf('a.jpg', 'b.jpg'), 'a zip file, but no workbook'],
    ['one that is cut off', menu.subarray(0, menu.length - 100), 'damaged: its end is missing'],
    ['one without its beginning', Buffer.concat([menu.subarray(0, 40), menu.subarray(90)]), 'damaged: '],
    [
      'one with a wrong checksum',
      Buffer.from(menu.toString('latin1').replace('Doodh', 'Doohd'), 'latin1'),
      `damaged: "${sheetPath}" does not fit its checksum`,
    ],
    ['a bomb', claiming(Buffer.alloc(50 << 20), 1000), 'cannot be unpacked to the size it claims'],
    ['a bomb that owns to it', claiming(Buffer.alloc(1 << 20), 100 << 20), 'too large: 101 MB unpacked'],
    [
      'one that claims nothing',
      claiming(Buffer.alloc(50 << 20), 0),
      'cannot be unpacked to the size it claims',
    ],
    [
      'one that declares entities',
      withPart(sheetPath, (xml) => xml.replace('<worksheet', '<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet')),
      'declares XML entities',
    ],
    [
      'one of very many cells',
      withPart(sheetPath, (xml) => xml.replace('</sheetData>', `${'<c/>'.repeat(3_000_001)}</sheetData>`)),
      'too large: too many cells',
    ],
    [
      'one that describes its columns again and again',
      withPart(sheetPath, (xml) =>
        xml.replace('<sheetData>', `${'<col min="1" max="16384"/>'.repeat(3000)}<sheetData>`),
      ),
      'was not made by a spreadsheet',
    ],
    [
      'one with a cell beyond the last',
      bookOf(...rowsOf(dish()), [{ xml: '<c r="ZZZZZZ99999999"><v>1</v></c>' }]),
      'this workbook cannot be read: Cell reference',
    ],
    [
      'one whose sheet is missing',
      withPart('xl/workbook.xml', (xml) => xml.replace('rId1', 'rId9')),
      'cannot be read',
    ],
    [
      'one without sheets',
      withPart('xl/workbook.xml', (xml) => xml.replace(/<sheet .*\/>/, '')),
      'has no sheets',
    ],
    [
      'one with a row that swallows the next',
      withPart(sheetPath, (xml) => xml.replace('<row', '<row><c r="A1"><v><row')),
      `damaged: "${sheetPath}" breaks off`,
    ],
    ['one with nothing in it', bookOf(['', null]), 'there is nothing in sheet "Menu"'],
    [
      'one whose XML breaks off',
      withPart(sheetPath, (xml) => xml.slice(0, 300)),
      `damaged: "${sheetPath}" breaks off`,
    ],
    [
      'one whose XML breaks off at its end',
      withPart(sheetPath, (xml) => xml.slice(0, -60)),
      `damaged: "${sheetPath}" breaks off`,
    ],
  ])('is refused in a sentence: %s', async (_, content, message) => {
    const { items, problems } = await read(content);
    expect(items).toEqual([]);
    expect(problems.map((problem) => problem.message ?? problem.expected).join()).toContain(message);
    expect(problems.some(({ severity }) => severity === 'error')).toBe(true);
  });
});

describe('a workbook at the limits of Excel', () => {
  it('has a cell in its last row', async () => {
    const last = '<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>b</t></is></c></row></sheetData>';
    const content = withPart(sheetPath, (xml) => xml.replace('</sheetData>', last));
    expect((await read(content)).problems[0]).toMatchObject({ row: 1_048_576 });
  });

  it('has a cell in its last column', async () => {
    const [header = [], row = []] = rowsOf(dish());
    const content = bookOf(header, [...row, { xml: '<c r="XFD2"><v>1</v></c>' }]);
    expect((await read(content)).problems).toMatchObject([{ row: 2, column: 'XFD' }]);
  });

  it('has a text as long as a cell holds', async () => {
    const description = 'چ'.repeat(32_767);
    expect(await read(bookOf(...rowsOf(dish({ description }))))).toMatchObject({
      items: [{ description }],
      problems: [],
    });
  });

  it('is refused where rows and columns together are too many', async () => {
    const corner = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>';
    const { problems } = await read(withPart(sheetPath, (xml) => xml.replace('</sheetData>', corner)));
    expect(problems[0]?.message).toContain('this workbook cannot be read');
  });
});

it('may have comments, instructions and raw text in its XML', async () => {
  const content = withPart(sheetPath, (xml) =>
    xml
      .replace('<sheetData>', '<!-- <row> --><?mso <c?><sheetData>')
      .replace('Doodh Patti', '<![CDATA[Doodh <Patti>]]>'),
  );
  expect((await read(content)).items).toMatchObject([{ name: 'Doodh <Patti>' }]);
});

it('has headers that mean something to JavaScript', async () => {
  const { items, problems } = await read(
    bookOf(...rowsOf({ ...dish(), ['__proto__']: 'x', constructor: 'y', toString: 'z' })),
  );
  expect(items).toHaveLength(1);
  expect(problems.every(({ severity }) => severity === 'warning')).toBe(true);
  expect({}).not.toHaveProperty('x');
});

it('has sheets with names that a terminal would obey, and that are shown without', async () => {
  const sheets = ['\u202eunem', '=cmd|calc', '../../x'].map((name) => ({ name, rows: rowsOf(dish()) }));
  expect(worded(await read(workbook(...sheets)))[0]).not.toContain('\u202e');
});

it('never breaks, whatever bytes it is made of', async () => {
  const bytes = fc.uint8Array({ maxLength: 400 });
  const damage = fc.array(fc.tuple(fc.nat({ max: menu.length - 1 }), fc.nat({ max: 255 })), { maxLength: 8 });
  const damaged = damage.map((changes) => {
    const copy = Buffer.from(menu);
    for (const [at, byte] of changes) copy[at] = byte;
    return copy;
  });
  const someXml = fc
    .array(
      fc.constantFrom(
        ...[
          '<row>',
          '<c>',
          '<c r="A1">',
          '<c r="B0">',
          '<c t="s">',
          '<v>',
          '9',
          '</c>',
          '</v>',
          '<is>',
          '<t>',
          'a',
        ],
        ...[
          '&#0;',
          '<f>',
          '</row>',
          '<',
          '>',
          '<!--',
          '<![CDATA[',
          ']]>',
          'r="',
          '<row r="-1">',
          '<c s="99">',
          '_xD800_',
        ],
      ),
      { maxLength: 30 },
    )
    .map((pieces) =>
      withPart(sheetPath, (xml) => xml.replace('<sheetData>', `<sheetData>${pieces.join('')}`)),
    );
  const anyFile = fc.oneof(
    bytes.map((tail) => Buffer.concat([Buffer.from('PK\x03\x04'), tail])),
    bytes.map((tail) => Buffer.concat([menu.subarray(0, 300), tail, menu.subarray(-200)])),
    damaged,
    someXml,
  );
  await fc.assert(
    fc.asyncProperty(anyFile, async (content) => {
      const { items, problems } = await read(Buffer.from(content));
      if (items.length > 0) expect(items).toMatchObject([{ price: 120 }]);
      else expect(problems.map((one) => one.message ?? one.expected).join()).toMatch(/\S/);
    }),
    { numRuns: 500 },
  );
});
