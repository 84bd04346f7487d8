import type { Path } from '../../problem.ts';
import type { Level } from '../../sheet/columns.ts';

export interface Fields {
  [key: string]: unknown;
}

/**
 * A piece of a menu as it grows out of rows: its fields by Blink's names, the row it began in, and the pieces below.
 * A field that was refused is there with the value undefined, so that it does not count as missing too.
 */
export interface Part {
  level: Level;
  row: number;
  fields: Fields;
  category?: Part;
  branches?: Part[];
  modifiers?: Part[];
  options?: Part[];
  /** True for a branch that stands in columns such as `price [B]`. */
  wide?: boolean;
  /** The file, where it is another one than the product's. */
  file?: string | undefined;
}

const lists = ['branches', 'modifiers', 'options'] as const;

/** The object as Blink takes it, the pieces below included. The same objects, not copies. */
export function assemble(part: Part): Fields {
  const { fields, category } = part;
  if (category) fields.category = category.fields;
  for (const list of lists) {
    const parts = part[list];
    if (parts) fields[list] = parts.map(assemble);
  }
  return fields;
}

/** The rows of its own file that a part was made of. */
export function rowsOf(part: Part): Set<number> {
  const own = part.file === undefined ? [part.row] : [];
  const below = lists.flatMap((list) => (part[list] ?? []).flatMap((one) => [...rowsOf(one)]));
  return new Set([...own, ...below]);
}

/** A place in a menu: a part, one of its fields, and the file it came from where that is not the product's. */
export interface FoundPart {
  part: Part;
  key?: string;
  file?: string | undefined;
}

/** The part that a path such as `['products', 3, 'modifiers', 0, 'name']` leads to; the nearest above where there is none. */
export function partAt(parts: readonly Part[], path: Path): FoundPart | undefined {
  const [, ...keys] = path;
  let list: readonly Part[] | undefined = parts;
  let found: FoundPart | undefined;
  for (const key of keys) {
    if (typeof key === 'number') {
      const part = list?.[key];
      if (!part) return found;
      found = { part, file: part.file ?? found?.file };
    } else if (!found) return undefined;
    else if (key === 'branches' || key === 'modifiers' || key === 'options') {
      list = found.part[key];
      found = { ...found, key };
    } else if (key === 'category' && found.part.category) found = { part: found.part.category };
    else return { ...found, key };
  }
  return found;
}
