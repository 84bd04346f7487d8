import { Command, type CommanderError, type OptionValues } from '@commander-js/extra-typings';
import type { Action } from './commands/command.ts';
import { type Group, isGroup, type Leaf, tree } from './commands/index.ts';
import { CliError } from './errors.ts';
import { version } from './version.ts';

/** The flags that every command takes. */
export interface GlobalFlags {
  env?: string | undefined;
  profile?: string | undefined;
  output?: string | undefined;
  json?: boolean | undefined;
  yes?: boolean | undefined;
  quiet?: boolean | undefined;
  verbose?: boolean | undefined;
  color?: boolean | undefined;
  timeout?: string | undefined;
  retries?: string | undefined;
}

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
  const root = globalOptions(new Command('blink'));
  const words = commandWords(argv);
  let action: Action | undefined;
  const settle = (chosen: Action) => {
    action = chosen;
  };
  prepare(root, print);
  for (const [name, entry] of Object.entries(tree)) {
    const command = root.command(name).summary(entry.summary).description(`${entry.summary}.`);
    prepare(command, print);
    if (name !== words[0]) continue;
    if (isGroup(entry)) await addVerbs(command, entry, words[1], print, settle);
    else await attach(command, entry, settle);
  }
  root.addHelpText('after', helpFooter);
  try {
    root.parse([...argv], { from: 'user' });
  } catch (error) {
    if (!isCommanderError(error)) throw error;
    if (error.exitCode !== 0 && error.code !== 'commander.help') throw usageError(error, words);
  }
  return action ? { action, flags: root.opts() } : { flags: root.opts() };
}

async function addVerbs(
  group: Command,
  { verbs, otherwise }: Group,
  named: string | undefined,
  print: (text: string) => void,
  settle: (action: Action) => void,
): Promise<void> {
  const verb = named !== undefined && named in verbs ? named : otherwise;
  for (const [name, leaf] of Object.entries(verbs)) {
    const command = group.command(name, { isDefault: name === otherwise }).summary(leaf.summary);
    command.description(`${leaf.summary}.`);
    prepare(command, print);
    if (name === verb) await attach(command, leaf, settle);
  }
}

async function attach(command: Command, leaf: Leaf, settle: (action: Action) => void): Promise<void> {
  const { default: declare } = await leaf.load();
  declare(command, settle);
}

function globalOptions(root: Command): Command<[], OptionValues> {
  return root
    .description(
      'The command line for restaurants that sell through Blink.\nNot made by Blink: see the README.',
    )
    .usage('<command> [flags]')
    .version(version, '--version', 'print the version')
    .helpOption('-h, --help', 'show help for a command')
    .option('--env <name>', 'production, sandbox or local (the simulator, no account needed)')
    .option('--profile <name>', 'the brand or account to use')
    .option('--output <format>', 'table, json, ndjson or csv')
    .option('--json', 'short for --output json')
    .option('--yes', 'do not ask, go ahead')
    .option('--quiet', 'print nothing but results asked for and errors')
    .option('--verbose', 'show every HTTP call on stderr, without secrets')
    .option('--no-color', 'no colours')
    .option('--timeout <seconds>', 'how long one attempt of a call may take')
    .option('--retries <count>', 'how often a failed call is repeated');
}

const helpFooter = `
Start without an account:
  $ blink menu template > menu.csv
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

const flagsWithValue = new Set(['--env', '--profile', '--output', '--timeout', '--retries']);

/** The words of a command line that can name a command: all that are not global flags or their values. */
function commandWords(argv: readonly string[]): string[] {
  const words: string[] = [];
  for (let i = 0; i < argv.length && words.length < 2; i += 1) {
    const word = argv[i] ?? '';
    if (word === '--') break;
    if (flagsWithValue.has(word)) i += 1;
    else if (!word.startsWith('-')) words.push(word);
  }
  return words;
}

function isCommanderError(error: unknown): error is CommanderError {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('commander.');
}

function usageError(error: CommanderError, words: readonly string[]): CliError {
  const [message = '', suggestion] = error.message.replace(/^error: /, '').split('\n');
  const [noun, verb] = words;
  const entry = noun === undefined ? undefined : tree[noun];
  const command = [
    'blink',
    ...(noun && entry ? [noun] : []),
    ...(verb && entry && isGroup(entry) && verb in entry.verbs ? [verb] : []),
  ];
  const nearest = suggestion ? `${suggestion.replace(/^\(|\)$/g, '')} ` : '';
  return new CliError('usage', `${capitalised(message).replace(/\.$/, '')}.`, {
    hint: `${nearest}See "${command.join(' ')} --help".`,
  });
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
