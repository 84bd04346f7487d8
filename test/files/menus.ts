import type { MenuProduct } from '../../src/blink/contract/menu.ts';
import type { FileOf, ReadOptions } from '../../src/files/kinds/file-kind.ts';
import { menuKind } from '../../src/files/kinds/menu/menu-kind.ts';
import { readFile } from '../../src/files/read-file.ts';
import type { Source } from '../../src/files/readers/source.ts';
import { describeProblem } from '../../src/terminal/problem.ts';

/** A file in memory that comes in chunks of a given size. */
export function sourceOf(content: string | Uint8Array, name = 'menu.csv', chunkSize = 1 << 16): Source {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return {
    name,
    async *open() {
      for (let at = 0; at < bytes.length; at += chunkSize) yield bytes.subarray(at, at + chunkSize);
    },
  };
}

type MenuFile = FileOf<MenuProduct>;

export function readMenu(source: Source, options?: ReadOptions): Promise<MenuFile> {
  return readFile(source, menuKind, options);
}

export function read(content: string | Uint8Array, options?: ReadOptions): Promise<MenuFile> {
  return readMenu(sourceOf(content), options);
}

/** What a person is told of each problem, and where each is as `12 E`: the row and the column. */
export function worded({ problems }: MenuFile): string[] {
  return problems.map(describeProblem);
}

export function placed({ problems }: MenuFile): string[] {
  return problems.map(({ row, column }) => `${row} ${column ?? '-'}`);
}

export type Cells = Readonly<Record<string, string>>;

/** A row with all that a product needs. */
export function dish(cells: Cells = {}): Cells {
  return {
    product_id: 'tea',
    sku: 'TEA',
    name: 'Doodh Patti',
    is_active: 'yes',
    price: '120',
    category_id: 'hot',
    category_name: 'Hot drinks',
    ...cells,
  };
}

/** A CSV text with a column for every name that a row uses. */
export function csvOf(rows: readonly Cells[], delimiter = ',', lineEnd = '\n'): string {
  const header = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = [header, ...rows.map((row) => header.map((name) => row[name] ?? ''))];
  return lines.map((cells) => cells.map(quoted).join(delimiter) + lineEnd).join('');
}

function quoted(cell: string): string {
  return /[",;|\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
