import { Command, type CommanderError } from '@commander-js/extra-typings';
import { type Found, find } from './command-line/find.ts';
import { readCommandLine } from './command-line/read.ts';
import { unknownCommand } from './command-line/unknown-command.ts';
import { type Group, isGroup, type Leaf } from './commands/index.ts';
import type { Action } from './commands/shared/command.ts';
import { CliError } from './errors.ts';
import { type GlobalFlags, globalFlags } from './flags.ts';
import { version } from './version.ts';

/** A command line as understood: what to do, and the flags that hold for all commands. */
export interface Understood {
  action?: Action;
  flags: GlobalFlags;
}

/**
 * Understands a command line that does not ask for help. Only the command it names is loaded.
 * @param print where the version goes
 * @throws CliError `usage` that suggests the nearest command or flag
 */
export async function understand(
  argv: readonly string[],
  print: (text: string) => void,
): Promise<Understood> {
  const { words, certain } = readCommandLine(argv);
  const found = find(words);
  const isCertain = found.path.length < certain;
  let action: Action | undefined;
  const root = withGlobalFlags(new Command('blink'), print);
  const { command, leaf } = addCommand(root, words, found);
  const declared = await leaf?.load();
  declared?.default.attach(command, (chosen) => {
    action = chosen;
  });
  try {
    root.parse([...argv], { from: 'user' });
  } catch (error) {
    if (!isCommanderError(error)) throw error;
    if (error.exitCode !== 0) throw usageError(error, found, isCertain);
  }
  const flags: GlobalFlags = root.opts();
  return action ? { action, flags } : { flags };
}

function withGlobalFlags(root: Command, print: (text: string) => void): Command {
  root
    .version(version, '-V, --version')
    .helpOption(false)
    .exitOverride()
    .configureOutput({ writeOut: print, outputError: () => {} });
  for (const [flag, meaning] of globalFlags) root.option(flag, meaning);
  return root;
}

/** Adds the one command that words name, under the very words, or that is meant where they name none. */
function addCommand(root: Command, words: readonly string[], { path, entry }: Found) {
  let command = words.slice(0, path.length).reduce<Command>((group, word) => group.command(word), root);
  let leaf: Leaf | Group | undefined = entry;
  while (leaf !== undefined && isGroup(leaf)) {
    const { verbs, otherwise }: Group = leaf;
    leaf = otherwise === undefined ? undefined : verbs[otherwise];
    if (otherwise !== undefined) command = command.command(otherwise, { isDefault: true });
  }
  return { command, leaf };
}

function isCommanderError(error: unknown): error is CommanderError {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('commander.');
}

function usageError(error: CommanderError, found: Found, isCertain: boolean): CliError {
  // A group with a default hands that command every word it does not know, mistyped commands too.
  if (error.code === 'commander.excessArguments' && isGroup(found.entry) && isCertain) {
    return unknownCommand(found);
  }
  const [message = '', suggestion] = error.message.replace(/^error: /, '').split('\n');
  const see = `See "${['blink', ...found.path].join(' ')} --help".`;
  const hint = suggestion ? `${suggestion.replace(/^\(|\)$/g, '')} ${see}` : see;
  return new CliError('usage', `${capitalised(message).replace(/\.$/, '')}.`, { hint });
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
