import { isGroup } from '../commands/index.ts';
import { CliError } from '../errors.ts';
import { nearest } from '../spelling.ts';
import type { Found } from './find.ts';
import { elsewhereOf } from './synonyms.ts';

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
