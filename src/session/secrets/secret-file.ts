import { createReadStream, type Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { CliError, messageOf } from '../../errors.ts';
import { shellWord } from '../../shell-word.ts';
import { storageFault } from '../../storage/faults.ts';
import type { Asking } from './asking.ts';
import { longestSecret, secretIn } from './secret-text.ts';

/**
 * Reads a secret from a file, a link, or a pipe that a shell made (`<(pass show blink)`): whoever named it chose it.
 * @param source the variable that names it
 * @throws CliError `not_logged_in` that says why it can't be read, or what is wrong with it
 */
export async function readSecretFile(path: string, source: string, { warn }: Asking): Promise<string> {
  let bytes: Buffer;
  try {
    if (isOpenToAll(path, await stat(path))) warn(openToAll(path, source));
    bytes = await beginningOf(path);
  } catch (error) {
    const { message, hint } = inWords(path, error);
    throw new CliError('not_logged_in', `${source}: ${message}`, { hint, cause: error });
  }
  const found = secretIn(bytes);
  if ('secret' in found) return found.secret;
  throw new CliError('not_logged_in', `${source}: ${path} ${found.wrong}.`, {
    hint: 'Put the secret into it, alone and on one line.',
  });
}

/** What to tell of a file that everybody on the computer can read. */
function openToAll(path: string, source: string): string {
  return `${source}: every user of this computer can read ${path}. Close it to them: chmod 600 ${shellWord(path)}`;
}

/** Containers have their secrets here, open to the one user there is. */
const ofContainers = /^(?:\/var)?\/run\/secrets\//;

function isOpenToAll(path: string, stats: Stats): boolean {
  if (process.platform === 'win32' || ofContainers.test(path)) return false;
  return stats.isFile() && (stats.mode & 0o004) !== 0;
}

async function beginningOf(path: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of createReadStream(path, { end: longestSecret })) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function inWords(path: string, error: unknown): { message: string; hint?: string | undefined } {
  const fault = storageFault('read', path, error);
  return fault instanceof CliError
    ? {
        message: fault.message.replace(/^C/, 'c'),
        hint: 'Check the path, and that your user may read the file.',
      }
    : { message: messageOf(error) };
}
