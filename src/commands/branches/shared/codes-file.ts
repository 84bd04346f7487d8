import * as v from 'valibot';
import { id as anId, text } from '../../../blink/contract/fields.ts';
import { CliError } from '../../../errors.ts';
import { kinds } from '../../../files/cells/cells.ts';
import { type FileOf, recordColumn, recordKind } from '../../../files/kinds/file-kind.ts';
import type { Problem } from '../../../files/problem.ts';
import { readFile } from '../../../files/read-file.ts';
import type { Encoding } from '../../../files/readers/encoding.ts';
import type { Context } from '../../../session/context.ts';
import { type BranchMap, isBranchCode, sharedIds } from '../../../session/stored/branch-map.ts';
import { describeProblem } from '../../../terminal/problem.ts';
import { sourceOf } from '../../shared/reading.ts';
import type { NamedCode } from './matching.ts';

/** How a file of codes is to be read. */
export interface CodesFileOptions {
  encoding?: Encoding | undefined;
  trustIds?: boolean | undefined;
}

/** A row as far as it could be read: one that is wrong keeps its place, so that all that is wrong can be told at once. */
interface Row {
  code?: string | number | undefined;
  id?: string | number | undefined;
  name?: string | undefined;
}

/** The other columns that `branches list` writes: its CSV can be filled in and given back. */
const listed = [
  recordColumn('blink_id', kinds.id, false),
  recordColumn('branch', kinds.text, false),
  recordColumn('branch_address', kinds.text, false),
  recordColumn('is_live', kinds.text, false),
  recordColumn('is_active', kinds.text, false),
];

const schema = v.object({ code: v.optional(anId), id: v.optional(anId), name: v.optional(text) });

const code = recordColumn('code', kinds.id, true);

const codes = {
  list: 'codes',
  schema,
  toBody: ({ code, id, name }: Record<string, unknown>) => ({ code, id, name }),
};

const idKind = recordKind<Row>({
  ...codes,
  columns: [code, recordColumn('id', kinds.id, true), ...listed],
});

const nameKind = recordKind<Row>({
  ...codes,
  columns: [code, recordColumn('name', kinds.name, true)],
});

/**
 * Reads a file with the columns `code` and `id`.
 * @param before the codes that there will be beside those of the file
 * @throws CliError `invalid_input` with every problem, also when two codes would have the same id
 */
export async function readIds(
  context: Context,
  path: string,
  before: BranchMap,
  options: CodesFileOptions,
): Promise<BranchMap> {
  const file = await readFile(await sourceOf(path, context), idKind, options);
  const rows = file.items.map(({ code, id }) => ({ code: textOf(code), other: textOf(id) }));
  const codes = pairs(rows);
  const given = new Set(codes.map(([code]) => code));
  const kept = [...before].filter(([code]) => !given.has(code));
  const shared = new Map(sharedIds([...kept, ...codes]).map(({ id, codes }) => [id, codes]));
  const faults = rows.flatMap(({ code, other: id }, index): Fault[] => {
    if (id === undefined) return [];
    const fault = { index, field: 'id', value: id };
    if (!isBranchCode(id)) return [{ ...fault, expected: aCode }];
    const others = shared.get(id)?.filter((one) => one !== code) ?? [];
    return others.length === 0 ? [] : [{ ...fault, message: alsoOf(id, others) }];
  });
  await requireRight(context, file, [...codeFaults(rows, 'id'), ...faults]);
  return new Map(codes);
}

/**
 * Reads a file with the columns `code` and `name`.
 * @throws CliError `invalid_input` with every problem
 */
export async function readNames(
  context: Context,
  path: string,
  options: CodesFileOptions,
): Promise<readonly NamedCode[]> {
  const file = await readFile(await sourceOf(path, context), nameKind, options);
  const rows = file.items.map(({ code, name }) => ({ code: textOf(code), other: name }));
  await requireRight(context, file, codeFaults(rows, 'name'));
  return pairs(rows).map(([code, name]) => ({ code, name }));
}

/** A code and what the file has beside it, as far as they could be read. */
interface Pair {
  code: string | undefined;
  other: string | undefined;
}

function pairs(rows: readonly Pair[]): [code: string, other: string][] {
  return rows.flatMap(({ code, other }): [string, string][] =>
    code === undefined || other === undefined ? [] : [[code, other]],
  );
}

function textOf(value: string | number | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}

const aCode = '1 to 100 letters, digits, blanks or signs';

function alsoOf(id: string, others: readonly string[]): string {
  return `branch ${id} has the code ${others.join(', ')} too: a branch has one code.`;
}

/** What is wrong with a row that its cells by themselves do not show. */
interface Fault {
  /** The position of the row among the records, from 0. */
  index: number;
  field: string;
  value?: string;
  expected?: string;
  message?: string;
}

function codeFaults(rows: readonly Pair[], field: 'id' | 'name'): Fault[] {
  const seen = new Set<string>();
  return rows.flatMap(({ code, other }, index): Fault[] => {
    const faults = other === undefined ? [{ index, field, expected: 'a value' }] : [];
    if (code === undefined) return [...faults, { index, field: 'code', expected: 'a value' }];
    const fault = { index, field: 'code', value: code };
    if (!isBranchCode(code)) return [...faults, { ...fault, expected: aCode }];
    if (seen.has(code))
      return [...faults, { ...fault, message: `the code ${code} stands in the file twice.` }];
    seen.add(code);
    return faults;
  });
}

async function requireRight(
  { output }: Context,
  { name, items, problems, locate }: FileOf<unknown>,
  faults: readonly Fault[],
): Promise<void> {
  for (const problem of problems) {
    if (problem.severity === 'warning') output.note(`Warning: ${describeProblem(problem)}`);
  }
  const errors = problems.filter(({ severity }) => severity === 'error');
  // What the reader found wrong with a value is not said a second time because it is missing now.
  const others = faults.filter(({ value }) => value !== undefined || errors.length === 0);
  const inOrder = others.toSorted((one, other) => one.index - other.index);
  const places = await locate(inOrder);
  const found = inOrder.map(
    ({ index: _, ...said }, i): Problem => ({
      ...places[i],
      ...said,
      field: places[i]?.field,
      severity: 'error',
    }),
  );
  const details = [...errors, ...found].toSorted((one, other) => (one.row ?? 0) - (other.row ?? 0));
  if (details.length > 0) {
    const count = details.length === 1 ? 'One problem' : `${details.length} problems`;
    throw new CliError('invalid_input', `${count} in ${name}. Nothing was stored.`, { details });
  }
  if (items.length === 0) throw new CliError('invalid_input', `${name} has no codes. Nothing was stored.`);
}
