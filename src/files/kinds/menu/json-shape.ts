import { type Column, columnsOf, type Level } from '../../sheet/columns.ts';

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

type Below = Readonly<Record<string, JsonShape>>;

/** The vendor's own spellings of what a branch has of something. */
const stockKeys = ['stock_quantity', 'stock_qunatity', 'is_in_stock'];

function level(name: Level, below: Below = {}, others: readonly string[] = []): JsonShape {
  const fields = new Map(columnsOf(name).map((column) => [column.key, column]));
  return { name, fields, below: new Map(Object.entries(below)), others, elsewhere: new Map() };
}

const option = level('option', { branches: level('optionBranch', {}, stockKeys) });

/** A product of a menu, as Blink takes it. */
export const menuProductShape: JsonShape = level('product', {
  category: level('category'),
  branches: level('branch', {}, stockKeys),
  modifiers: level('modifier', { options: option }),
});

/** A record of a file whose columns are given; what its branches have stands in a list below it. */
export function recordShape(list: string, columns: readonly Column[]): JsonShape {
  const branch = columns.filter((column) => column.level === 'branch');
  const branches: JsonShape = {
    ...{ name: 'branch', below: new Map(), others: stockKeys, elsewhere: new Map() },
    fields: new Map(branch.map((column) => [column.key, column])),
  };
  const own = columns.filter((column) => column.level !== 'branch');
  return {
    ...{ name: list, others: [] },
    fields: new Map(own.flatMap((column) => [column.name, column.key].map((name) => [name, column]))),
    below: new Map(branch.length > 0 ? [['branches', branches]] : []),
    elsewhere: new Map(branch.map(({ name, key }) => [name, `"${key}" of one of the "branches"`])),
  };
}
