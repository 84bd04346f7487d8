import { CliError, messageOf } from '../../errors.ts';

/**
 * Writes a file that an operator asked for.
 * @param what it is, for the message: `the report problems.csv`
 * @throws CliError `usage` where its folder is missing, `failed` when it cannot be written
 */
export async function writeFile(path: string, text: string, what = path): Promise<void> {
  const [{ writeReport }, { requireFolderOf }] = await Promise.all([
    import('../../storage/files.ts'),
    import('../../storage/folders.ts'),
  ]);
  await requireFolderOf(path);
  await writeReport(path, text).catch((cause: unknown) => {
    throw new CliError('failed', `Cannot write ${what}: ${messageOf(cause)}.`, { cause });
  });
}
