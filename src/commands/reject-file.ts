import { join, parse } from 'node:path';
import type { Rejected } from '../catalog/records/kind.ts';
import { byteOrderMark, csvLine } from '../output/csv.ts';
import { writeDurably } from '../storage/files.ts';

/** A record that the server refused, and why. */
export interface RejectedRecord extends Rejected {
  error: string;
}

const ownColumns = ['line', 'error'];

/**
 * Writes what a server refused into a file that can be mended and run again: the input's own columns, and beside them the
 * line each stood on and the error. A CSV becomes `orders.rejected.csv`, JSON and NDJSON `orders.rejected.ndjson`.
 * @param input the file they came from
 * @returns the path
 * @throws CliError when it cannot be written
 */
export async function writeRejectFile(input: string, rejected: readonly RejectedRecord[]): Promise<string> {
  const { dir, name, ext } = parse(input);
  const csv = !/^\.(json|ndjson|jsonl)$/i.test(ext) && rejected.every(({ fields }) => fields.every(isText));
  const path = join(dir, `${name}.rejected${csv ? '.csv' : '.ndjson'}`);
  await writeDurably(path, csv ? csvText(rejected) : ndjsonText(rejected));
  return path;
}

function isText([, value]: readonly [string, unknown]): boolean {
  return typeof value === 'string';
}

function csvText(rejected: readonly RejectedRecord[]): string {
  const own = (fields: Rejected['fields']) => fields.filter(([name]) => !ownColumns.includes(name));
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
