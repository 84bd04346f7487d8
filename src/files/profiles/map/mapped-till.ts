import type { Finding } from '../../../finding.ts';
import { undecidedMark } from '../../cells/cells.ts';
import type { Column } from '../../sheet/columns.ts';
import type { TableKind } from '../../sheet/table-kind.ts';
import { type Decisions, rowsHave, toDecide } from '../decisions.ts';
import type { Row } from '../profile.ts';
import type { BranchField, BranchTexts, Choice, Till, TillColumns, TillItem } from '../till-item.ts';
import type { FieldName } from '../till-table.ts';
import { countMapped, type MappedColumn, mappedColumns } from './mapped-columns.ts';
import type { Mapping } from './meaning.ts';

/** A sheet with a row for each dish, or for each variant of one, as a till's table. */
export function mappedTill(map: readonly Mapping[], kind: TableKind): Till {
  return {
    countKnown: (header) => countMapped(header, map, kind),
    columns: (header) => placesOf(mappedColumns(header, map, kind).columns),
    items(rows, _, header, decisions) {
      const { columns, findings: wrong } = mappedColumns(header, map, kind);
      const findings = wrong.length > 0 ? wrong : nameless(columns, kind);
      // By a map that is wrong everything else would be wrong as well.
      if (findings.length > 0) return { items: [], findings };
      const items = rows.flatMap((row) => itemsOf(row, columns, header));
      const onSale = onSaleText(columns, kind, decisions);
      return {
        items: asksIfOnSale(kind) ? items.map((item) => withOnSale(item, onSale)) : items,
        findings: onSale === undecidedMark ? [onSaleToDecide(rows)] : [],
      };
    },
    ids: { id: 'token', sku: 'sku' },
    sourceNames: { token: 'product_id' },
  };
}

function nameless(columns: readonly MappedColumn[], kind: TableKind): Finding[] {
  const isNeeded = kind.required.some((column) => column.name === 'name');
  const isThere = columns.some(({ meaning }) => meaning.is === 'field' && meaning.column.name === 'name');
  if (!isNeeded || isThere) return [];
  return [
    {
      severity: 'error',
      message: 'none of its columns is the name of the dish: say which with --map COLUMN=name.',
    },
  ];
}

function placesOf(columns: readonly MappedColumn[]): TillColumns {
  const fields: Partial<Record<FieldName, number>> = {};
  const branches = new Map<string, Partial<Record<BranchField, number>>>();
  for (const { index, meaning } of columns) {
    if (meaning.is === 'field') fields[meaning.field] = index;
    if (meaning.is === 'branch') {
      branches.set(meaning.branch, { ...branches.get(meaning.branch), [meaning.field]: index });
    }
  }
  return { fields, branches, used: columns.map(({ index }) => index) };
}

/** The dish of a row; one for each of its variants where a cell has several of them. */
function itemsOf(
  { cells, row }: Row,
  columns: readonly MappedColumn[],
  header: readonly string[],
): TillItem[] {
  const texts: Partial<Record<FieldName, string>> = {};
  const branches = new Map<string, BranchTexts>();
  const variants: Choice[][] = [];
  let localized = '';
  for (const { index, meaning } of columns) {
    const text = cells[index] ?? '';
    if (meaning.is === 'field') texts[meaning.field] = text;
    if (meaning.is === 'second name') localized = text;
    if (meaning.is === 'branch' && text.trim() !== '') {
      branches.set(meaning.branch, { ...branches.get(meaning.branch), [meaning.field]: text });
    }
    if (meaning.is === 'variants' && text.trim() !== '') {
      variants.push(parts(text).map((value) => ({ name: header[index]?.trim() ?? '', value })));
    }
  }
  const { 'product.id': id = '', 'product.sku': sku = '', 'product.name': name = '' } = texts;
  const isGrouped = columns.some(({ meaning }) => meaning.is === 'variants');
  const item = {
    ...{ row, name, localized, texts: withCategoryId(texts), modifiers: parts(texts['product.modifiers']) },
    group: isGrouped ? `${texts['category.name'] ?? ''} ${name}` : String(row),
    sources: { token: id.trim(), sku: sku.trim() },
    ...(branches.size > 0 && { branches }),
  };
  return combinations(variants).map((options) => ({ ...item, options }));
}

function parts(text = ''): string[] {
  return text
    .split('|')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** A category without an id of its own goes by its name. */
function withCategoryId(texts: Partial<Record<FieldName, string>>): Partial<Record<FieldName, string>> {
  const { 'category.name': name = '' } = texts;
  return texts['category.id'] === undefined ? { ...texts, 'category.id': name } : texts;
}

function combinations([first, ...others]: readonly Choice[][]): Choice[][] {
  if (first === undefined) return [[]];
  return first.flatMap((choice) => combinations(others).map((more) => [choice, ...more]));
}

const isOnSale = ({ level, key }: Column) => level === 'product' && key === 'is_active';

/** Blink needs to know of each dish whether it is on sale; of stock it does not. */
function asksIfOnSale({ columns }: TableKind): boolean {
  return columns.some((column) => column.required && isOnSale(column));
}

/** What all dishes have in common, where no column says whether they are on sale; undefined where one does. */
function onSaleText(
  columns: readonly MappedColumn[],
  kind: TableKind,
  { default: defaults = [] }: Decisions,
): string | undefined {
  const isMapped = columns.some(({ meaning }) => meaning.is === 'field' && isOnSale(meaning.column));
  if (isMapped || !asksIfOnSale(kind)) return undefined;
  const said = defaults.flatMap((text) => /^\s*is_active\s*=(.*)$/.exec(text)?.[1] ?? []);
  return said.at(-1) ?? undecidedMark;
}

/** A branch that a dish has a price in sells it when the dish is on sale, unless a column says otherwise. */
function withOnSale(item: TillItem, common: string | undefined): TillItem {
  const onSale = common ?? item.texts['product.is_active'] ?? '';
  const branches = [...(item.branches ?? [])].map(
    ([branch, texts]) => [branch, { ...texts, is_active: texts.is_active ?? onSale }] as const,
  );
  return {
    ...item,
    texts: { ...item.texts, 'product.is_active': onSale },
    ...(branches.length > 0 && { branches: new Map(branches) }),
  };
}

function onSaleToDecide(rows: readonly Row[]): Finding {
  const numbers = rows.map(({ row }) => row);
  return toDecide(`${rowsHave(numbers.length)} no word on whether the dish is on sale`, numbers, [
    '--default is_active=yes says that all are.',
  ]);
}
