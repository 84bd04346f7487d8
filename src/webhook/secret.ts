import { randomBytes } from 'node:crypto';
import { CliError } from '../errors.ts';
import { readPrivate, writeDurably } from '../storage/files.ts';

const wanted = /^[\w-]{32,}$/;

/**
 * The secret that a protected receiver knows its callers by. It is made once, and kept in a file of its own.
 * @param renew true makes a new one; the old one is good for nothing then
 * @throws CliError `failed` when it can't be read or kept
 */
export async function hookSecret(file: string, renew: boolean): Promise<string> {
  const kept = renew ? undefined : readPrivate(file)?.trim();
  if (kept === undefined) {
    const made = randomBytes(24).toString('base64url');
    await writeDurably(file, `${made}\n`);
    return made;
  }
  if (wanted.test(kept)) return kept;
  throw new CliError('failed', `${file} does not hold a secret of at least 32 letters and digits.`, {
    hint: 'Make a new one with --new-secret, and give Blink the new address.',
  });
}
