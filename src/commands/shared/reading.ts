import { type Command, Option } from '@commander-js/extra-typings';
import * as v from 'valibot';
import { matches } from '../../blink/contract/check.ts';
import { id } from '../../blink/contract/fields.ts';
import type { MenuProduct } from '../../blink/contract/menu.ts';
import { CliError } from '../../errors.ts';
import type { FileKind, FileOf } from '../../files/kinds/file-kind.ts';
import type { Problem } from '../../files/problem.ts';
import type { Source } from '../../files/readers/source.ts';
import type { Branched } from '../../menu/branch-ids.ts';
import type { Context } from '../../session/context.ts';
import { describeProblems } from '../../terminal/problem.ts';
import { warnOfUnknownBranches } from './unknown-branches.ts';

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
}

/** The flags of every command that reads a menu file. */
export interface ReadFlags extends CellFlags {
  modifiers?: string | undefined;
}

/** Adds the flags that say how a menu file is to be read. */
export function readFlags<Args extends unknown[], Flags extends Record<string, unknown>>(
  command: Command<Args, Flags>,
) {
  return stockCellFlags(cellFlags(command)).option(
    '--modifiers <file>',
    'a CSV file with the options of the modifiers that a column names',
  );
}

/** Adds the flags that say what the cells of a file mean. */
export function cellFlags<Args extends unknown[], Flags extends Record<string, unknown>>(
  command: Command<Args, Flags>,
) {
  return command
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
    .option('--report <file>', 'write every problem to a CSV file');
}

/** Adds the flag for files that have stock. */
export function stockCellFlags<Args extends unknown[], Flags extends Record<string, unknown>>(
  command: Command<Args, Flags>,
) {
  return command.addOption(
    new Option('--negative-stock <meaning>', 'what negative stock in a file means').choices([
      'zero',
    ] as const),
  );
}

/** A file by its path, or standard input for `-`. */
export async function sourceOf(path: string, { io }: Context): Promise<Source> {
  const { fileSource, standardInput, streamSource } = await import('../../files/readers/source.ts');
  return path === '-' ? streamSource(standardInput, io.stdin) : fileSource(path);
}

/**
 * Reads a menu file. Warnings are noted.
 * @throws CliError `invalid_input` with every problem when one of them is an error
 */
export async function readMenuFile(
  context: Context,
  path: string,
  flags: ReadFlags,
): Promise<FileOf<MenuProduct>> {
  const [{ readFile }, { menuKind }] = await Promise.all([
    import('../../files/read-file.ts'),
    import('../../files/kinds/menu/menu-kind.ts'),
  ]);
  const modifiers = flags.modifiers === undefined ? undefined : await sourceOf(flags.modifiers, context);
  const menu = await readFile(await sourceOf(path, context), menuKind, { ...flags, modifiers });
  await requireRight(context, menu, flags.report);
  await warnOfUnknownBranches(context, menu.name, menu.items);
  return menu;
}

/** Reads a file of records, as `readMenuFile` does. @param allowEmpty given where the command has a flag for it */
export async function readRecordFile<T>(
  context: Context,
  path: string,
  kind: FileKind<T>,
  flags: CellFlags,
  { allowEmpty }: { allowEmpty?: boolean } = {},
): Promise<FileOf<T>> {
  const { readFile } = await import('../../files/read-file.ts');
  const file = await readFile(await sourceOf(path, context), kind, { ...flags, now: context.now() });
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

async function requireRight(
  { output }: Context,
  file: CheckedFile,
  report: string | undefined,
): Promise<void> {
  if (report !== undefined) await writeProblems(report, file);
  const errors = file.problems.filter(({ severity }) => severity === 'error');
  const warnings = file.problems.filter(({ severity }) => severity === 'warning');
  const { caution } = await output.style('stderr');
  const { shown, left } = describeProblems(warnings, mostWarnings);
  for (const warning of shown) output.note(`${caution('Warning:')} ${warning}`);
  if (left > 0) output.note(`… and ${left} more warnings.`);
  if (errors.length === 0) return;
  const count = errors.length === 1 ? 'One problem' : `${errors.length} problems`;
  throw new CliError('invalid_input', `${count} in ${file.name}. Nothing was sent.`, {
    details: errors,
    hint: reportHint(errors.length, report),
  });
}

interface CheckedFile {
  name: string;
  problems: readonly Problem[];
}

const mostWarnings = 20;
const mostShown = 50;

function reportHint(errors: number, report: string | undefined): string | undefined {
  if (report !== undefined) return `All of them are in ${report}.`;
  return errors > mostShown
    ? 'To get all of them in a file, run again with --report problems.csv.'
    : undefined;
}

/** Every problem as a row that Excel opens, warnings too. */
async function writeProblems(path: string, { problems }: CheckedFile): Promise<void> {
  const [{ writeReport }, { byteOrderMark, csvLine }] = await Promise.all([
    import('../../storage/files.ts'),
    import('../../terminal/csv.ts'),
  ]);
  const header = ['severity', 'file', 'row', 'line', 'column', 'field', 'value', 'problem', 'hint'];
  const rows = problems.map((problem) => [
    problem.severity,
    problem.file ?? '',
    String(problem.row ?? ''),
    String(problem.line ?? ''),
    problem.column ?? '',
    problem.field ?? '',
    problem.value === undefined ? '' : String(problem.value),
    problem.message ?? `expected ${problem.expected}`,
    problem.hint ?? '',
  ]);
  try {
    await writeReport(path, byteOrderMark + [header, ...rows].map(csvLine).join(''));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CliError('failed', `Cannot write the report ${path}: ${reason}.`, { cause });
  }
}
