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

/**
 * Makes sure that what is to be written does not take the place of what is read.
 * @param path of a file that an operator asked for; undefined where they did not
 * @throws CliError `usage` where it is one of `inputs`
 */
export async function refuseOverInput(path: string | undefined, inputs: readonly string[]): Promise<void> {
  if (path === undefined) return;
  const [{ realpath }, { resolve }] = await Promise.all([import('node:fs/promises'), import('node:path')]);
  const whole = (name: string) => realpath(name).catch(() => resolve(name));
  const paths = await Promise.all(inputs.map(whole));
  if (!paths.includes(await whole(path))) return;
  throw new CliError('usage', `${path} is the file that is read: it would be written over.`, {
    hint: 'Give the new file another name.',
  });
}
