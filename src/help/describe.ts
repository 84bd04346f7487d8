import { type Argument, Command, type Option } from '@commander-js/extra-typings';
import { endpoints } from '../blink/endpoints.ts';
import { type Group, type Leaf, sections, type Verbs } from '../commands/index.ts';
import { endsInWords } from './exit-codes.ts';
import type { Page, Table } from './page.ts';

const seeFlags = 'Flags of every command, such as --env and --json: blink help flags';

/** The page of a command, made of the very declarations that its command line is parsed by. */
export async function commandPage(
  name: string,
  { summary, load, calls = [], ends = [] }: Leaf,
): Promise<Page> {
  const { default: declared } = await load();
  const command = new Command();
  declared.attach(command, () => {});
  const { registeredArguments: given } = command;
  const flags = command.options.filter(({ hidden }) => !hidden);
  const needed = flags.filter(({ mandatory }) => mandatory).map((flag) => flag.flags);
  return {
    name,
    summary,
    about: [`${summary}.`],
    usage: ['blink', name, ...given.map(termOf), ...needed, '[flags]'].join(' '),
    examples: declared.examples,
    tables: [
      ...table(
        'Arguments',
        given.map((one) => [termOf(one), meaningOf(one)]),
      ),
      ...flagTables(flags),
    ],
    notes: [
      ...(calls.length === 0 ? [] : [`API: ${calls.map((call) => callOf(endpoints[call])).join(', ')}`]),
      `Exit codes: ${endsInWords([0, 1, 2, ...ends])}. More: blink help exit-codes`,
      seeFlags,
    ],
  };
}

/** The page of a noun: its verbs. */
export function groupPage(name: string, { summary, verbs, otherwise }: Group): Page {
  const alone = `"blink ${name}" alone is "blink ${name} ${otherwise}".`;
  return {
    name,
    summary,
    about: [`${summary}.`],
    usage: `blink ${name} <command> [flags]`,
    tables: table('Commands', summariesOf(verbs)),
    notes: [...(otherwise === undefined ? [] : [alone]), `More about each: blink ${name} <command> --help`],
  };
}

/** The page that "blink" alone prints. */
export function frontPage(topics: readonly Page[]): Page {
  return {
    name: '',
    summary: 'The command line for restaurants that sell through Blink',
    about: [
      'The command line for restaurants that sell through Blink.',
      'Not made by Blink: see the README.',
    ],
    usage: 'blink <command> [flags]',
    examples: ['blink menu template --out menu.csv', 'blink menu import menu.csv --env local'],
    tables: [
      ...Object.entries(sections).flatMap(([heading, verbs]) => table(heading, summariesOf(verbs))),
      ...table(
        'Topics',
        topics.map(({ name, summary }) => [name, summary]),
      ),
    ],
    notes: ['More about each: blink help <command or topic>'],
  };
}

function summariesOf(verbs: Verbs): Table['rows'] {
  return Object.entries(verbs).map(([name, { summary }]) => [name, summary]);
}

function table(heading: string, rows: Table['rows']): Table[] {
  return rows.length === 0 ? [] : [{ heading, rows }];
}

/** The flags under the headings they were given, in the order in which those come first. */
function flagTables(flags: readonly Option[]): Table[] {
  const headingOf = ({ helpGroupHeading = 'Flags' }: Option) => helpGroupHeading;
  return [...new Set(flags.map(headingOf))].map((heading) => ({
    heading,
    rows: flags.filter((flag) => headingOf(flag) === heading).map((flag) => [flag.flags, meaningOf(flag)]),
  }));
}

function termOf(argument: Argument): string {
  const name = argument.variadic ? `${argument.name()}...` : argument.name();
  return argument.required ? `<${name}>` : `[${name}]`;
}

/** What a flag or an argument says of itself, with its choices and its default. */
function meaningOf(one: Argument | Option): string {
  const { description, argChoices: choices = [] } = one;
  const value: unknown = one.defaultValue;
  const remarks = [
    ...('mandatory' in one && one.mandatory ? ['required'] : []),
    ...(choices.length > 0 ? [inWords(choices.map(quoted))] : []),
    ...(typeof value === 'string' || typeof value === 'number' ? [`default: ${value}`] : []),
  ];
  return remarks.length === 0 ? description : `${description} (${remarks.join('; ')})`;
}

/** `json, csv or xlsx` */
function inWords(choices: readonly string[]): string {
  return choices.join(', ').replace(/, (?=[^,]*$)/, ' or ');
}

/** A choice as one types it: in quotes where the shell would take it for something else. */
function quoted(choice: string): string {
  return /^[\w+-]+$/.test(choice) ? choice : JSON.stringify(choice);
}

function callOf({ method, path }: { method: string; path: string }): string {
  return `${method} ${path}`;
}
