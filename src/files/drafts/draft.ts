import type { Path } from '../../finding.ts';
import type { Level } from '../sheet/columns.ts';
import type { OpenedSheet } from '../sheet/opened-sheet.ts';

export interface Fields {
  [key: string]: unknown;
}

/**
 * An item, or a branch, modifier or option of one, as it grows out of rows: its fields by Blink's names, the row it began
 * in, and the drafts below it. A field that was refused is there with the value undefined, so that it does not count as
 * missing too.
 */
export interface Draft {
  level: Level;
  row: number;
  fields: Fields;
  category?: Draft;
  branches?: Draft[];
  modifiers?: Draft[];
  options?: Draft[];
  /** True for a branch that stands in columns such as `price [B]`. */
  wide?: boolean;
  /** The file, where it is another one than the item's; what is below stands in the same one. */
  sheet?: OpenedSheet;
}

const lists = ['branches', 'modifiers', 'options'] as const;

/** The object as Blink takes it, what is below included. The same objects, not copies. */
export function assemble(draft: Draft): Fields {
  const { fields, category } = draft;
  if (category) fields.category = category.fields;
  for (const list of lists) {
    const drafts = draft[list];
    if (drafts) fields[list] = drafts.map(assemble);
  }
  return fields;
}

/** The rows of the item's own file that it was made of. */
export function rowsOf(draft: Draft): Set<number> {
  if (draft.sheet) return new Set();
  const below = lists.flatMap((list) => (draft[list] ?? []).flatMap((one) => [...rowsOf(one)]));
  return new Set([draft.row, ...below]);
}

/** A draft, one of its fields, and the file it stands in where that is not the item's. */
export interface FoundDraft {
  draft: Draft;
  key?: string;
  sheet?: OpenedSheet | undefined;
}

/** The draft that a path such as `['products', 3, 'modifiers', 0, 'name']` leads to; the nearest above where there is none. */
export function draftAt(items: readonly Draft[], path: Path): FoundDraft | undefined {
  const [, ...keys] = path;
  let list: readonly Draft[] | undefined = items;
  let found: FoundDraft | undefined;
  for (const key of keys) {
    if (typeof key === 'number') {
      const draft = list?.[key];
      if (!draft) return found;
      found = { draft, sheet: draft.sheet ?? found?.sheet };
    } else if (!found) return undefined;
    else if (key === 'branches' || key === 'modifiers' || key === 'options') {
      list = found.draft[key];
      found = { ...found, key };
    } else if (key === 'category' && found.draft.category) {
      found = { ...found, draft: found.draft.category };
    } else return { ...found, key };
  }
  return found;
}
