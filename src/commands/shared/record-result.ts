import type { RunReport } from '../../bulk/report.ts';
import type { CliError, Detail } from '../../errors.ts';
import type { FileOf } from '../../files/kinds/file-kind.ts';
import { standardInput } from '../../files/readers/source.ts';
import type { Context } from '../../session/context.ts';
import { unusualPlace } from '../../session/place.ts';
import type { RecordColumn } from '../../terminal/output.ts';
import { bulkError, plain, reportBulk } from './bulk-report.ts';
import { outcomeLines } from './bulk-words.ts';
import type { RecordJob } from './record-job.ts';

/** Prints what became of records, and keeps what was refused. @returns the error where anything was not done */
export async function reportRecords<T>(
  context: Context,
  job: RecordJob<T>,
  run: RunReport,
): Promise<CliError | undefined> {
  const { file } = job;
  const rejectFile = file && (await keepRejected(context, file, run));
  const place = unusualPlace(context.target(), job.endpoint.service);
  await reportBulk(context.output, run, {
    words: await outcomeLines(context.output, { ...job, place }, run),
    more: rejectFile ? { rejectFile } : {},
    columns: columnsOf(job, run),
  });
  return bulkError(run, {
    details: await detailsOf(file, run),
    rejectFile,
    resumable: file !== undefined,
    once: job.look !== undefined,
  });
}

/** A record's own columns, by its position in the run. */
function columnsOf<T>({ columns = [] }: RecordJob<T>, { outcomes }: RunReport): RecordColumn<number>[] {
  return columns.map((column) => ({
    ...plain(column),
    value: (index) => {
      const outcome = outcomes[index];
      return outcome === undefined ? null : column.value(outcome);
    },
  }));
}

/** The refusals in the operator's own rows and columns, where they came from a file. */
async function detailsOf<T>(file: FileOf<T> | undefined, { refusals }: RunReport): Promise<Detail[]> {
  const places = (await file?.locate(refusals)) ?? [];
  return places.map(({ file: name, row, line, column, field }, i) => {
    return { file: name, row, line, column, field, message: refusals[i]?.message };
  });
}

/** Writes the refused records to a file that can be mended and run again. @returns its path, if there were any */
export async function keepRejected<T>(
  context: Context,
  file: Pick<FileOf<T>, 'name' | 'original'>,
  { outcomes }: RunReport,
): Promise<string | undefined> {
  const refused = outcomes.flatMap(({ outcome }, index) => (outcome === 'refused' ? [index] : []));
  if (refused.length === 0) return undefined;
  const { writeRejectFile } = await import('./reject-file.ts');
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
