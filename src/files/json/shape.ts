import type { Nesting } from '../drafts/nesting.ts';
import type { FileKind } from '../kinds/file-kind.ts';
import type { Column, Level } from '../sheet/columns.ts';

/** What may stand in an object of a JSON document. */
export interface JsonShape {
  /** What the object is: `branch`. */
  name: string;
  /** The fields with a rule of their own, by every name they go by. */
  fields: ReadonlyMap<string, Column>;
  /** The objects below it, and lists of objects, by the field that holds them. */
  below: ReadonlyMap<string, JsonShape>;
  /** Fields that are known and have no rule. */
  others: readonly string[];
  /** Columns that hold the fields of what is below it in a flat file, and in words where these stand in JSON. */
  elsewhere: ReadonlyMap<string, string>;
}

/** The vendor's own spellings of what a branch has of something. */
const stockKeys = ['stock_quantity', 'stock_qunatity', 'is_in_stock'];

/** The shape of an item. Where JSON is not the body of a request, its fields go by the names of their columns too. */
export function shapeOf({ columns, nesting, jsonIsBody }: FileKind<unknown>): JsonShape {
  const item = objectOf(nesting, columns);
  if (jsonIsBody) return item;
  const own = columns.filter(({ level }) => level === nesting.level);
  const others = columns.filter(({ level }) => level !== nesting.level);
  return {
    ...item,
    fields: new Map([...own.map((column) => [column.name, column] as const), ...item.fields]),
    elsewhere: new Map(others.map(({ name, key }) => [name, `"${key}" of one of the "branches"`])),
  };
}

function objectOf({ level, hasCategory, lists = [] }: Nesting, columns: readonly Column[]): JsonShape {
  const below = lists.map((list) => [list.list, objectOf(list, columns)] as const);
  const category = hasCategory ? [['category', objectOf({ level: 'category' }, columns)] as const] : [];
  return {
    name: level,
    fields: fieldsOf(level, columns),
    below: new Map([...category, ...below]),
    others: level === 'branch' || level === 'optionBranch' ? stockKeys : [],
    elsewhere: new Map(),
  };
}

function fieldsOf(level: Level, columns: readonly Column[]): Map<string, Column> {
  return new Map(columns.filter((one) => one.level === level).map((column) => [column.key, column]));
}
