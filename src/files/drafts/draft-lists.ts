import type { Draft } from './draft.ts';

/** Lists of drafts in which one is found by its id. */
export interface DraftLists {
  find(list: readonly Draft[] | undefined, id: string): Draft | undefined;
  add(list: Draft[], id: string, draft: Draft): void;
}

const longList = 50;

/** Short lists are searched, because most are short and there are many; a long one gets an index. */
export function createDraftLists(): DraftLists {
  const indexes = new Map<readonly Draft[], Map<unknown, Draft>>();

  function find(list: readonly Draft[] | undefined, id: string): Draft | undefined {
    if (list === undefined) return undefined;
    const index = list.length < longList ? undefined : indexes.get(list);
    return index ? index.get(id) : list.find(({ fields }) => fields.id === id);
  }

  function add(list: Draft[], id: string, draft: Draft): void {
    list.push(draft);
    if (list.length < longList) return;
    const index = indexes.get(list) ?? new Map(list.map((one) => [one.fields.id, one]));
    indexes.set(list, index.set(id, draft));
  }

  return { find, add };
}
