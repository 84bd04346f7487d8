import { randomBytes } from 'node:crypto';
import { CliError } from '../../errors.ts';
import { readPrivate, writeDurably } from '../../storage/files.ts';
import { withLock } from '../../storage/lock.ts';

/** The path below which a protected receiver takes events. */
export function hookPath(secret: string): string {
  return `/hook/${secret}`;
}

const wanted = /^[\w-]{32,}$/;

/**
 * The secret that a protected receiver knows its callers by. It is made once, and kept in a file of its own.
 * @param renew true makes a new one; the old one is good for nothing then
 * @throws CliError `failed` when it can't be read or kept
 */
export async function hookSecret(file: string, renew: boolean): Promise<string> {
  const kept = (renew ? undefined : readSecret(file)) ?? (await makeSecret(file, renew));
  if (wanted.test(kept)) return kept;
  throw new CliError('failed', `${file} does not hold a secret of at least 32 letters and digits.`, {
    hint: 'Make a new one with --new-secret, and give Blink the new address.',
  });
}

/** Made by one process at a time: what one of them has told somebody is not to be replaced by another's. */
async function makeSecret(file: string, renew: boolean): Promise<string> {
  return await withLock(file, async () => {
    const other = renew ? undefined : readSecret(file);
    if (other !== undefined) return other;
    const made = randomBytes(24).toString('base64url');
    await writeDurably(file, `${made}\n`);
    return made;
  });
}

function readSecret(file: string): string | undefined {
  return readPrivate(file)?.trim();
}
