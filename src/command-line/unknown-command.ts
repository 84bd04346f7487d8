import { isGroup } from '../commands/index.ts';
import { CliError } from '../errors.ts';
import { nearest } from '../spelling.ts';
import { type Found, find } from './find.ts';
import type { CommandLine } from './read.ts';
import { elsewhereOf } from './synonyms.ts';

/**
 * Refuses words that are no command. Those of a group with a default may be for that command: it decides.
 * @throws CliError `usage` that suggests the nearest one
 */
export function requireCommand({ words, certain }: CommandLine): void {
  const found = find(words);
  const { path, entry } = found;
  if (path.length < certain && isGroup(entry) && entry.otherwise === undefined) throw unknownCommand(found);
}

/** @param more what could have been meant beside the commands of the group */
export function unknownCommand({ path, entry, rest }: Found, more: readonly string[] = []): CliError {
  const [word = ''] = rest;
  const line = elsewhereOf(path, word);
  const verbs = isGroup(entry) ? Object.keys(entry.verbs) : [];
  const meant = line === undefined ? nearest(word, [...verbs, ...more]) : `"blink ${line}"`;
  const see = `See "${['blink', ...path].join(' ')} --help".`;
  return new CliError('usage', `Unknown command '${word}'.`, {
    hint: meant ? `Did you mean ${meant}? ${see}` : see,
  });
}
