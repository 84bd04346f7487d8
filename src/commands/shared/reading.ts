import { type Command, Option } from '@commander-js/extra-typings';
import * as v from 'valibot';
import { matches } from '../../blink/contract/check.ts';
import { id } from '../../blink/contract/fields.ts';
import type { MenuProduct } from '../../blink/contract/menu.ts';
import { CliError } from '../../errors.ts';
import type { FileKind, FileOf } from '../../files/kinds/file-kind.ts';
import type { Source } from '../../files/readers/source.ts';
import type { Branched } from '../../menu/branch-ids.ts';
import type { Context } from '../../session/context.ts';
import { requireRight } from './require-right.ts';
import { type TillFlags, tillFlags } from './till-flags.ts';
import { warnOfUnknownBranches } from './unknown-branches.ts';
import { refuseOverInput } from './write-file.ts';

const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'windows-1256'] as const;

/** The flags of every command that reads a file: what its cells mean where that could be doubted. */
export interface CellFlags {
  encoding?: (typeof encodings)[number] | undefined;
  sheet?: string | undefined;
  thousands?: ',' | '.' | ' ' | "'" | undefined;
  decimalComma?: true | undefined;
  trustIds?: true | undefined;
  negativeStock?: 'zero' | undefined;
  report?: string | undefined;
  /** Whether another file is read by the same flags. */
  isBeside?: boolean;
}

/** The flags of every command that reads a menu file. */
export interface ReadFlags extends CellFlags, TillFlags {
  modifiers?: string | undefined;
}

/** What help calls them. */
const readingHeading = 'Reading the file';

/** Adds the flags that say how a menu file is to be read. */
export function readFlags<Args extends unknown[], Flags extends Record<string, unknown>>(
  command: Command<Args, Flags>,
) {
  return tillFlags(stockCellFlags(cellFlags(command)))
    .optionsGroup(readingHeading)
    .option('--modifiers <file>', 'a CSV file with the options of the modifiers that a column names')
    .optionsGroup('');
}

/** Adds the flags that say what the cells of a file mean. */
export function cellFlags<Args extends unknown[], Flags extends Record<string, unknown>>(
  command: Command<Args, Flags>,
) {
  return command
    .optionsGroup(readingHeading)
    .addOption(
      new Option('--encoding <name>', 'how the file is encoded, where it is not UTF-8').choices(encodings),
    )
    .addOption(
      new Option('--thousands <character>', 'what stands between thousands in amounts: 1,250').choices([
        ',',
        '.',
        ' ',
        "'",
      ] as const),
    )
    .option('--sheet <name>', 'the sheet of a workbook, by its name or number')
    .option('--decimal-comma', 'a comma stands before decimals in amounts: 1250,50')
    .option('--trust-ids', 'long ids that end in zeros are right')
    .option('--report <file>', 'write every problem to a CSV file')
    .optionsGroup('');
}

/** Adds the flag for files that have stock. */
export function stockCellFlags<Args extends unknown[], Flags extends Record<string, unknown>>(
  command: Command<Args, Flags>,
) {
  return command
    .optionsGroup(readingHeading)
    .addOption(
      new Option('--negative-stock <meaning>', 'what negative stock in a file means').choices([
        'zero',
      ] as const),
    )
    .optionsGroup('');
}

/** A file by its path, or standard input for `-`. */
export async function sourceOf(path: string, { io }: Context): Promise<Source> {
  const { fileSource, standardInput, streamSource } = await import('../../files/readers/source.ts');
  return path === '-' ? streamSource(standardInput, io.stdin) : fileSource(path);
}

/**
 * The sources of files that belong together. A folder stands for the CSV files in it.
 * @throws CliError `invalid_input` for a folder without CSV files, `usage` for a report in the place of one of the files
 */
async function sourcesOf(
  paths: Paths,
  context: Context,
  { report }: CellFlags,
): Promise<{ first: Source; more: Source[]; isFolder: boolean }> {
  const given = typeof paths === 'string' ? [paths] : paths;
  const [path = '-', ...others] = given;
  const folder = others.length === 0 && path !== '-' ? await csvFilesIn(path) : undefined;
  await refuseOverInput(report, folder ?? given);
  const [first, ...more] = await Promise.all((folder ?? given).map((one) => sourceOf(one, context)));
  if (!first) {
    throw new CliError('invalid_input', `There are no CSV or Excel files in ${path}.`, {
      hint: 'Give the folder that has the files as the till exported them.',
    });
  }
  return { first, more, isFolder: folder !== undefined };
}

/** @returns undefined for what is no folder */
async function csvFilesIn(path: string): Promise<string[] | undefined> {
  const [{ readdir, stat }, { join }] = await Promise.all([import('node:fs/promises'), import('node:path')]);
  const stats = await stat(path).catch(() => undefined);
  if (!stats?.isDirectory()) return undefined;
  const names = (await readdir(path)).filter((name) => /(?<!\.modifiers)\.(csv|xlsx)$/i.test(name));
  return names.sort().map((name) => join(path, name));
}

/** The files of one menu, or one of it: paths, of which one may be a folder. */
export type Paths = string | readonly string[];

/** Reads a menu, from one file or from the several that a till exports, whatever is wrong with it. */
export async function readMenuAsItIs(
  context: Context,
  paths: Paths,
  flags: ReadFlags,
): Promise<FileOf<MenuProduct>> {
  const [{ readWithMap }, { menuKind }] = await Promise.all([
    import('./own-sheet/read-with-map.ts'),
    import('../../files/kinds/menu/menu-kind.ts'),
  ]);
  const modifiers = flags.modifiers === undefined ? undefined : await sourceOf(flags.modifiers, context);
  const { first, more, isFolder } = await sourcesOf(paths, context, flags);
  return readWithMap(context, [first, ...more], menuKind, { ...flags, modifiers, isFolder });
}

/** Reads a menu and lets it pass as `requireRightMenu` does. */
export async function readMenuFile(
  context: Context,
  paths: Paths,
  flags: ReadFlags,
): Promise<FileOf<MenuProduct>> {
  const menu = await readMenuAsItIs(context, paths, flags);
  await requireRightMenu(context, menu, flags);
  return menu;
}

/**
 * Lets a menu pass in which nothing is wrong. Warnings are noted.
 * @throws CliError `invalid_input` with every problem when one of them is an error
 */
export async function requireRightMenu(
  context: Context,
  menu: FileOf<MenuProduct>,
  { report }: ReadFlags,
): Promise<void> {
  await requireRight(context, menu, report);
  await warnOfUnknownBranches(context, menu.name, menu.items);
}

/** Reads a file of records, as `readMenuFile` does. @param allowEmpty given where the command has a flag for it */
export async function readRecordFile<T>(
  context: Context,
  paths: Paths,
  kind: FileKind<T>,
  flags: CellFlags & TillFlags,
  { allowEmpty }: { allowEmpty?: boolean } = {},
): Promise<FileOf<T>> {
  const { readWithMap } = await import('./own-sheet/read-with-map.ts');
  const { first, more, isFolder } = await sourcesOf(paths, context, flags);
  const file = await readWithMap(context, [first, ...more], kind, { ...flags, now: context.now(), isFolder });
  await requireRight(context, file, flags.report);
  await warnOfUnknownBranches(context, file.name, file.items.flatMap(branchesOf));
  if (file.items.length > 0 || allowEmpty) return file;
  const hint = 'If that is what you mean, run again with --allow-empty: there is nothing to send then.';
  throw new CliError('safety_limit', `${file.name} has no ${kind.list}. Nothing was sent.`, {
    hint: allowEmpty === undefined ? undefined : hint,
  });
}

/** The branches that a record names, whatever kind of record it is. */
function branchesOf(record: unknown): Branched[] {
  if (typeof record !== 'object' || record === null) return [];
  const named = 'branches' in record && Array.isArray(record.branches) ? record.branches : [];
  const branches = named.filter((branch) => matches(Named, branch));
  const pickUp =
    'mappingBranchId' in record && matches(id, record.mappingBranchId) ? record.mappingBranchId : undefined;
  return [{ branches: pickUp === undefined ? branches : [...branches, { id: pickUp }] }];
}

const Named = v.looseObject({ id });
