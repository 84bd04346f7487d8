import { type Group, isGroup, type Leaf, tree } from '../commands/index.ts';
import { nameFor } from './synonyms.ts';

/** Where words lead in the tree of commands. */
export interface Found {
  /** The names on the way: `branches`, `map`, `list`. */
  path: string[];
  /** The command or the group that they end in. */
  entry: Leaf | Group;
  /** The words that are left: what a command is given, or a name that its group does not have. */
  rest: readonly string[];
}

/** Follows words down the tree, other words for its names too, as far as they lead. */
export function find(words: readonly string[]): Found {
  const path: string[] = [];
  let entry: Leaf | Group = { summary: '', verbs: tree };
  for (const word of words) {
    if (!isGroup(entry)) break;
    const name = nameFor(word, entry.verbs);
    const next: Leaf | Group | undefined = name === undefined ? undefined : entry.verbs[name];
    if (name === undefined || next === undefined) break;
    path.push(name);
    entry = next;
  }
  return { path, entry, rest: words.slice(path.length) };
}

/** Every command and every group by its name, `menu import`, in the order of the tree. */
export function everyName(
  { verbs }: Pick<Group, 'verbs'> = { verbs: tree },
  before = '',
): Map<string, Leaf | Group> {
  const all = new Map<string, Leaf | Group>();
  for (const [verb, entry] of Object.entries(verbs)) {
    const name = before + verb;
    all.set(name, entry);
    if (isGroup(entry)) for (const [below, one] of everyName(entry, `${name} `)) all.set(below, one);
  }
  return all;
}
