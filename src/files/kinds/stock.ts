import { StockProduct } from '../../blink/contract/stock.ts';
import { createCellReader, isFilled, type ReadingRules } from '../cells/cell-reader.ts';
import { kinds } from '../cells/cells.ts';
import type { Finding } from '../problem.ts';
import type { Column, Level } from '../sheet/columns.ts';
import type { Binding, BoundColumn } from '../sheet/header.ts';
import { bindLevels } from '../sheet/levels.ts';
import { totalsRow } from '../sheet/row-checks.ts';
import type { RecordKind } from './kind.ts';
import { checkCount, type Grouping } from './menu/group.ts';
import type { Fields, Part } from './menu/part.ts';
import { createPartLists } from './menu/part-lists.ts';

/** What a stock file may leave unsaid. */
export interface StockRules {
  /** True sends a discount price of 0 for products that give none: it ends every discount. */
  noDiscounts: boolean;
  /** Prices of products that give none, by product id. They are never made up. */
  prices: ReadonlyMap<string, number>;
}

const column = (level: Level, name: string, key: string, kind: Column['kind'], required = false): Column => {
  return { level, name, key, kind, required };
};

const productId = column('product', 'product_id', 'id', kinds.id, true);
const price: Column = {
  ...column('product', 'price', 'price', kinds.money),
  ifMissing: 'To take prices from a menu, run again with --prices-from menu.csv.',
};
const discount: Column = {
  ...column('product', 'discount_price', 'discount_price', kinds.money),
  ifMissing: 'To end every discount there is, run again with --no-discounts.',
};

const columns: readonly Column[] = [
  productId,
  price,
  discount,
  column('branch', 'branch_id', 'id', kinds.id),
  column('branch', 'branch_is_active', 'is_active', kinds.boolean),
  column('branch', 'branch_price', 'price', kinds.money),
  column('branch', 'branch_discount_price', 'discount_price', kinds.money),
  column('branch', 'stock_quantity', 'stock_quantity', kinds.stock),
];

/** Files of stock and prices: a product's fields on its first row, one branch a row. */
export function stockRecords(rules: StockRules): RecordKind<StockProduct> {
  return {
    list: 'products',
    columns,
    required: [
      productId,
      ...(rules.prices.size > 0 ? [] : [price]),
      ...(rules.noDiscounts ? [] : [discount]),
    ],
    group: groupStock,
    toBody: ({ id, price: given, discount_price: off, branches, ...others }) => ({
      id,
      price: given ?? rules.prices.get(String(id)),
      discount_price: off ?? (rules.noDiscounts ? 0 : undefined),
      ...others,
      branches: branches ?? [],
    }),
    schema: StockProduct,
  };
}

/** Groups rows by product, neighbours or not, as in a menu. A blank discount is none. */
function groupStock(binding: Binding, rules: ReadingRules): Grouping {
  const bound = bindLevels(binding);
  const { findings } = binding;
  const parts = new Map<string, Part>();
  const reader = createCellReader(rules, findings);
  const lists = createPartLists();
  const hasDiscount = bound.product.columns.some((one) => one.column === discount);

  function add(cells: readonly string[], row: number): void {
    const id = reader.id(bound.product.id, cells, row);
    const known = id === undefined ? undefined : parts.get(id);
    const sums = known ? undefined : totalsRow(cells, id, row);
    if (sums) {
      findings.push(sums);
      return;
    }
    if (id === undefined) {
      if (cells.every((cell) => cell.trim() === '')) return;
      const expected = 'the id of the product on every row';
      findings.push({ severity: 'error', row, index: bound.product.id?.index, expected });
      return;
    }
    const part = known ?? newPart(id, row);
    reader.fill(part, bound.product.columns, cells, row);
    if (isFilled(bound.branch.columns, cells)) addBranch(part, cells, row);
    for (const [branch, wide] of bound.wide) {
      if (isFilled(wide, cells)) addWideBranch(part, branch, wide, cells, row);
    }
  }

  function newPart(id: string, row: number): Part {
    checkCount(parts.size, 'products', row);
    const part: Part = { level: 'product', row, fields: {}, branches: [] };
    parts.set(id, part);
    return part;
  }

  function addBranch(product: Part, cells: readonly string[], row: number): void {
    const id = reader.id(bound.branch.id, cells, row);
    const at = { severity: 'error', row, index: bound.branch.id?.index } as const;
    if (id === undefined) {
      findings.push({
        ...at,
        message: 'the row says something of a branch, but not of which: branch_id is blank.',
      });
      return;
    }
    const twin = lists.find(product.branches, id);
    if (twin) {
      findings.push({ ...at, message: `branch "${id}" is given twice: row ${twin.row} has it already.` });
      return;
    }
    const branch: Part = { level: 'branch', row, fields: {} };
    reader.fill(branch, bound.branch.columns, cells, row);
    keep(product, id, branch);
  }

  function keep(product: Part, id: string, branch: Part): void {
    product.branches ??= [];
    lists.add(product.branches, id, branch);
  }

  function addWideBranch(
    product: Part,
    id: string,
    wide: readonly BoundColumn[],
    cells: readonly string[],
    row: number,
  ): void {
    const known = lists.find(product.branches, id);
    if (known && !known.wide) {
      const message = `branch "${id}" is given twice: row ${known.row} has it already.`;
      findings.push({ severity: 'error', row, index: wide[0]?.index, message });
      return;
    }
    const branch: Part = known ?? { level: 'branch', row, fields: { id }, wide: true };
    if (!known) keep(product, id, branch);
    reader.fill(branch, wide, cells, row);
  }

  function finish(): { parts: Part[]; findings: Finding[] } {
    for (const { fields } of parts.values()) if (hasDiscount) zeroWhereBlank(fields);
    return { parts: [...parts.values()], findings };
  }

  return { add, finish };
}

function zeroWhereBlank(fields: Fields): void {
  fields.discount_price ??= 0;
}
