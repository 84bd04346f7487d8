import type { Part } from './part.ts';

/** Lists of parts in which one is found by its id. */
export interface PartLists {
  find(list: readonly Part[] | undefined, id: string): Part | undefined;
  add(list: Part[], id: string, part: Part): void;
}

const longList = 50;

/** Short lists are searched, because most are short and there are many; a long one gets an index. */
export function createPartLists(): PartLists {
  const indexes = new Map<readonly Part[], Map<unknown, Part>>();

  function find(list: readonly Part[] | undefined, id: string): Part | undefined {
    if (list === undefined) return undefined;
    const index = list.length < longList ? undefined : indexes.get(list);
    return index ? index.get(id) : list.find(({ fields }) => fields.id === id);
  }

  function add(list: Part[], id: string, part: Part): void {
    list.push(part);
    if (list.length < longList) return;
    const index = indexes.get(list) ?? new Map(list.map((one) => [one.fields.id, one]));
    indexes.set(list, index.set(id, part));
  }

  return { find, add };
}
