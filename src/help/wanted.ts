import { find } from '../command-line/find.ts';
import type { CommandLine } from '../command-line/read.ts';
import { isGroup } from '../commands/index.ts';

/** The words that name the page of help which a command line asks for; undefined where it asks for none. */
export function helpWanted({
  words,
  certain,
  hasOwnFlags,
  asksForHelp,
}: CommandLine): readonly string[] | undefined {
  const { path, entry, rest } = find(words);
  if (!isGroup(entry)) return asksForHelp ? path : undefined;
  if (rest[0] === 'help') return [...path, ...rest.slice(1)];
  if (asksForHelp) return words.slice(0, certain);
  // A group that has no command of its own to run shows what it has.
  return entry.otherwise === undefined && rest.length === 0 && !hasOwnFlags ? path : undefined;
}
