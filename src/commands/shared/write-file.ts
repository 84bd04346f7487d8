import { CliError, messageOf } from '../../errors.ts';

/**
 * Writes a file that an operator asked for.
 * @param what it is, for the message: `the report problems.csv`
 * @throws CliError `failed` when it cannot be written
 */
export async function writeFile(path: string, text: string, what = path): Promise<void> {
  const { writeReport } = await import('../../storage/files.ts');
  await writeReport(path, text).catch((cause: unknown) => {
    throw new CliError('failed', `Cannot write ${what}: ${messageOf(cause)}.`, { cause });
  });
}
