import type { Finding } from '../../finding.ts';
import type { CellKind } from '../cells/cells.ts';
import { type Binding, type BoundColumn, missingColumns } from '../sheet/header.ts';
import { headerName } from '../sheet/layout.ts';
import { totalsRow } from '../sheet/row-checks.ts';
import type { TableKind } from '../sheet/table-kind.ts';
import { itemRows } from './item-rows.ts';
import type { Row, RowTransform, TableProfile, Transformed } from './profile.ts';
import { doubtfulPrices } from './saved-again.ts';
import type { BranchField, Till, TillColumns } from './till-item.ts';
import { boundColumns, type FieldName, isMenu } from './till-table.ts';
import type { MadeRow } from './variants.ts';

/** Our fields in the order in which made rows have them. */
const madeFields: readonly FieldName[] = [
  ...(['product.id', 'product.sku', 'product.name', 'product.description', 'product.tags'] as const),
  ...(['product.uom', 'product.image', 'product.is_active', 'product.price'] as const),
  ...(['product.discount_price', 'product.is_stock_product', 'product.modifiers'] as const),
  ...(['category.id', 'category.name', 'category.reference', 'category.image'] as const),
  ...(['modifier.id', 'modifier.name', 'modifier.minimum_options'] as const),
  ...(['modifier.maximum_options', 'modifier.priority'] as const),
  ...(['option.id', 'option.name', 'option.sku', 'option.price', 'option.is_active'] as const),
  ...(['option.priority', 'optionBranch.id', 'optionBranch.is_active', 'optionBranch.price'] as const),
  ...(['branch.id', 'branch.price', 'branch.is_active', 'branch.stock_quantity'] as const),
  'branch.discount_price',
];

const branchFields: readonly BranchField[] = ['price', 'is_active', 'stock_quantity', 'discount_price'];

/** The table of a till that has the products, read as items. */
export function itemTable(till: Till): TableProfile {
  return {
    countKnown: (header) => till.countKnown(header),
    bind: (layout, kind, rules) => bind(till, { layout, kind, rules }),
    transform: (of) => transform(till, of),
  };
}

/** Every field of ours that a made row may have, at the column of the file that it was made of. */
function bind(till: Till, of: Transformed): Binding {
  const { kind } = of;
  const { header, headerRow: row } = of.layout;
  const { fields, branches } = till.columns(header, of);
  const usual = fields['product.name'] ?? 0;
  const made = madeFields.flatMap((field, cell) =>
    boundColumns(kind, field, { index: fields[field] ?? usual, cell }).map(exactIfMade),
  );
  const wide = [...branches].flatMap(([branch, places], i) =>
    branchFields.flatMap((key, j) => {
      const cell = madeFields.length + i * branchFields.length + j;
      return boundColumns(kind, `branch.${key}`, { index: places[key] ?? usual, cell, branch });
    }),
  );
  // Prices are never made up; everything else is there, or is told for the rows that lack it.
  const isLacking = ({ key }: { key: string }) =>
    (key === 'price' && fields['product.price'] === undefined) ||
    (key === 'discount_price' && fields['product.discount_price'] === undefined);
  const missing = kind.required.filter(isLacking);
  const findings = missing.length > 0 ? [{ ...missingColumns(missing), row }] : [];
  const columns = [...made, ...wide].filter(({ column }) => !missing.includes(column));
  const headerless = header.flatMap((name, index) => (headerName(name) === '' ? [index] : []));
  return { columns, headerless, width: header.length, findings };
}

/** What an option costs was computed here: it is no text of the file, and has a point before its decimals. */
function exactIfMade(bound: BoundColumn): BoundColumn {
  const { level, key } = bound.column;
  if (key !== 'price' || (level !== 'option' && level !== 'optionBranch')) return bound;
  return { ...bound, column: { ...bound.column, kind: computed } };
}

const computed: CellKind = (text) => Number(text);

function transform(till: Till, of: Transformed): RowTransform {
  const { layout, kind, rules } = of;
  const { header } = layout;
  const rows: Row[] = [];
  const findings: Finding[] = [];
  const columns = till.columns(header, of);
  return {
    add({ cells, row }) {
      const totals = isOfSums(cells) ? totalsRow(cells, undefined, row) : undefined;
      if (totals) findings.push(totals);
      else if (cells.some((cell) => cell.trim() !== '')) rows.push({ row, cells: [...cells] });
      return [];
    },
    *end() {
      const { items, findings: found } = till.items(rows, columns, header, rules, kind, layout);
      const lost = leftOutColumns(rows, header, columns, kind);
      // Of a large export both would not be held beside what is made of them.
      rows.length = 0;
      const made = itemRows(items, till, kind, rules);
      const doubtful = rules.till === undefined ? [] : doubtfulPrices(items);
      findings.push(...found, ...doubtful, ...made.findings, ...lost);
      const branches = [...columns.branches.keys()];
      for (const one of made.rows) {
        for (const each of [one, ...rowsOfBranches(one, branches, kind)])
          yield { row: each.row, cells: cellsOf(each, branches) };
      }
    },
    findings: () => findings,
  };
}

/** Whether a row has no text but one, and a currency at the most: a dish of whatever name says more than that. */
function isOfSums(cells: readonly string[]): boolean {
  const texts = cells.filter((cell) => /\p{L}/u.test(cell));
  return texts.length > 0 && texts.filter((cell) => !/\d/.test(cell)).length === 1;
}

/** Branches that are no columns of the file have rows of their own. A menu says of each whether it sells the product. */
function rowsOfBranches(
  { row, texts, branches }: MadeRow,
  names: readonly string[],
  kind: TableKind,
): MadeRow[] {
  const usual = isMenu(kind) ? (texts['product.is_active'] ?? '') : '';
  return [...(branches ?? [])].flatMap(([name, said]): MadeRow[] => {
    const fields = {
      'branch.price': said.price ?? '',
      'branch.is_active': said.is_active || usual,
      'branch.stock_quantity': said.stock_quantity ?? '',
      'branch.discount_price': said.discount_price ?? '',
    };
    const isSilent = Object.values(fields).every((text) => text === '');
    if (names.includes(name) || isSilent) return [];
    return [
      {
        row: said.row ?? row,
        texts: { 'product.id': texts['product.id'] ?? '', 'branch.id': name, ...fields },
      },
    ];
  });
}

function cellsOf({ texts, branches }: MadeRow, names: readonly string[]): string[] {
  const wide = names.flatMap((name) => branchFields.map((key) => branches?.get(name)?.[key] ?? ''));
  return [...madeFields.map((field) => texts[field] ?? ''), ...wide];
}

/** What stands in columns that Blink has no place for, as one finding. */
function leftOutColumns(
  rows: readonly Row[],
  header: readonly string[],
  { fields, branches, used }: TillColumns,
  kind: TableKind,
): Finding[] {
  // Stock files are taken for their stock and prices alone.
  if (!isMenu(kind)) return [];
  const places = [...branches.values()].flatMap((one) => Object.values(one));
  const known = new Set([...Object.values(fields), ...places, ...used]);
  const filled = header.filter(
    (name, index) =>
      name.trim() !== '' && !known.has(index) && rows.some(({ cells }) => (cells[index] ?? '').trim() !== ''),
  );
  if (filled.length === 0) return [];
  const names = new Intl.ListFormat('en').format(filled.map((name) => `"${name.trim()}"`));
  return [
    { severity: 'warning', message: `these columns have no place in a menu and are left out: ${names}.` },
  ];
}
