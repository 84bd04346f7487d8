import { CliError } from '../../errors.ts';

const longestSecret = 64 * 1024;

/**
 * A secret comes on standard input only: a flag would show it to everybody on the machine.
 * @param what its name in the flag `--<what>-stdin`, such as `password`
 * @param command for the example in the error's hint
 * @throws CliError `usage` when standard input holds something else than one line
 */
export async function readSecret(
  stdin: AsyncIterable<Uint8Array>,
  what: string,
  command: string,
): Promise<string> {
  const [secret = ''] = await readSecrets(stdin, [what], command);
  return secret;
}

/** The same for several secrets, a line each, in the order of their names. */
export async function readSecrets(
  stdin: AsyncIterable<Uint8Array>,
  names: readonly string[],
  command: string,
): Promise<string[]> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stdin) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > longestSecret) break;
  }
  const lines = Buffer.concat(chunks)
    .toString()
    .replace(/\r?\n$/, '')
    .split(/\r\n|\r|\n/);
  if (length <= longestSecret && lines.length === names.length && !lines.includes('')) return lines;
  const each = names.length === 1 ? 'on one line' : 'on a line each';
  const printed = names.map((name) => `"$${name.replace('-', '_').toUpperCase()}"`).join(' ');
  const flags = names.map((name) => `--${name}-stdin`).join(' ');
  throw new CliError('usage', `Standard input did not hold a ${names.join(' and a ')} ${each}.`, {
    hint: `For example: printf '%s\\n' ${printed} | ${command} … ${flags}`,
  });
}
