import { Command, type CommanderError, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { type Group, isGroup, type Leaf, tree } from './commands/index.ts';
import type { Action } from './commands/shared/command.ts';
import { CliError } from './errors.ts';
import { type GlobalFlags, globalFlags, takesValue } from './flags.ts';
import { nearest } from './spelling.ts';
import { version } from './version.ts';

/** A command line as understood: what to do, and the flags that hold for all commands. */
export interface Understood {
  action?: Action;
  flags: GlobalFlags;
}

/**
 * Understands a command line. Only the commands it names are loaded. Help and version are printed through `print`.
 * @throws CliError `usage` that suggests the nearest command or flag
 */
export async function understand(
  argv: readonly string[],
  print: (text: string) => void,
): Promise<Understood> {
  const root = withGlobalFlags(new Command('blink'));
  const words = commandWords(argv);
  let action: Action | undefined;
  const choose = (chosen: Action) => {
    action = chosen;
  };
  prepare(root, print);
  await addCommands(root, { summary: '', verbs: tree }, words, print, choose);
  root.addHelpText('after', helpFooter);
  try {
    root.parse([...argv], { from: 'user' });
  } catch (error) {
    if (!isCommanderError(error)) throw error;
    if (error.exitCode !== 0 && error.code !== 'commander.help') throw usageError(error, argv, words);
  }
  const flags: GlobalFlags = root.opts();
  return action ? { action, flags } : { flags };
}

/** Adds the commands of a group. The one that is named, or meant when none is, gets its flags or commands of its own. */
async function addCommands(
  parent: Command,
  { verbs, otherwise }: Group,
  [named, ...words]: readonly string[],
  print: (text: string) => void,
  choose: (action: Action) => void,
): Promise<void> {
  const chosen = named !== undefined && Object.hasOwn(verbs, named) ? named : otherwise;
  for (const [name, entry] of Object.entries(verbs)) {
    const hidden = isGroup(entry) && entry.alias === true;
    const command = parent.command(name, { isDefault: name === otherwise, hidden }).summary(entry.summary);
    command.description(`${entry.summary}.`);
    prepare(command, print);
    if (name !== chosen) continue;
    if (!isGroup(entry)) await attach(command, entry, choose);
    else await addCommands(command, entry, words, print, choose);
  }
  if (otherwise !== undefined) parent.addHelpText('after', defaultNote(parent, otherwise));
}

/** Which command is meant when none is named: its flags are not in the help of its group. */
function defaultNote(group: Command, otherwise: string): string {
  const path: string[] = [];
  for (let command: CommandUnknownOpts | null = group; command; command = command.parent) {
    path.unshift(command.name());
  }
  const name = path.join(' ');
  return `\n"${name}" alone is "${name} ${otherwise}". Its flags: ${name} ${otherwise} --help\n`;
}

async function attach(command: Command, leaf: Leaf, choose: (action: Action) => void): Promise<void> {
  const { default: declare } = await leaf.load();
  declare(command, choose);
}

function withGlobalFlags(root: Command): Command {
  root
    .description(
      'The command line for restaurants that sell through Blink.\nNot made by Blink: see the README.',
    )
    .usage('<command> [flags]')
    .version(version, '--version', 'print the version')
    .helpOption('-h, --help', 'show help for a command');
  for (const [flag, meaning] of globalFlags) root.option(flag, meaning);
  return root;
}

const helpFooter = `
Start without an account:
  $ blink menu template --out menu.csv
  $ blink menu import menu.csv --env local
`;

function prepare(command: Command, print: (text: string) => void): void {
  command
    .exitOverride()
    .showHelpAfterError(false)
    .configureOutput({ writeOut: print, writeErr: print, outputError: () => {} })
    .configureHelp({ showGlobalOptions: true, subcommandTerm: (subcommand) => subcommand.name() })
    .helpCommand(false);
}

/** `branches map set`: no command has a longer name. */
const deepest = 3;

/** The words of a command line that can name a command: all that are not global flags or their values. */
function commandWords(argv: readonly string[]): string[] {
  const words: string[] = [];
  for (let i = 0; i < argv.length && words.length < deepest; i += 1) {
    const word = argv[i] ?? '';
    if (word === '--') break;
    if (takesValue(word)) i += 1;
    else if (!word.startsWith('-')) words.push(word);
  }
  return words;
}

function isCommanderError(error: unknown): error is CommanderError {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('commander.');
}

function usageError(error: CommanderError, argv: readonly string[], words: readonly string[]): CliError {
  const { path, group, next = '' } = walk(words);
  const see = `See "${['blink', ...path].join(' ')} --help".`;
  const follows = next !== '' && argv[argv.indexOf(next) - 1] === path.at(-1);
  // A group with a default hands that command every word it does not know, mistyped commands too.
  if (group?.otherwise !== undefined && follows && error.code === 'commander.excessArguments') {
    const meant = nearest(next, Object.keys(group.verbs));
    const hint = meant ? `Did you mean ${meant}? ${see}` : see;
    return new CliError('usage', `Unknown command '${next}'.`, { hint });
  }
  const [message = '', suggestion] = error.message.replace(/^error: /, '').split('\n');
  const hint = suggestion ? `${suggestion.replace(/^\(|\)$/g, '')} ${see}` : see;
  return new CliError('usage', `${capitalised(message).replace(/\.$/, '')}.`, { hint });
}

/** How far words lead down the tree: the names that exist, the group they end in if any, and the word that came next. */
function walk(words: readonly string[]): { path: string[]; group?: Group; next?: string | undefined } {
  const path: string[] = [];
  let group: Group = { summary: '', verbs: tree };
  for (const word of words) {
    const entry = Object.hasOwn(group.verbs, word) ? group.verbs[word] : undefined;
    if (!entry) return { path, group, next: word };
    path.push(word);
    if (!isGroup(entry)) return { path };
    group = entry;
  }
  return { path, group };
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
