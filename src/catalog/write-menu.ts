import type { MenuProduct } from '../contract/menu.ts';
import { cleanCell, clearMark, emptyMark, kinds, Refusal } from './cells.ts';
import { type Column, columnsOf, type Level, menuColumns } from './columns.ts';
import type { Fields } from './part.ts';
import { type Path, type Problem, pathText } from './problem.ts';

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
  const used = new Set(writer.rows.flatMap((row) => [...row.keys()]));
  const header = menuColumns.map(({ name }) => name).filter((name) => used.has(name));
  return {
    header,
    rows: writer.rows.map((row) => header.map((name) => row.get(name) ?? '')),
    problems: writer.problems,
  };
}

const lists: Partial<Record<Level, readonly string[]>> = {
  product: ['category', 'branches', 'modifiers'],
  modifier: ['options'],
  option: ['branches'],
};

class RowWriter {
  readonly rows: Row[] = [];
  readonly problems: Problem[] = [];

  product(product: MenuProduct, path: Path): void {
    const first = this.#fields('product', product, path, new Map());
    this.#fields('category', product.category, [...path, 'category'], first);
    const pending: Row[] = [first];
    const id = first.get('product_id') ?? '';
    const next = (): Row => {
      const row = pending.pop() ?? new Map([['product_id', id]]);
      this.rows.push(row);
      return row;
    };
    if (!this.#none(product.branches, 'branch_id', first)) {
      product.branches?.forEach((branch, i) => {
        this.#fields('branch', branch, [...path, 'branches', i], next());
      });
    }
    if (product.modifiers === null || product.modifiers?.length === 0) {
      // A row of its own: the first row may hold a branch, and a row holds a branch or a modifier.
      this.#none(
        product.modifiers,
        'modifier_id',
        pending.length > 0 && !first.has('branch_id') ? first : next(),
      );
    }
    product.modifiers?.forEach((modifier, i) => {
      this.#modifier(modifier, [...path, 'modifiers', i], next);
    });
    if (pending.length > 0) next();
  }

  #modifier(modifier: NonNullable<MenuProduct['modifiers']>[number], path: Path, next: () => Row): void {
    let row = this.#fields('modifier', modifier, path, next());
    const id = row.get('modifier_id') ?? '';
    modifier.options.forEach((option, i) => {
      const optionPath = [...path, 'options', i];
      if (i > 0) row = next().set('modifier_id', id);
      this.#fields('option', option, optionPath, row);
      const optionId = row.get('option_id') ?? '';
      if (this.#none(option.branches, 'option_branch_id', row)) return;
      option.branches?.forEach((branch, j) => {
        const branchRow = j === 0 ? row : next().set('modifier_id', id).set('option_id', optionId);
        this.#fields('optionBranch', branch, [...optionPath, 'branches', j], branchRow);
      });
    });
  }

  /** Marks a list that is null or empty; a list that is absent leaves no trace. */
  #none(list: readonly unknown[] | null | undefined, idColumn: string, row: Row): boolean {
    if (list === null) row.set(idColumn, clearMark);
    else if (list?.length === 0) row.set(idColumn, emptyMark);
    else return false;
    return true;
  }

  #fields(level: Level, fields: Fields, path: Path, row: Row): Row {
    const columns = columnsOf(level);
    for (const column of columns) {
      const value = fields[column.key];
      if (value !== undefined) row.set(column.name, this.#cell(column, value, [...path, column.key]));
    }
    for (const key of Object.keys(fields)) {
      if (columns.some((column) => column.key === key) || lists[level]?.includes(key)) continue;
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
    const cleaned = cleanCell(text);
    const read =
      cleaned === clearMark ? null : cleaned === emptyMark ? '' : column.kind(cleaned, { trustIds: true });
    const back = read instanceof Refusal ? read.doubt : read;
    const same = back !== undefined && cellText(column, back) === text;
    if (same) return text;
    const spaces = typeof back === 'string' && back === text.trim().normalize('NFC');
    if (spaces) this.#report('warning', path, value, 'spaces around it or its Unicode form will change.');
    else this.#report('error', path, value, 'it would not come back the same from CSV.');
    return text;
  }

  #report(severity: Problem['severity'], path: Path, value: unknown, message: string): void {
    this.problems.push({ severity, field: pathText(path), value, message });
  }
}

function cellText({ kind }: Column, value: unknown): string {
  if (value === null) return clearMark;
  if (value === '') return emptyMark;
  if (kind === kinds.boolean && (value === 1 || value === 0)) return String(value === 1);
  if (kind === kinds.bit) return value === true || value === 1 ? '1' : '0';
  return typeof value === 'string' ? value : String(value);
}
