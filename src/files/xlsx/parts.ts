import { Unreadable } from '../problem.ts';
import { mergedInXml } from './merged-cells.ts';
import { countTags } from './tags.ts';
import { damaged, storedZip, unzip, type ZipEntry, zipEntries } from './zip.ts';

/** What is read of a workbook: its sheets and what their cells refer to. No pictures, no macros, no links. */
const wanted =
  /^(\[Content_Types\]\.xml|_rels\/\.rels|xl\/_rels\/workbook\d*\.xml\.rels|xl\/(workbook\d*|styles\d*|sharedStrings\d*)\.xml|xl\/worksheets\/[^/]+\.xml)$/i;

/** Twenty thousand dishes take 11 MB. What is read of them takes up to twenty times as much memory. */
const mostUnpacked = 64 << 20;
/** A cell takes one to four of them, and a blank one that is coloured in takes as much memory as any. */
const mostTags = 3_000_000;

/**
 * The parts of a workbook that are read, each looked at and unpacked within bounds, as a zip file that is not packed.
 * The library that reads it is given nothing else of a stranger's file.
 * @throws Unreadable for any other file, and for one that takes more memory than is to be had
 */
export function workbookParts(bytes: Buffer): Buffer {
  const entries = zipEntries(bytes);
  refuseOthers(new Set(entries.map(({ name }) => name)));
  const parts = entries.filter(({ name }) => wanted.test(name));
  const unpacked = parts.reduce((sum, entry) => sum + entry.unpacked, 0);
  if (unpacked > mostUnpacked) throw tooLarge(`${Math.ceil(unpacked / (1 << 20))} MB unpacked`);
  const files = new Map<string, Buffer>();
  let tags = 0;
  for (const part of parts) {
    if (files.has(part.name)) throw new Unreadable({ message: `this workbook holds "${part.name}" twice.` });
    const content = checkedXml(part, unzip(bytes, part));
    const { count, areBalanced } = countTags(content);
    if (!areBalanced) throw damaged(`"${part.name}" breaks off`);
    tags += count;
    if (tags > mostTags) throw tooLarge('too many cells');
    files.set(part.name, isSheet(part.name) ? rowsOnly(part.name, content) : content);
  }
  return storedZip(files);
}

/** Words for what is a zip file, and no workbook of Excel's. */
function refuseOthers(names: ReadonlySet<string>): void {
  const what = names.has('[Content_Types].xml')
    ? [...names].some((name) => /^xl\/workbook\d*\.xml$/i.test(name))
      ? undefined
      : names.has('xl/workbook.bin')
        ? "a binary workbook (.xlsb), which Excel's newer formats have replaced"
        : 'an Office document, but no workbook'
    : names.has('mimetype') && names.has('content.xml')
      ? 'a LibreOffice document (.ods)'
      : [...names].some((name) => name.startsWith('Index/'))
        ? 'a document of Apple Numbers'
        : 'a zip file, but no workbook';
  if (what === undefined) return;
  throw new Unreadable({
    message: `this is ${what}.`,
    hint: 'Open it, save or export it as "Excel Workbook (.xlsx)" or as "CSV UTF-8", and give that file.',
  });
}

function isSheet(name: string): boolean {
  return name.toLowerCase().startsWith('xl/worksheets/');
}

/** Office never writes declarations of its own into XML. They are what bombs are made of. */
function checkedXml({ name }: ZipEntry, content: Buffer): Buffer {
  if (!content.includes('<!DOCTYPE') && !content.includes('<!ENTITY')) return content;
  throw new Unreadable({
    message: `this workbook was not made by a spreadsheet: "${name}" declares XML entities.`,
  });
}

/** What follows the rows of a sheet is how it looks: rules, links, pictures. Merged cells alone say something of the rows. */
function rowsOnly(name: string, content: Buffer): Buffer {
  const rows = content.indexOf('sheetData');
  let columns = 0;
  for (const [, min, max] of content.toString('latin1', 0, Math.max(0, rows)).matchAll(columnRange)) {
    columns += Math.max(0, Number(max) - Number(min)) + 1;
  }
  // A spreadsheet describes each column once. Ranges that overlap are there to keep somebody busy.
  if (columns > mostColumns) {
    throw new Unreadable({
      message: `this workbook was not made by a spreadsheet: see the columns of "${name}".`,
    });
  }
  const last = content.lastIndexOf(rowsEnd);
  if (last < 0) return content;
  const end = last + rowsEnd.length;
  return Buffer.concat([content.subarray(0, end), mergedInXml(content.subarray(end))]);
}

const columnRange = /<(?:\w+:)?col\s[^>]*?min="(\d+)"[^>]*?max="(\d+)"/g;
const mostColumns = 16_384;
const rowsEnd = 'sheetData>';

function tooLarge(size: string): Unreadable {
  return new Unreadable({
    message: `this workbook is too large: ${size}.`,
    hint: 'Save the sheet as "CSV UTF-8" and give that file, or take what is not the menu out of the workbook.',
  });
}
