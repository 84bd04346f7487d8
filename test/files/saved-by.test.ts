import { expect, it } from 'vitest';
import type { ReadOptions } from '../../src/files/kinds/file-kind.ts';
import { read, worded } from './menus.ts';
import { bookOf } from './xlsx/workbooks.ts';

/** One menu as different programs save it. */
const menu = [
  {
    id: '00411',
    sku: 'DRK-01',
    name: 'Kashmiri Chai کشمیری چائے',
    description: 'Pink tea, "no sugar"\nserved hot',
    is_active: true,
    price: 1250.5,
    category: { id: '7', name: 'Drinks & more' },
    branches: [{ id: '0103', is_active: false, stock_quantity: 12 }],
  },
  {
    id: '00412',
    sku: 'DRK-02',
    name: 'Cola',
    is_active: true,
    price: 130,
    category: { id: '7', name: 'Drinks & more' },
  },
];

const header =
  'product_id,sku,name,description,is_active,price,category_id,category_name,branch_id,branch_is_active,branch_stock_quantity';
const bom = '\ufeff';

const comma = (tea: string, cola: string) => [header, tea, cola];
const teaCells = (price: string, yes: string, no: string, lineEnd = '\n') =>
  `00411,DRK-01,Kashmiri Chai کشمیری چائے,"Pink tea, ""no sugar""${lineEnd}served hot",${yes},${price},7,Drinks & more,0103,${no},12`;
const colaCells = (yes: string) => `00412,DRK-02,Cola,,${yes},130,7,Drinks & more,,,`;

const excel = comma(teaCells('"1,250.50"', 'TRUE', 'FALSE'), colaCells('TRUE'));
const sheets = comma(teaCells('1250.5', 'TRUE', 'FALSE'), colaCells('TRUE'));
const tabs = (lines: readonly string[]) =>
  lines.map((line) =>
    line.replace(/"(?:[^"]|"")*"|,/g, (part) =>
      part === ',' ? '\t' : part === '"1,250.50"' ? '1,250.50' : part,
    ),
  );

function utf16(text: string): Buffer {
  return Buffer.from(`${bom}${text}`, 'utf16le');
}

it.each<[program: string, content: string | Buffer, options: ReadOptions]>([
  ['Excel, CSV UTF-8', `${bom}${excel.join('\r\n')}\r\n`, {}],
  [
    'Excel, with columns that were once in use',
    `${bom}${excel.map((line) => `${line},,,`).join('\r\n')}\r\n,,,,,,,,,,,,,\r\n`,
    {},
  ],
  ['Excel, Unicode Text', utf16(`${tabs(excel).join('\r\n')}\r\n`), {}],
  ['Excel for Mac, CSV (Macintosh) in UTF-8', `${excel.join('\r')}\r`, {}],
  ['Google Sheets, CSV', sheets.join('\r\n'), {}],
  ['Google Sheets, TSV', tabs(sheets).join('\r\n'), {}],
  ['LibreOffice', `${sheets.join('\n')}\n`, {}],
  [
    'LibreOffice, all text cells in quotes',
    `${sheets.join('\n').replace(/(^|,)([^",\n]+)(?=,|\n|$)/gm, '$1"$2"')}\n`,
    {},
  ],
  [
    'Excel in a country with a decimal comma',
    `${bom}${sheets
      .join('\r\n')
      .replace('1250.5', '1.250,50')
      .replace(/"(?:[^"]|"")*"|,/g, (part) => (part === ',' ? ';' : part))
      .replace('1.250;50', '1.250,50')}`,
    { decimalComma: true },
  ],
  ['a till that keeps zeros from Excel', sheets.join('\n').replaceAll(/\b(0041\d|0103)\b/g, '="$1"'), {}],
  [
    'a till that keeps zeros from Excel, in quotes',
    sheets.join('\n').replaceAll(/\b(0041\d|0103)\b/g, '"=""$1"""'),
    {},
  ],
  [
    'two files put together, with different line ends',
    `${excel.slice(0, 2).join('\n')}\n${excel[2]}\r\n`,
    {},
  ],
  ['a program that says what parts the cells', `sep=,\r\n${excel.join('\r\n')}`, {}],
  ['a title above the table', `Teen Neem,,,,,,,,,,\n,,,,,,,,,,\n${sheets.join('\n')}`, {}],
])('%s', async (_, content, options) => {
  const file = await read(content, options);
  expect(worded(file)).toEqual([]);
  expect(file.items).toEqual(menu);
});

/** Bytes of windows-1256. */
function arabicAnsi(text: string): Buffer {
  const letters = new TextDecoder('windows-1256').decode(Uint8Array.from({ length: 256 }, (_, byte) => byte));
  return Buffer.from([...text].map((letter) => letters.indexOf(letter)));
}

const tikka = `${header}\n1,BBQ-01,چکن تکہ,,yes,1.250,7,BBQ,,,\n2,BBQ-02,Boti,,yes,900,7,BBQ,,,\n`;
const semicolons = tikka.replaceAll(',', ';');

it.each<[saved: string, content: Buffer, flags: ReadOptions]>([
  ['in windows-1256', arabicAnsi(tikka), { encoding: 'windows-1256', decimalComma: true }],
  ['in UTF-16 without its mark', Buffer.from(tikka, 'utf16le'), { encoding: 'utf-16le', decimalComma: true }],
  ['with semicolons', Buffer.from(semicolons), { decimalComma: true }],
  ['in windows-1256 with semicolons', arabicAnsi(semicolons), { encoding: 'windows-1256', thousands: '.' }],
  [
    'as a workbook of texts',
    bookOf(...tikka.split('\n').map((line) => line.split(','))),
    { decimalComma: true },
  ],
])(
  'a menu that is saved %s is the same under the right flags, and refused without',
  async (_, content, flags) => {
    const plain = await read(tikka.replace('1.250', '1250'));
    expect(plain.items).toMatchObject([{ name: 'چکن تکہ', price: 1250 }, { price: 900 }]);
    expect(await read(content, flags)).toMatchObject({ items: plain.items, problems: [] });
    const refused = await read(content);
    expect(refused.items.length).toBeLessThan(2);
    expect(worded(refused).join()).toMatch(/--(encoding|decimal-comma)/);
    if (flags.encoding === undefined) return;
    expect((await read(content, { ...flags, encoding: undefined })).items).toEqual([]);
  },
);
