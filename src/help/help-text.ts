import { find } from '../command-line/find.ts';
import { unknownCommand } from '../command-line/unknown-command.ts';
import { isGroup } from '../commands/index.ts';
import type { Io } from '../io.ts';
import { loadStyle, wantsColour } from '../terminal/style.ts';
import { pageNamed } from './pages.ts';
import { renderPage } from './render.ts';
import { topicNames } from './topic-names.ts';

/**
 * The page of help that words name: a command with or without its arguments, a noun or a topic.
 * @throws CliError `usage` that suggests the nearest one
 */
export async function helpText(
  words: readonly string[],
  { stdout, env }: Io,
  colour?: false,
): Promise<string> {
  const found = find(words);
  const isCommand = found.rest.length === 0 || !isGroup(found.entry);
  const page = await pageNamed(isCommand ? found.path.join(' ') : words.join(' '));
  if (page === undefined) throw unknownCommand(found, found.path.length === 0 ? topicNames : []);
  const style = await loadStyle(wantsColour(stdout, env, colour));
  return renderPage(page, (stdout.isTTY && stdout.columns) || 80, style);
}
