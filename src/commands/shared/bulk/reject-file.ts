import { readFileSync } from 'node:fs';
import { basename, join, parse, resolve } from 'node:path';
import type { RunReport } from '../../../bulk/report.ts';
import type { FileOf, Original } from '../../../files/kinds/file-kind.ts';
import { standardInput } from '../../../files/readers/source.ts';
import { jsonHash } from '../../../ledger/json-hash.ts';
import type { Context } from '../../../session/context.ts';
import { writeDurably } from '../../../storage/files.ts';
import { byteOrderMark, csvLine } from '../../../terminal/csv.ts';

/** A record that the server refused, and why. */
interface RejectedRecord extends Original {
  error: string;
}

/** Writes the refused records to a file that can be mended and run again. @returns its path, where it could be written */
export async function keepRejected<T>(
  context: Context,
  file: Pick<FileOf<T>, 'name' | 'original'>,
  { outcomes }: RunReport,
): Promise<string | undefined> {
  const refused = outcomes.flatMap(({ outcome }, index) => (outcome === 'refused' ? [index] : []));
  try {
    const records = (await file.original(refused)).map((record) => {
      return { ...record, error: outcomes[record.index]?.error ?? '' };
    });
    // What came through a pipe has no folder of its own.
    const own = context.target().folder;
    const input = file.name === standardInput ? `${own}/standard-input` : file.name;
    return await writeRejectFile(input, records, own);
  } catch (error) {
    context.output.warn(`Warning: the refused records could not be written to a file: ${String(error)}`);
    return undefined;
  }
}

const ownColumns = ['line', 'error'];

/**
 * Writes what a server refused into a file that can be mended and run again: the input's own columns, and beside them the
 * line each stood on and the error. A CSV becomes `orders.rejected.csv`, JSON and NDJSON `orders.rejected.ndjson`; where
 * that file was changed since it was written, somebody is mending it, and `orders.rejected-2.csv` is written.
 * @param input the file they came from
 * @param own the folder to remember in what was written
 * @returns the path
 * @throws CliError when it cannot be written
 */
async function writeRejectFile(
  input: string,
  rejected: readonly RejectedRecord[],
  own: string,
): Promise<string> {
  const { dir, name, ext } = parse(input);
  const csv = !/^\.(json|ndjson|jsonl)$/i.test(ext) && rejected.every(({ fields }) => fields.every(isText));
  const text = csv ? csvText(rejected) : ndjsonText(rejected);
  const first = `${join(dir, name.replace(/\.rejected(-\d+)?$/, ''))}.rejected`;
  for (let number = 1; ; number += 1) {
    const path = `${first}${number === 1 ? '' : `-${number}`}.${csv ? 'csv' : 'ndjson'}`;
    const memory = join(own, 'rejected', jsonHash(resolve(path)));
    if (isBeingMended(path, memory, input)) continue;
    await writeDurably(path, text);
    await writeDurably(memory, `${basename(path)} ${jsonHash(text)}\n`).catch(() => {});
    return path;
  }
}

/** True for a file that is there and is not what was written last. */
function isBeingMended(path: string, memory: string, input: string): boolean {
  const text = readText(path);
  if (text === undefined) return false;
  return resolve(path) === resolve(input) || !readText(memory)?.endsWith(` ${jsonHash(text)}\n`);
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function isText([, value]: readonly [string, unknown]): boolean {
  return typeof value === 'string';
}

function csvText(rejected: readonly RejectedRecord[]): string {
  const own = (fields: Original['fields']) => fields.filter(([name]) => !ownColumns.includes(name));
  const header = own(rejected[0]?.fields ?? []).map(([name]) => name);
  const rows = rejected.map(({ fields, line, error }) => [
    ...own(fields).map(([, value]) => String(value)),
    String(line ?? ''),
    error,
  ]);
  return byteOrderMark + [[...header, ...ownColumns], ...rows].map(csvLine).join('');
}

function ndjsonText(rejected: readonly RejectedRecord[]): string {
  return rejected
    .map(({ fields, line, error }) => `${JSON.stringify({ ...Object.fromEntries(fields), line, error })}\n`)
    .join('');
}
