import { columnLetter } from '../../../src/files/problem.ts';
import { storedZip } from '../../../src/files/xlsx/zip.ts';
import type { Cells } from '../menus.ts';

/** Workbooks written by hand, so that they hold what no library writes. */

/** A cell: a text, a number, or what a spreadsheet stores for it, with the format it is shown by. */
export type Cell =
  | string
  | number
  | boolean
  | null
  | { number: number | string; format: string }
  | { error: string }
  | { formula: string; result?: number | string }
  | { rich: readonly string[] }
  | { shared: string }
  | { xml: string };

export interface SheetOf {
  name: string;
  rows: readonly (readonly Cell[])[];
  state?: 'hidden' | 'veryHidden';
  hiddenRows?: readonly number[];
  /** Positions from 0. */
  hiddenColumns?: readonly number[];
  /** What follows the rows, as XML. */
  after?: string;
}

const inXml = (text: string) =>
  text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`).replace(/\r/g, '&#13;');

/** The files of a workbook, by their paths. */
export function partsOf(sheets: readonly SheetOf[]): Map<string, Buffer> {
  const formats: string[] = [];
  const strings: string[] = [];
  const xml = (body: string) =>
    Buffer.from(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${body}`);
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const related = (targets: readonly (readonly [id: string, type: string, target: string])[]) =>
    xml(
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${targets
        .map(
          ([id, type, target]) => `<Relationship Id="${id}" Type="${relations}/${type}" Target="${target}"/>`,
        )
        .join('')}</Relationships>`,
    );

  const cellXml = (cell: Cell, ref: string): string => {
    if (cell === null || cell === '') return '';
    if (typeof cell === 'string') return `<c r="${ref}" t="inlineStr"><is><t>${inXml(cell)}</t></is></c>`;
    if (typeof cell === 'number') return `<c r="${ref}"><v>${cell}</v></c>`;
    if (typeof cell === 'boolean') return `<c r="${ref}" t="b"><v>${Number(cell)}</v></c>`;
    if ('xml' in cell) return cell.xml.replace('REF', ref);
    if ('error' in cell) return `<c r="${ref}" t="e"><v>${cell.error}</v></c>`;
    if ('rich' in cell) {
      const runs = cell.rich.map((text) => `<r><t xml:space="preserve">${inXml(text)}</t></r>`).join('');
      return `<c r="${ref}" t="inlineStr"><is>${runs}</is></c>`;
    }
    if ('shared' in cell) return `<c r="${ref}" t="s"><v>${strings.push(cell.shared) - 1}</v></c>`;
    if ('formula' in cell) {
      const { formula, result } = cell;
      const type = typeof result === 'string' ? ' t="str"' : '';
      const value = result === undefined ? '' : `<v>${inXml(String(result))}</v>`;
      return `<c r="${ref}"${type}><f>${inXml(formula)}</f>${value}</c>`;
    }
    if (!formats.includes(cell.format)) formats.push(cell.format);
    return `<c r="${ref}" s="${formats.indexOf(cell.format) + 1}"><v>${cell.number}</v></c>`;
  };

  const sheetXml = ({ rows, hiddenRows = [], hiddenColumns = [], after = '' }: SheetOf) => {
    const cols = hiddenColumns
      .map((at) => `<col min="${at + 1}" max="${at + 1}" width="9" hidden="1"/>`)
      .join('');
    const body = rows.map((cells, i) => {
      const row = i + 1;
      const hidden = hiddenRows.includes(row) ? ' hidden="1"' : '';
      const texts = cells.map((cell, at) => cellXml(cell, `${columnLetter(at)}${row}`));
      return cells.length === 0 ? '' : `<row r="${row}"${hidden}>${texts.join('')}</row>`;
    });
    const head = cols === '' ? '' : `<cols>${cols}</cols>`;
    return xml(
      `<worksheet xmlns="${main}">${head}<sheetData>${body.join('')}</sheetData>${after}</worksheet>`,
    );
  };
  const written = sheets.map((sheet, i) => [`xl/worksheets/sheet${i + 1}.xml`, sheetXml(sheet)] as const);
  const listed = sheets.map(({ name, state }, i) => {
    return `<sheet name="${inXml(name)}" sheetId="${i + 1}"${state ? ` state="${state}"` : ''} r:id="rId${i + 1}"/>`;
  });
  const xfs = formats.map((_, i) => `<xf numFmtId="${i + 164}" applyNumberFormat="1"/>`).join('');
  const codes = formats
    .map((code, i) => `<numFmt numFmtId="${i + 164}" formatCode="${inXml(code)}"/>`)
    .join('');
  return new Map<string, Buffer>([
    [
      '[Content_Types].xml',
      xml('<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'),
    ],
    ['_rels/.rels', related([['rId1', 'officeDocument', 'xl/workbook.xml']])],
    [
      'xl/workbook.xml',
      xml(`<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${listed.join('')}</sheets></workbook>`),
    ],
    [
      'xl/_rels/workbook.xml.rels',
      related([
        ...sheets.map((_, i) => [`rId${i + 1}`, 'worksheet', `worksheets/sheet${i + 1}.xml`] as const),
        ['rIdStyles', 'styles', 'styles.xml'],
        ['rIdStrings', 'sharedStrings', 'sharedStrings.xml'],
      ]),
    ],
    [
      'xl/styles.xml',
      xml(
        `<styleSheet xmlns="${main}"><numFmts>${codes}</numFmts><cellXfs><xf numFmtId="0"/>${xfs}</cellXfs></styleSheet>`,
      ),
    ],
    [
      'xl/sharedStrings.xml',
      xml(`<sst xmlns="${main}">${strings.map((text) => `<si><t>${inXml(text)}</t></si>`).join('')}</sst>`),
    ],
    ...written,
  ]);
}

export function workbook(...sheets: readonly SheetOf[]): Buffer {
  return storedZip(partsOf(sheets));
}

/** A workbook of one sheet. */
export function bookOf(...rows: readonly (readonly Cell[])[]): Buffer {
  return workbook({ name: 'Menu', rows });
}

/** The rows of a sheet with a column for every name that one of its dishes uses. */
export function rowsOf(...dishes: readonly (Cells | Readonly<Record<string, Cell>>)[]): Cell[][] {
  const header = [...new Set(dishes.flatMap((row) => Object.keys(row)))];
  return [
    header,
    ...dishes.map((row: Readonly<Record<string, Cell>>) => header.map((name) => row[name] ?? null)),
  ];
}
