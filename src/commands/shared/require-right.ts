import { CliError } from '../../errors.ts';
import type { FileOf } from '../../files/kinds/file-kind.ts';
import type { Context } from '../../session/context.ts';
import { describeProblems } from '../../terminal/problem.ts';
import { writeFile } from './write-file.ts';

/**
 * Lets a file pass in which nothing is wrong. Warnings are noted, and a report of all problems written where one is wanted.
 * @throws CliError `invalid_input` with every problem when one of them is an error
 */
export async function requireRight(
  { output }: Context,
  file: CheckedFile,
  report: string | undefined,
): Promise<void> {
  if (report !== undefined) await writeProblems(report, file);
  if (file.till !== undefined && output.forPeople)
    output.note(`${file.name}: this is a ${file.till} export.`);
  const errors = file.problems.filter(({ severity }) => severity === 'error');
  const warnings = file.problems.filter(({ severity }) => severity === 'warning');
  const { caution } = await output.style('stderr');
  const { shown, left } = describeProblems(warnings, mostShown);
  for (const warning of shown) output.note(`${caution('Warning:')} ${warning}`);
  if (left > 0) output.note(`… and ${left} more warnings.`);
  if (errors.length === 0) return;
  const count = errors.length === 1 ? 'One problem' : `${errors.length} problems`;
  const hints = [reportHint(errors.length, report), await stubHint(file)].filter(Boolean);
  throw new CliError('invalid_input', `${count} in ${file.name}. Nothing was sent.`, {
    details: errors,
    hint: hints.length > 0 ? hints.join(' ') : undefined,
  });
}

type CheckedFile = Pick<FileOf<unknown>, 'name' | 'problems' | 'till' | 'isMapped' | 'lacking'>;

/** A till and many a sheet name modifiers, and have no more of them: what is in them is to be filled in. */
async function stubHint({ name, till, isMapped, lacking = [] }: CheckedFile): Promise<string | undefined> {
  if ((till === undefined && !isMapped) || lacking.length === 0) return undefined;
  const { writeModifierStub } = await import('./modifier-stub.ts');
  return writeModifierStub(name, lacking);
}

const mostShown = 50;

function reportHint(errors: number, report: string | undefined): string | undefined {
  if (report !== undefined) return `All of them are in ${report}.`;
  return errors > mostShown
    ? 'To get all of them in a file, run again with --report problems.csv.'
    : undefined;
}

/** Every problem as a row that Excel opens, warnings too. */
async function writeProblems(path: string, { problems }: CheckedFile): Promise<void> {
  const { byteOrderMark, csvLine } = await import('../../terminal/csv.ts');
  const header = [
    ...['severity', 'file', 'sheet', 'row', 'line', 'column', 'field', 'value', 'problem', 'hint'],
  ];
  const rows = problems.map((problem) => [
    problem.severity,
    problem.file ?? '',
    problem.sheet ?? '',
    String(problem.row ?? ''),
    String(problem.line ?? ''),
    problem.column ?? '',
    problem.field ?? '',
    problem.value === undefined ? '' : String(problem.value),
    problem.message ?? `expected ${problem.expected}`,
    problem.hint ?? '',
  ]);
  await writeFile(path, byteOrderMark + [header, ...rows].map(csvLine).join(''), `the report ${path}`);
}
