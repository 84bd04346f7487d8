import type { MenuModifier, MenuProduct } from '../../../blink/contract/menu.ts';
import { type Path, pathText } from '../../../finding.ts';
import { type CellValue, clearMark, emptyMark, kinds, Refusal, readCell } from '../../cells/cells.ts';
import { certainText } from '../../cells/numerals.ts';
import type { Fields } from '../../drafts/draft.ts';
import type { Problem } from '../../problem.ts';
import { type Column, columnsOf, type Level, menuColumns } from '../../sheet/columns.ts';

/** A menu as the rows of `menu.csv`, and what could not be written so that it would come back the same. */
export interface MenuRows {
  /** The columns in use, in their order. */
  header: string[];
  rows: string[][];
  /** `error`: it would be lost or changed; `warning`: spaces around it or its Unicode form change. */
  problems: Problem[];
}

type Row = Map<string, string>;

/**
 * Writes a menu as rows. A product's fields and its first branch (or else its first option) share the first row; every
 * further branch and option has a row of its own. Each cell is read back by the rule of its column, so nothing is lost
 * unseen. Ids come back as text, as Blink's tables have them.
 */
export function menuRows(products: readonly MenuProduct[]): MenuRows {
  const writer = new RowWriter();
  products.forEach((product, i) => {
    writer.product(product, ['products', i]);
  });
  const used = new Set<string>();
  for (const row of writer.rows) for (const name of row.keys()) used.add(name);
  const header = menuColumns.map(({ name }) => name).filter((name) => used.has(name));
  return {
    header,
    rows: writer.rows.map((row) => header.map((name) => row.get(name) ?? '')),
    problems: writer.problems,
  };
}

interface Shape {
  columns: readonly Column[];
  /** Blink's names of the fields: those of the columns and those of the lists below. */
  keys: ReadonlySet<string>;
}

const shapeOf = (level: Level, ...below: string[]): Shape => {
  const columns = columnsOf(level);
  return { columns, keys: new Set([...columns.map(({ key }) => key), ...below]) };
};

const shapes = {
  product: shapeOf('product', 'category', 'branches', 'modifiers'),
  category: shapeOf('category'),
  branch: shapeOf('branch'),
  modifier: shapeOf('modifier', 'options'),
  option: shapeOf('option', 'branches'),
  optionBranch: shapeOf('optionBranch'),
};

class RowWriter {
  readonly rows: Row[] = [];
  readonly problems: Problem[] = [];

  product(product: MenuProduct, path: Path): void {
    const first = this.#fields(shapes.product, product, path, new Map());
    this.#fields(shapes.category, product.category, [...path, 'category'], first);
    markNone(product.branches, 'branch_id', first);
    markNone(product.modifiers, 'modifier_id', first);
    const id = first.get('product_id') ?? '';
    this.rows.push(first);
    let free = true;
    const next = (): Row => {
      if (!free) this.rows.push(new Map([['product_id', id]]));
      free = false;
      return this.rows.at(-1) ?? first;
    };
    product.branches?.forEach((branch, i) => {
      this.#fields(shapes.branch, branch, [...path, 'branches', i], next());
    });
    product.modifiers?.forEach((modifier, i) => {
      this.#modifier(modifier, [...path, 'modifiers', i], next);
    });
  }

  #modifier(modifier: MenuModifier, path: Path, next: () => Row): void {
    let row = this.#fields(shapes.modifier, modifier, path, next());
    const id = row.get('modifier_id') ?? '';
    modifier.options.forEach((option, i) => {
      const optionPath = [...path, 'options', i];
      if (i > 0) row = next().set('modifier_id', id);
      this.#fields(shapes.option, option, optionPath, row);
      markNone(option.branches, 'option_branch_id', row);
      const optionId = row.get('option_id') ?? '';
      option.branches?.forEach((branch, j) => {
        const branchRow = j === 0 ? row : next().set('modifier_id', id).set('option_id', optionId);
        this.#fields(shapes.optionBranch, branch, [...optionPath, 'branches', j], branchRow);
      });
    });
  }

  #fields({ columns, keys }: Shape, fields: Fields, path: Path, row: Row): Row {
    for (const column of columns) {
      const value = fields[column.key];
      if (value !== undefined) row.set(column.name, this.#cell(column, value, [...path, column.key]));
    }
    for (const key of Object.keys(fields)) {
      if (keys.has(key)) continue;
      this.#report(
        'error',
        [...path, key],
        fields[key],
        'this field has no column in CSV and would be lost.',
      );
    }
    return row;
  }

  #cell(column: Column, value: unknown, path: Path): string {
    const text = cellText(column, value);
    const back = readBack(column, text);
    if (back !== undefined && isSame(column, back, value)) return text;
    if (typeof back === 'string' && back !== '' && back === trimmed(text)) {
      this.#report('warning', path, value, 'spaces around it or its Unicode form will change.');
    } else this.#report('error', path, value, 'it would not come back the same from CSV.');
    return text;
  }

  #report(severity: Problem['severity'], path: Path, value: unknown, message: string): void {
    this.problems.push({ severity, field: pathText(path), value, message });
  }
}

/** Marks a list that is null or empty; a list that is absent leaves no trace. */
function markNone(list: readonly unknown[] | null | undefined, idColumn: string, row: Row): void {
  if (list === null) row.set(idColumn, clearMark);
  else if (list?.length === 0) row.set(idColumn, emptyMark);
}

function cellText({ kind }: Column, value: unknown): string {
  if (value === null) return clearMark;
  if (value === '') return emptyMark;
  if (kind === kinds.boolean && (value === 1 || value === 0)) return String(value === 1);
  if (kind === kinds.bit) return value === true || value === 1 ? '1' : '0';
  return kind === kinds.money && typeof value === 'number' ? certainText(value) : String(value);
}

/** NUL, which no text file has, and halves of characters, which UTF-8 has not. */
const unwritable = /[\0\ud800-\udfff]/u;

/** What reading gives for a cell; undefined where it would be refused. */
function readBack({ kind, required }: Column, text: string): CellValue | undefined {
  const cell = trimmed(text);
  if (cell === '' || unwritable.test(cell)) return undefined;
  if (cell === clearMark || cell === emptyMark) {
    if (required) return undefined;
    return cell === clearMark ? null : '';
  }
  const read = readCell(kind, cell, { trustIds: true });
  return read instanceof Refusal ? read.doubt : read;
}

function isSame(column: Column, back: CellValue, value: unknown): boolean {
  if (back === null || back === '' || value === null || value === '') return back === value;
  return cellText(column, back) === cellText(column, value);
}

function trimmed(text: string): string {
  return text.trim().normalize('NFC');
}
