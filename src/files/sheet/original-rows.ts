import { certainText } from '../cells/numerals.ts';
import { type Draft, rowsOf } from '../drafts/draft.ts';
import type { Original, SheetRow } from '../kinds/file-kind.ts';
import { Unreadable } from '../problem.ts';
import { csvRows } from '../readers/csv.ts';
import { rowLines } from './place-findings.ts';
import type { Sheet } from './sheet.ts';

/** The rows that items were made of, as they stand in the file. It is read again for them. */
export async function originalRows(sheet: Sheet, indexes: readonly number[]): Promise<Original[]> {
  const { header } = sheet.layout;
  const itemOf = new Map(indexes.flatMap((index) => rowsFrom(sheet.drafts[index], index)));
  const lines = await rowLines(sheet, new Set(itemOf.keys()));
  return (await rowsAt(sheet, new Set(itemOf.keys()))).flatMap(({ row, cells }) => {
    const index = itemOf.get(row);
    const fields = header.map((name, i) => [name, textIn(sheet, cells, row, i)] as const);
    return index === undefined ? [] : [{ index, line: sheet.origin ? row : lines.get(row), fields }];
  });
}

/** A cell's text. The number of a workbook is written so that it means the same in CSV. */
function textIn({ origin }: Sheet, cells: readonly string[], row: number, column: number): string {
  const text = cells[column] ?? '';
  return origin?.storedAs(row, column) === 'number' ? certainText(Number(text)) : text;
}

function rowsFrom(draft: Draft | undefined, index: number): [row: number, index: number][] {
  return draft ? [...rowsOf(draft)].map((row) => [row, index]) : [];
}

/** Rows as they stand in the file, which is read again for them; as far as it can be read. */
export async function rowsAt(
  { read, layout: { dialect, hiddenRows } }: Sheet,
  wanted: ReadonlySet<number>,
): Promise<SheetRow[]> {
  const found: SheetRow[] = [];
  let row = -hiddenRows;
  try {
    for await (const batch of csvRows(read(), dialect)) {
      for (const cells of batch) {
        row += 1;
        if (wanted.has(row)) found.push({ row, cells });
      }
    }
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
  }
  return found;
}
